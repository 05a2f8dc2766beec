#include "checks/prove/gtest.h"
#include "tests/prove/cart_entries.h"

/// A GoogleTest program whose tests are proofs; also the test that this way of use works.
int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  auto suite = cart::suite();
  suite.prove<&cart::removeFromCart, &cart::loadCart>(cart::removeLine);
  suite.prove<&cart::clearCart, &cart::loadCart>(cart::clearLines);
  touchgraph::prove::Options options;
  options.cases = 500;
  touchgraph::prove::registerTests(suite.program(), options);
  return RUN_ALL_TESTS();
}
