// Functions and methods named as values, and called through pointers.
#include <db.h>
struct Repo { void save(int); static void all(Db&); };
void add(Db&);
void f(Db& db, Repo& repo, bool c) {
  void (*p)(Db&) = c ? &add : Repo::all;
  p(db);
  (*p)(db);
  void (Repo::*m)(int) = &Repo::save;
  (repo.*m)(1);
  (&repo->*m)(2);
}
// facts:
// class Repo
// function f (Db &, Repo &, bool) function-values.cpp:5
//   param db: Db & (reference)
//   param repo: Repo & (reference)
//   param c: bool
//   Block
//     Declare p#0
//       Choice
//         Param c
//         FunctionRef add
//         FunctionRef Repo::all
//     CallValue @7
//       Local p#0
//       AddressOf
//         Param db
//     CallValue @8
//       Local p#0
//       AddressOf
//         Param db
//     Declare m#1
//       FunctionRef Repo::save
//     CallValue @10 receiver
//       Local m#1
//       Param repo
//       Number 1
//     CallValue @11 receiver
//       Local m#1
//       AddressOf
//         Param repo
//       Number 2
