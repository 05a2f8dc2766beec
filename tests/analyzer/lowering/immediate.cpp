// What a consteval function returns is known.
#include <db.h>
consteval std::string_view pick(bool b) { return b ? "yes" : "no"; }
consteval int two() { return 2; }
void sink(std::string_view, int);
void f() { sink(pick(false), two()); }
// facts:
// function pick (bool) immediate.cpp:3
//   param b: bool
//   Block
//     Return @3
//       Construct std::string_view::string_view @3 conversion
//         Choice
//           Param b
//           Text "yes"
//           Text "no"
// function two () immediate.cpp:4
//   Block
//     Return @4
//       Number 2
// function f () immediate.cpp:6
//   Block
//     Call sink @6
//       Text "no"
//       Number 2
