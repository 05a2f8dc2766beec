// A lambda as a function pointer or copied is still the lambda.
void each(void (*callback)(int), int n);
void f() {
  auto g = [](int) {};
  auto h = g;
  each(h, 1);
  each(+[](int) {}, 2);
}
// facts:
// function f () lambda-pointer.cpp:3
//   Block
//     Declare g#0
//       Lambda f::lambda
//     Declare h#1
//       Local g#0
//     Call each @6
//       Local h#1
//       Number 1
//     Call each @7
//       Lambda f::lambda
//       Number 2
// function f::lambda (int) lambda-pointer.cpp:4 internal
//   param : int
//   Block
// function f::lambda (int) lambda-pointer.cpp:7 internal
//   param : int
//   Block
