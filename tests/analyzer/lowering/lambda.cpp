// A lambda is a function of its own; its captures are values or places; calling it is a call of a value.
#include <db.h>
struct Repo {
  Db& db;
  void f(int id, int copy) {
    auto run = [this, &id, copy, twice = id * 2](int x) { db.bind(id, copy + twice + x); };
    run(3);
    [=] { db.bind(id, 1); }();
  }
};
// facts:
// class Repo
//   field db: Db &
// function Repo::f (int, int) lambda.cpp:5
//   param id: int
//   param copy: int
//   Block
//     Declare run#0
//       Lambda Repo::f::lambda
//         This
//         AddressOf
//           Param id
//         Param copy
//         Binary *
//           Param id
//           Number 2
//     CallValue @7
//       Local run#0
//       Number 3
//     CallValue @8
//       Lambda Repo::f::lambda
//         This
//         Param id
// function Repo::f::lambda (int) lambda.cpp:6
//   param x: int
//   Block
//     Call Db::bind @6 receiver
//       Field db
//         Capture 0
//       Capture 1
//       Binary +
//         Binary +
//           Capture 2
//           Capture 3
//         Param x
//       Number 1
// function Repo::f::lambda () lambda.cpp:8
//   Block
//     Call Db::bind @8 receiver
//       Field db
//         Capture 0
//       Capture 1
//       Number 1
//       Number 1
