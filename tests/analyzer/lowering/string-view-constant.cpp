// A constexpr string_view or char array is its text, also when a function made it.
#include <db.h>
constexpr std::string_view kInsert = "INSERT INTO t";
constexpr char kRaw[] = "DELETE";
struct Fixed { char text[8] = {}; };
constexpr Fixed make(char c) { Fixed f; f.text[0] = c; f.text[1] = 't'; return f; }
constexpr Fixed kMade = make('u');
constexpr const char* kAt = kRaw + 2;
void use(std::string_view, const char*, Fixed, const char*);
void f() { use(kInsert, kRaw, kMade, kAt); }
// facts:
// class Fixed
//   field text: char[8]
//     List
// global kInsert constant string-view-constant.cpp:3
//   Text "INSERT INTO t"
// global kRaw constant string-view-constant.cpp:4
//   Text "DELETE"
// global kMade constant string-view-constant.cpp:7
//   List text
//     Text "ut"
// global kAt constant string-view-constant.cpp:8
//   Text "LETE"
// function Fixed::Fixed () string-view-constant.cpp:5
//   Block
//     Assign
//       Field text
//         This
//       List
// function make (char) string-view-constant.cpp:6
//   param c: char
//   Block
//     Declare f#0
//       Construct Fixed::Fixed @6
//     Assign
//       Index
//         Field text
//           Local f#0
//         Number 0
//       Param c
//     Assign
//       Index
//         Field text
//           Local f#0
//         Number 1
//       Number 116
//     Return @6
//       Construct Fixed::Fixed @6 move
//         Local f#0
// function f () string-view-constant.cpp:10
//   Block
//     Call use @10
//       Construct std::string_view::string_view @10 copy
//         Global c:string-view-constant.cpp@kInsert
//       Global c:string-view-constant.cpp@kRaw
//       Construct Fixed::Fixed @10 copy
//         Global c:string-view-constant.cpp@kMade
//       Global c:string-view-constant.cpp@kAt
