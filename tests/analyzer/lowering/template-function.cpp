// Each instance of a template is a function; the pattern is walked only when there is none.
#include <db.h>
template <class... A> void bindAll(Db& db, A... values) { int i = 0; (db.bind(++i, values), ...); }
template <class T> void never(T& t, Db& db) { t.exec("x"); db.exec("y"); other(t); }
void f(Db& db) { bindAll(db, 1, true); }
// facts:
// function bindAll (Db &, int, bool) template-function.cpp:3 instance
//   param db: Db & (reference)
//   param values: int (pack)
//   param values: bool (pack)
//   Block
//     Declare i#0
//       Number 0
//     Block
//       Call Db::bind @3 receiver
//         Param db
//         Increment ++ prefix
//           Local i#0
//         Param values
//         Number 1
//       Call Db::bind @3 receiver
//         Param db
//         Increment ++ prefix
//           Local i#0
//         Param values
//         Number 1
// function f (Db &) template-function.cpp:5
//   param db: Db & (reference)
//   Block
//     Call bindAll @5
//       AddressOf
//         Param db
//       Number 1
//       Number 1
// function never (T &, Db &) template-function.cpp:4
//   param t: T & (reference)
//   param db: Db & (reference)
//   Block
//     Unknown dependent call to 'exec' @4
//       Param t
//       Text "x"
//     Call Db::exec @4 receiver
//       Param db
//       Construct std::string::string @4
//         Text "y"
//     Unknown dependent call to 'other' @4
//       Param t
