// A callee carries the classes, functions and constants among its template arguments.
#include <db.h>
void handler(Db&);
struct Row { int id; };
template <auto F, class T, int N> void reg(const char*) {}
template <class T> struct Box { void put(int) {} };
void f(Box<Row>& box) { reg<&handler, Row, 3>("x"); box.put(1); }
// facts:
// class Row
//   field id: int
// class Box
// function reg (const char *) template-arguments.cpp:5 instance
//   param : const char *
//   Block
// function Box::put (int) template-arguments.cpp:6 instance
//   param : int
//   Block
// function f (Box<Row> &) template-arguments.cpp:7
//   param box: Box<Row> & (reference)
//   Block
//     Call reg <c:@F@handler#&$@S@Db#> <c:@S@Row> <3> @7
//       Text "x"
//     Call Box::put <c:@S@Row> @7 receiver
//       Param box
//       Number 1
