// Literals of every width are text in UTF-8; adjacent ones are one text.
const char* a() { return "SELECT " "1"; }
const wchar_t* b() { return L"é"; }
const char16_t* c() { return u"€"; }
const char32_t* d() { return U"x"; }
const char* e() { return R"(a "b")"; }
const char* g() { return __func__; }
// facts:
// function a () text-literals.cpp:2
//   Block
//     Return @2
//       Text "SELECT 1"
// function b () text-literals.cpp:3
//   Block
//     Return @3
//       Text "é"
// function c () text-literals.cpp:4
//   Block
//     Return @4
//       Text "€"
// function d () text-literals.cpp:5
//   Block
//     Return @5
//       Text "x"
// function e () text-literals.cpp:6
//   Block
//     Return @6
//       Text "a \"b\""
// function g () text-literals.cpp:7
//   Block
//     Return @7
//       Text "g"
