// Members of an anonymous struct or union are members of what holds it.
struct Cell { int kind; union { int number; const char* text; }; };
int f(Cell& c) { c.text = "x"; return c.number; }
// facts:
// class Cell
//   field kind: int
//   field : Cell::(anonymous)
// class Cell
//   field number: int
//   field text: const char *
// function f (Cell &) anonymous-members.cpp:3
//   param c: Cell & (reference)
//   Block
//     Assign
//       Field text
//         Param c
//       Text "x"
//     Return @3
//       Field number
//         Param c
