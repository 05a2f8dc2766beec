// try with handlers, throw as statement and as expression, goto and assembler by name.
struct Error { int code; };
void risky();
int f(int n) {
  try { risky(); } catch (const Error& e) { return e.code; } catch (...) { throw; }
  if (n == 1) goto out;
  asm volatile("nop" : : "r"(n));
  return n ? n : throw Error{1};
out:
  return 0;
}
// facts:
// class Error
//   field code: int
// function f (int) try-throw.cpp:4
//   param n: int
//   Block
//     Try
//       Block
//         Call risky @5
//       Block
//         Declare e#0
//         Return @5
//           Field code
//             Local e#0
//       Block
//         Throw @5
//     If
//       Binary ==
//         Param n
//         Number 1
//       Block
//         Unknown goto @6
//       Block
//     Unknown assembler @7
//       Param n
//     Return @8
//       Choice
//         Param n
//         Param n
//         Throw @8
//           List code
//             Number 1
//     Return @10
//       Number 0
