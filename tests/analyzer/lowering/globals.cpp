// Variables outside functions, static members and variables of other units are globals.
#include <db.h>
extern const char* const kElsewhere;
namespace { int counter = 0; }
struct Sql { static const char* const insert; static constexpr const char* update = "UPDATE"; };
const char* const Sql::insert = "INSERT";
Db database("shop.db");
void f() { database.exec(kElsewhere); database.exec(Sql::insert); database.exec(Sql::update); counter++; }
// facts:
// class Sql
// global kElsewhere constant globals.cpp:3
// global counter globals.cpp:4
//   Number 0
// global Sql::insert constant globals.cpp:6
//   Text "INSERT"
// global Sql::update constant globals.cpp:5
//   Text "UPDATE"
// global database globals.cpp:7
//   Construct Db::Db @7
//     Text "shop.db"
// function f () globals.cpp:8
//   Block
//     Call Db::exec @8 receiver
//       Global c:@database
//       Construct std::string::string @8
//         Global c:@kElsewhere
//     Call Db::exec @8 receiver
//       Global c:@database
//       Construct std::string::string @8
//         Global c:@S@Sql@insert
//     Call Db::exec @8 receiver
//       Global c:@database
//       Construct std::string::string @8
//         Global c:@S@Sql@update
//     Increment ++
//       Global c:globals.cpp@aN@counter
