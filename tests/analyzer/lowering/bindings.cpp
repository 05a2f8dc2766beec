// Structured bindings are members, elements, or calls of get on a hidden variable.
struct Row { int id; const char* name; };
Row next();
void sink(int, const char*);
void f(int (&pair)[2]) {
  auto [id, name] = next();
  sink(id, name);
  auto& [a, b] = pair;
  a = b;
}
// facts:
// class Row
//   field id: int
//   field name: const char *
// function f (int (&)[2]) bindings.cpp:5
//   param pair: int (&)[2] (reference)
//   Block
//     Declare #0
//       Call next @6
//     Call sink @7
//       Field id
//         Local #0
//       Field name
//         Local #0
//     Declare #1&
//       AddressOf
//         Param pair
//     Assign
//       Index
//         Local #1&
//         Number 0
//       Index
//         Local #1&
//         Number 1
