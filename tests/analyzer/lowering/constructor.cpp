// A constructor's body begins with its bases and members, in the order they are initialised, defaults included.
#include <db.h>
struct Base { Base(int); };
struct Repo : Base {
  Db& db;
  int limit = 10;
  std::string sql;
  Repo(Db& d) : Base(1), sql("SELECT"), db(d) { db.exec(sql); }
  Repo() : Repo(Db::instance()) {}
};
// facts:
// class Base
// class Repo
//   base c:@S@Base
//   field db: Db &
//   field limit: int
//     Number 10
//   field sql: std::string
// function Repo::Repo (Db &) constructor.cpp:8
//   param d: Db & (reference)
//   Block
//     Call Base::Base @8 receiver
//       This
//       Number 1
//     Assign
//       Field db
//         This
//       AddressOf
//         Param d
//     Assign
//       Field limit
//         This
//       Number 10
//     Assign
//       Field sql
//         This
//       Construct std::string::string @8
//         Text "SELECT"
//     Call Db::exec @8 receiver
//       Field db
//         This
//       Field sql
//         This
// function Repo::Repo () constructor.cpp:9
//   Block
//     Call Repo::Repo @9 receiver
//       This
//       AddressOf
//         Call Db::instance @9
