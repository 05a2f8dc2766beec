// A const integer whose value comes from a call stays a variable.
int next();
const int kStart = next();
int f() { const int here = next(); return here + kStart; }
// facts:
// global kStart constant constant-from-call.cpp:3
//   Call next @3
// function kStart  = … constant-from-call.cpp:3 internal
//   Block
//     Call next @3
// function f () constant-from-call.cpp:4
//   Block
//     Declare here#0
//       Call next @4
//     Return @4
//       Binary +
//         Local here#0
//         Global c:constant-from-call.cpp@kStart
