// A lambda may name a constant of its function without capturing it.
#include <db.h>
void f(Db& db) {
  constexpr int kColumn = 4;
  static const char* kSql = "VACUUM";
  auto g = [&] { db.bind(kColumn, 1); db.exec(kSql); };
  g();
}
// facts:
// global f::kSql uncaptured-constant.cpp:5
//   Text "VACUUM"
// function f (Db &) uncaptured-constant.cpp:3
//   param db: Db & (reference)
//   Block
//     Declare kColumn#0
//       Number 4
//     Declare g#1
//       Lambda f::lambda
//         AddressOf
//           Param db
//     CallValue @7
//       Local g#1
// function f::lambda () uncaptured-constant.cpp:6 internal
//   Block
//     Call Db::bind @6 receiver
//       Capture 0
//       Number 4
//       Number 1
//       Number 1
//     Call Db::exec @6 receiver
//       Capture 0
//       Construct std::string::string @6
//         Global c:@F@f#&$@S@Db#@static@kSql@67
