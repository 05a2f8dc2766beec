// operator= made by the compiler assigns; one that is written is called.
struct Plain { int id; };
struct Own { Own& operator=(const Own&); };
void f(Plain& a, const Plain& b, Own& c, const Own& d) { a = b; c = d; }
// facts:
// class Plain
//   field id: int
// class Own
// function f (Plain &, const Plain &, Own &, const Own &) defaulted-assignment.cpp:4
//   param a: Plain & (reference)
//   param b: const Plain &
//   param c: Own & (reference)
//   param d: const Own &
//   Block
//     Assign copy
//       Param a
//       Param b
//     Call Own::operator= @4 receiver
//       Param c
//       Param d
