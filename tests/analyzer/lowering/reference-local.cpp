// A reference local stands for what it is bound to; a const one is a value.
struct Pair { int a, b; };
int f(Pair p, bool c) {
  int& x = c ? p.a : p.b;
  const int& y = p.a;
  x = 3;
  return y;
}
// facts:
// class Pair
//   field a: int
//   field b: int
// function f (Pair, bool) reference-local.cpp:3
//   param p: Pair
//   param c: bool
//   Block
//     Declare x#0&
//       AddressOf
//         Choice
//           Param c
//           Field a
//             Param p
//           Field b
//             Param p
//     Declare y#1
//       Field a
//         Param p
//     Assign
//       Local x#0&
//       Number 3
//     Return @7
//       Local y#1
