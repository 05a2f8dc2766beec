// A call of a std::function is a call of its operator, with the object first.
#include <db.h>
void f(Db& db, const std::function<int(Db&, int)>& callback) { callback(db, 3); }
// facts:
// function f (Db &, const std::function<int (Db &, int)> &) std-function.cpp:3
//   param db: Db & (reference)
//   param callback: const std::function<int (Db &, int)> &
//   Block
//     Call std::function::operator() @3 receiver
//       Param callback
//       AddressOf
//         Param db
//       Number 3
