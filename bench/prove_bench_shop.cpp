#include "bench/prove_bench.h"

#include "proofs/fields.h"

#include "proofs/shop_suite.h"
#include "src/optimistic.h"

namespace bench {

void shop() {
  auto suite = ::shop::proofsSuite();
  suite.prove(::shop::addToCartOptimistic);
  touchgraph::prove::Options options;
  options.laws = {"commute"};
  options.cases = 100000;
  options.pairs = {"cart/add:cart"};
  measure("random, the shop's cart/add x cart", suite.program(), options);
}

}  // namespace bench
