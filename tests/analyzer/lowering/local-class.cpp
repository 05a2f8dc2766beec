// A class inside a function has methods of its own.
#include <db.h>
void f(Db& db) {
  struct Visitor { Db& db; void visit(int n) { db.bind(n, 0); } };
  Visitor v{db};
  v.visit(1);
}
// facts:
// class f::Visitor
//   field db: Db &
// function f (Db &) local-class.cpp:3
//   param db: Db & (reference)
//   Block
//     Declare v#0
//       List db
//         AddressOf
//           Param db
//     Call f::Visitor::visit @6 receiver
//       Local v#0
//       Number 1
// function f::Visitor::visit (int) local-class.cpp:4 internal
//   param n: int
//   Block
//     Call Db::bind @4 receiver
//       Field db
//         This
//       Param n
//       Number 0
//       Number 1
