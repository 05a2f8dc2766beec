// A macro that hides a literal in a static of a lambda called at once gives that text; with more in it, it is a call.
struct Data { int size; char text[9]; };
struct Str { Str(const Data*); };
#define LITERAL(s) ([]() { static const Data d = {sizeof(s), s}; return Str(&d); }())
void use(Str);
void f() {
  use(LITERAL("DELETE x"));
  use([](int n) { static const Data d = {n, "other"}; return Str(&d); }(1));
}
// facts:
// class Data
//   field size: int
//   field text: char[9]
// class Str
// global f::lambda::d literal-lambda.cpp:8
// function f () literal-lambda.cpp:6
//   Block
//     Call use @7
//       Text "DELETE x"
//     Call use @8
//       CallValue @8
//         Lambda f::lambda
//         Number 1
// function f::lambda (int) literal-lambda.cpp:8 internal
//   param n: int
//   Block
//     Assign
//       Global c:@F@f#@lambda45@static@d@22
//       List size,text
//         Param n
//         Text "other"
//     Return @8
//       Construct Str::Str @8
//         AddressOf
//           Global c:@F@f#@lambda45@static@d@22
