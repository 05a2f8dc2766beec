// A method with an explicit object parameter has that object as its receiver.
struct Query { template <class Self> Self& where(this Self& self, int n) { self.n = n; return self; } int n; };
void f(Query& q) { q.where(2); }
// facts:
// class Query
//   field n: int
// function Query::where (Query &, int) explicit-object.cpp:2 instance
//   param n: int
//   Block
//     Assign
//       Field n
//         This
//       Param n
//     Return @2
//       This
// function f (Query &) explicit-object.cpp:3
//   param q: Query & (reference)
//   Block
//     Call Query::where <c:@S@Query> @3 receiver
//       Param q
//       Number 2
