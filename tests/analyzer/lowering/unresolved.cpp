// After an error the rest is still lowered; a call that did not compile keeps its name and its parts.
#include <db.h>
void f(Db& db) {
  db.missing(db.last());
  nowhere("x", db.last());
  db.exec("DELETE");
}
// facts:
// error unresolved.cpp:4: no member named 'missing' in 'Db'
// error unresolved.cpp:5: use of undeclared identifier 'nowhere'
// function f (Db &) unresolved.cpp:3
//   param db: Db & (reference)
//   Block
//     Unknown unresolved call to 'db.missing' @4
//       Param db
//       Call Db::last @4 receiver
//         Param db
//     Unknown unresolved call to 'nowhere' @5
//       Text "x"
//       Call Db::last @5 receiver
//         Param db
//     Call Db::exec @6 receiver
//       Param db
//       Construct std::string::string @6
//         Text "DELETE"
