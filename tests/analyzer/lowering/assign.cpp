// Built-in assignment, also with an operator; ++ and -- before and behind; a comma is a block whose last kid is the value.
void f(int n, int* p) {
  int a;
  a = n;
  a += 2;
  p[a] = *p;
  ++a;
  a--;
  a = (n, 3);
}
// facts:
// function f (int, int *) assign.cpp:2
//   param n: int
//   param p: int * (reference)
//   Block
//     Declare a#0
//     Assign
//       Local a#0
//       Param n
//     Assign +
//       Local a#0
//       Number 2
//     Assign
//       Index
//         Param p
//         Local a#0
//       Deref
//         Param p
//     Increment ++ prefix
//       Local a#0
//     Increment --
//       Local a#0
//     Assign
//       Local a#0
//       Block
//         Param n
//         Number 3
