// A constructor the compiler makes has a body when it is used; copies member by member have none.
#include <db.h>
struct Config { std::string sql = "PRAGMA x"; int n; };
void use(Config);
void f() { Config c; use(c); Config d; d = c; }
// facts:
// class Config
//   field sql: std::string
//     Construct std::string::string @3 conversion
//       Text "PRAGMA x"
//   field n: int
// function Config::Config () implicit-constructor.cpp:3
//   Block
//     Assign
//       Field sql
//         This
//       Construct std::string::string @3 conversion
//         Text "PRAGMA x"
// function f () implicit-constructor.cpp:5
//   Block
//     Declare c#0
//       Construct Config::Config @5
//     Call use @5
//       Construct Config::Config @5 copy
//         Local c#0
//     Declare d#1
//       Construct Config::Config @5
//     Assign copy
//       Local d#1
//       Local c#0
