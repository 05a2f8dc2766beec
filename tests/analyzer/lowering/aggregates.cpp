// An aggregate is a list with the names of the members that are written; zero-filled ones are left out, defaults kept.
struct Inner { int x, y; };
struct Row : Inner { const char* name; int n = 3; int& place; };
union Value { int number; const char* text; };
void use(const Row&, Value, int);
void f(int v) {
  use(Row{{1, 2}, "a", 4, v}, Value{.text = "t"}, int{5});
  Row r{.place = v};
  int a[3] = {1, 2};
  char text[] = "abc";
}
// facts:
// class Inner
//   field x: int
//   field y: int
// class Row
//   base c:@S@Inner
//   field name: const char *
//   field n: int
//     Number 3
//   field place: int &
// class Value
//   field number: int
//   field text: const char *
// function f (int) aggregates.cpp:6
//   param v: int
//   Block
//     Call use @7
//       List ,name,n,place
//         List x,y
//           Number 1
//           Number 2
//         Text "a"
//         Number 4
//         AddressOf
//           Param v
//       List text
//         Text "t"
//       Number 5
//     Declare r#0
//       List ,n,place
//         List
//         Number 3
//         AddressOf
//           Param v
//     Declare a#1
//       List
//         Number 1
//         Number 2
//     Declare text#2
//       Text "abc"
