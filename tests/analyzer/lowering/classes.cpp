// Classes with their bases, fields and overridden methods; a library's base is known by name alone.
#include <db.h>
struct Store { virtual ~Store() = default; virtual void put(int) = 0; };
struct SqlStore : Store, Db { void put(int n) override { bind(n, 1); } const char* table = "t"; Store* next; };
// facts:
// class Store
// class Db
// class SqlStore
//   base c:@S@Store
//   base c:@S@Db
//   field table: const char *
//     Text "t"
//   field next: Store *
// function Store::~Store () classes.cpp:3 virtual
//   Block
// function SqlStore::put (int) classes.cpp:4 virtual
//   overrides c:@S@Store@F@put#I#
//   param n: int
//   Block
//     Call Db::bind @4 receiver
//       This
//       Param n
//       Number 1
//       Number 1
// function SqlStore::~SqlStore () classes.cpp:4 virtual
//   overrides c:@S@Store@F@~Store#
//   Block
