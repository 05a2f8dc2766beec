// Names have no template arguments, inline or anonymous namespaces; operators, conversions and destructors are spelt out.
namespace lib { inline namespace v9 {
struct S { S(); ~S(); operator const char*() const; S& operator<<(int); template <class T> void put(T); };
bool operator==(const S&, const S&);
} }
namespace { void hidden(lib::S& s) { s.put(1); } }
void f(lib::S& s) { hidden(s); s << 1; if (s == s) return; const char* t = s; s.~S(); }
// facts:
// class lib::S
// function hidden (lib::S &) names.cpp:6 internal
//   param s: lib::S & (reference)
//   Block
//     Call lib::S::put @6 receiver
//       Param s
//       Number 1
// function f (lib::S &) names.cpp:7
//   param s: lib::S & (reference)
//   Block
//     Call hidden @7
//       AddressOf
//         Param s
//     Call lib::S::operator<< @7 receiver
//       Param s
//       Number 1
//     If
//       Call lib::operator== @7
//         Param s
//         Param s
//       Block
//         Return @7
//       Block
//     Declare t#0
//       Call lib::S::operator const char * @7 receiver conversion
//         Param s
//     Call lib::S::~S @7 receiver
//       Param s
