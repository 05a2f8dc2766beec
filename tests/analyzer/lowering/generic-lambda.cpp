// A generic lambda is lowered by its instances: one, or any of several.
#include <db.h>
void f(Db& db) {
  auto once = [&](auto x) { db.bind(1, x); };
  once(2);
  auto both = [](auto& target, auto x) { target.bind(1, x); };
  both(db, 1);
  both(db, true);
}
// facts:
// function f (Db &) generic-lambda.cpp:3
//   param db: Db & (reference)
//   Block
//     Declare once#0
//       Lambda f::lambda
//         AddressOf
//           Param db
//     CallValue @5
//       Local once#0
//       Number 2
//     Declare both#1
//       Lambda f::lambda
//     CallValue @7
//       Local both#1
//       AddressOf
//         Param db
//       Number 1
//     CallValue @8
//       Local both#1
//       AddressOf
//         Param db
//       Number 1
// function f::lambda (int) generic-lambda.cpp:4 internal instance
//   param x: int
//   Block
//     Call Db::bind @4 receiver
//       Capture 0
//       Number 1
//       Param x
//       Number 1
// function f::lambda (Db &, int) generic-lambda.cpp:6 internal instance
//   param target: Db & (reference)
//   param x: int
//   Block
//     If
//       Unknown one of several instances @6
//       Block
//         Call Db::bind @6 receiver
//           Param target
//           Number 1
//           Param x
//           Number 1
//       Block
//         Call Db::bind @6 receiver
//           Param target
//           Number 1
//           Param x
//           Number 1
