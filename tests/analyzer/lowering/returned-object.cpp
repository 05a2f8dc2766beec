// An object that is returned or taken by value does not die here.
#include <db.h>
struct Batch { Db& db; ~Batch(); };
Batch make(Db& db) { return Batch{db}; }
// facts:
// class Batch
//   field db: Db &
// function make (Db &) returned-object.cpp:4
//   param db: Db & (reference)
//   Block
//     Return @4
//       List db
//         AddressOf
//           Param db
