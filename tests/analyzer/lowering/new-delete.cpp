// new is the construction; delete calls the destructor that user code wrote.
struct Statement { Statement(const char*); ~Statement(); };
struct Plain { int x; };
void f(Statement* old, Plain* p) {
  auto* s = new Statement("SELECT");
  delete s;
  delete p;
  auto* a = new int[4];
}
// facts:
// class Statement
// class Plain
//   field x: int
// function f (Statement *, Plain *) new-delete.cpp:4
//   param old: Statement * (reference)
//   param p: Plain * (reference)
//   Block
//     Declare s#0
//       Construct Statement::Statement @5
//         Text "SELECT"
//     Call Statement::~Statement @6 receiver
//       Local s#0
//     Unknown delete @7
//       Param p
//     Declare a#1
//       Unknown array made by new @8
//         Number 4
