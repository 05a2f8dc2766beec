// Annotations with their arguments, of a definition and of a prototype without one; definitions inherit them.
[[clang::annotate("touchgraph.query", "cart", 3)]] int load(int id);
[[clang::annotate("touchgraph.mutation", "cart/add")]] void add(int id);
void add(int id) {}
[[clang::annotate("touchgraph.exempt")]] int counter;
// facts:
// global counter annotations.cpp:5
//   annotation "touchgraph.exempt"
// declaration c:@F@load#I#
//   annotation "touchgraph.query" "cart" "3"
// function add (int) annotations.cpp:4
//   annotation "touchgraph.mutation" "cart/add"
//   param id: int
//   Block
