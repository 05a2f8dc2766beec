// A temporary with a destructor dies at the end of its full expression, one bound to a reference at the end of the block.
#include <db.h>
struct Batch { Db& db; Batch& add(int); ~Batch(); };
Batch make(Db&);
void f(Db& db) {
  make(db).add(1);
  make(db);
  const Batch& kept = make(db);
}
// facts:
// class Batch
//   field db: Db &
// function f (Db &) temporary.cpp:5
//   param db: Db & (reference)
//   Block
//     Block
//       Call Batch::add @6 receiver
//         Block
//           Declare #0
//             Call make @6
//               AddressOf
//                 Param db
//           Local #0
//         Number 1
//       Call Batch::~Batch @6 receiver
//         Local #0
//     Block
//       Declare #1
//         Call make @7
//           AddressOf
//             Param db
//       Call Batch::~Batch @7 receiver
//         Local #1
//     Declare kept#2
//       Call make @8
//         AddressOf
//           Param db
//     ScopeExit
//       Call Batch::~Batch @8 receiver
//         Local kept#2
