// A GNU statement expression is a block; ?: without a middle names its condition twice.
int next();
int f(int a) {
  int x = ({ int t = next(); t + 1; });
  return a ?: x;
}
// facts:
// function f (int) statement-expression.cpp:3
//   param a: int
//   Block
//     Declare x#1
//       Block
//         Declare t#0
//           Call next @4
//         Binary +
//           Local t#0
//           Number 1
//     Return @5
//       Choice
//         Param a
//         Param a
//         Local x#1
