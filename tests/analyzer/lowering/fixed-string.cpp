// A text given as a template argument is that text.
template <unsigned N> struct Fixed { char text[N]; constexpr Fixed(const char (&s)[N]) { for (unsigned i = 0; i != N; ++i) text[i] = s[i]; } };
void exec(const char*);
template <Fixed Sql> void run() { exec(Sql.text); }
void f() { run<"DELETE FROM t">(); }
// facts:
// class Fixed
//   field text: char[14]
// function Fixed::Fixed (const char (&)[14]) fixed-string.cpp:2 instance
//   param s: const char (&)[14]
//   Block
//     Block
//       Declare i#0
//         Number 0
//       Loop
//         Binary !=
//           Local i#0
//           Number 14
//         Block
//           Assign
//             Index
//               Field text
//                 This
//               Local i#0
//             Index
//               Param s
//               Local i#0
//         Increment ++ prefix
//           Local i#0
// function run () fixed-string.cpp:4 instance
//   Block
//     Call exec @4
//       Field text
//         List text
//           Text "DELETE FROM t"
// function f () fixed-string.cpp:5
//   Block
//     Call run @5
