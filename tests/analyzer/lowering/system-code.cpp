// Bodies in system headers are not walked; what they instantiate of user code is.
#include <db.h>
struct Repo { Db& db; template <class T> Repo(Db& d, T t) : db(d) { db.bind(1, t); } };
void f(Db& db) { auto r = std::make_unique<Repo>(db, 2); }
// facts:
// class Repo
//   field db: Db &
// function Repo::Repo (Db &, int) system-code.cpp:3 instance
//   param d: Db & (reference)
//   param t: int
//   Block
//     Assign
//       Field db
//         This
//       AddressOf
//         Param d
//     Call Db::bind @3 receiver
//       Field db
//         This
//       Number 1
//       Param t
//       Number 1
// function f (Db &) system-code.cpp:4
//   param db: Db & (reference)
//   Block
//     Declare r#0
//       Call std::make_unique <c:@S@Repo> <c:@S@Db> @4
//         AddressOf
//           Param db
//         Number 2
