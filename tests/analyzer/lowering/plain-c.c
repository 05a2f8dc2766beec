// C: structs, enums, out-pointers, function pointers in tables.
typedef struct db db;
int db_prepare(db *d, const char *sql, void **out);
enum { COL_ID = 3 };
struct op { const char *name; int (*run)(db *, int); };
static int add(db *d, int id) { void *st; if (db_prepare(d, "INSERT", &st) != 0) return -1; return id + COL_ID; }
static const struct op ops[] = {{"add", add}, {.name = "none", .run = 0}};
int f(db *d, int i) { return ops[i].run(d, i); }
// facts:
// class op
//   field name: const char *
//   field run: int (*)(db *, int)
// enum  COL_ID
// global ops constant plain-c.c:7
//   List
//     List name,run
//       Text "add"
//       FunctionRef add
//     List name,run
//       Text "none"
//       Null
// function add (db *, int) plain-c.c:6 static internal
//   param d: db * (reference)
//   param id: int
//   Block
//     Declare st#0
//     If
//       Binary !=
//         Call db_prepare @6
//           Param d
//           Text "INSERT"
//           AddressOf
//             Local st#0
//         Number 0
//       Block
//         Return @6
//           Number -1
//       Block
//     Return @6
//       Binary +
//         Param id
//         Number 3 COL_ID
// function f (db *, int) plain-c.c:8
//   param d: db * (reference)
//   param i: int
//   Block
//     Return @8
//       CallValue @8
//         Field run
//           Index
//             Global c:plain-c.c@ops
//             Param i
//         Param d
//         Param i
