// if with a declaration, an initialiser, a constant condition; the declarations come before, in a block.
int next(int);
void sink(int);
template <int N> void pick() { if constexpr (N > 1) sink(1); else sink(2); }
void f(int x) {
  if (int n = next(x)) sink(n);
  if (int n = next(x); n > 2) sink(n); else sink(0);
  if (x && !next(x) || x < 3) sink(x);
  pick<2>();
}
// facts:
// function pick () conditions.cpp:4 instance
//   Block
//     Call sink @4
//       Number 1
// function f (int) conditions.cpp:5
//   param x: int
//   Block
//     Block
//       Declare n#0
//         Call next @6
//           Param x
//       If
//         Local n#0
//         Block
//           Call sink @6
//             Local n#0
//         Block
//     Block
//       Declare n#1
//         Call next @7
//           Param x
//       If
//         Binary >
//           Local n#1
//           Number 2
//         Block
//           Call sink @7
//             Local n#1
//         Block
//           Call sink @7
//             Number 0
//     If
//       Binary ||
//         Binary &&
//           Param x
//           Unary !
//             Call next @8
//               Param x
//         Binary <
//           Param x
//           Number 3
//       Block
//         Call sink @8
//           Param x
//       Block
//     Call pick <2> @9
