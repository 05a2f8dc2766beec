// A static local is a global. It is assigned in the body where its initialiser needs the body or does something.
#include <db.h>
Db& f(Db& db, int id) {
  static const char* kSql = "SELECT";
  static int first = id;
  static Db& own = Db::instance();
  { static int n = 1; n++; }
  { static int n = 2; n++; }
  db.exec(kSql);
  return own;
}
// facts:
// global f::kSql static-local.cpp:4
//   Text "SELECT"
// global f::first static-local.cpp:5
// global f::own static-local.cpp:6
//   AddressOf
//     Call Db::instance @6
// global f::n static-local.cpp:7
//   Number 1
// global f::n static-local.cpp:8
//   Number 2
// function f (Db &, int) static-local.cpp:3
//   param db: Db & (reference)
//   param id: int
//   Block
//     Assign
//       Global c:@F@f#&$@S@Db#I#@static@first@75
//       Param id
//     Assign
//       Global c:@F@f#&$@S@Db#I#@static@own@100
//       AddressOf
//         Call Db::instance @6
//     Block
//       Increment ++
//         Global c:@F@f#&$@S@Db#I#@static@n@137
//     Block
//       Increment ++
//         Global c:@F@f#&$@S@Db#I#@static@n@166
//     Call Db::exec @9 receiver
//       Param db
//       Construct std::string::string @9
//         Global c:@F@f#&$@S@Db#I#@static@kSql@45
//     Return @10
//       Global c:@F@f#&$@S@Db#I#@static@own@100
