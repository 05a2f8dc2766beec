// The line of a macro's code is that of its use.
#include <db.h>
#define RUN(db, sql) \
  do { db.exec(sql); } while (0)
void f(Db& db) {
  RUN(db, "DELETE");
}
// facts:
// function f (Db &) macro-line.cpp:5
//   param db: Db & (reference)
//   Block
//     Loop body-first
//       Number 0
//       Block
//         Call Db::exec @6 receiver
//           Param db
//           Construct std::string::string @6
//             Text "DELETE"
//       Block
