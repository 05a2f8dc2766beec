// A table of texts is a global list, indexed.
struct Row { const char* name; int n; };
const Row kRows[] = {{"a", 1}, {.name = "b"}};
const char* f(int i) { return kRows[i].name; }
// facts:
// class Row
//   field name: const char *
//   field n: int
// global kRows constant sql-table.cpp:3
//   List
//     List name,n
//       Text "a"
//       Number 1
//     List name
//       Text "b"
// function f (int) sql-table.cpp:4
//   param i: int
//   Block
//     Return @4
//       Field name
//         Index
//           Global c:sql-table.cpp@kRows
//           Param i
