// A default argument is filled in, at the line of the call.
#include <db.h>
void f(Db& db) {
  db.bind(1, 2);
}
// facts:
// function f (Db &) default-argument.cpp:3
//   param db: Db & (reference)
//   Block
//     Call Db::bind @4 receiver
//       Param db
//       Number 1
//       Number 2
//       Number 1
