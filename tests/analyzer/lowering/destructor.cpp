// A destructor that user code wrote runs at the end of the block, of a base class too; one of the library does not show.
#include <db.h>
struct Guard { Db& db; ~Guard() { db.exec("ROLLBACK"); } };
struct Named : Guard {};
void f(Db& db) {
  Guard g{db};
  Named n{{db}};
  std::string s;
  Guard& r = g;
}
// facts:
// class Guard
//   field db: Db &
// class Named
//   base c:@S@Guard
// function Guard::~Guard () destructor.cpp:3
//   Block
//     Call Db::exec @3 receiver
//       Field db
//         This
//       Construct std::string::string @3
//         Text "ROLLBACK"
// function Named::~Named () destructor.cpp:4
//   Block
//     ScopeExit
//       Call Guard::~Guard @4 receiver
//         This
// function f (Db &) destructor.cpp:5
//   param db: Db & (reference)
//   Block
//     Declare g#0
//       List db
//         AddressOf
//           Param db
//     ScopeExit
//       Call Guard::~Guard @6 receiver
//         Local g#0
//     Declare n#1
//       List
//         List db
//           AddressOf
//             Param db
//     ScopeExit
//       Call Named::~Named @7 receiver
//         Local n#1
//     Declare s#2
//       Construct std::string::string @8
//     Declare r#3&
//       AddressOf
//         Local g#0
