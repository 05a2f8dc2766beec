// What is bound to a reference to non-const is handed over as a place; what is bound to const or by value is not.
#include <db.h>
void fill(int& out, const int& in, int copy);
void f(int x) { fill(x, x, x); }
// facts:
// function f (int) reference-argument.cpp:4
//   param x: int
//   Block
//     Call fill @4
//       AddressOf
//         Param x
//       Param x
//       Param x
