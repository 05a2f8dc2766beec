// Operands that are never evaluated are not walked.
int danger();
void sink(unsigned long);
void f() {
  sink(sizeof(danger()));
  decltype(danger()) x = 1;
  bool b = noexcept(danger());
}
// facts:
// function f () unevaluated.cpp:4
//   Block
//     Call sink @5
//       Number 4
//     Declare x#0
//       Number 1
//     Declare b#1
//       Number 0
