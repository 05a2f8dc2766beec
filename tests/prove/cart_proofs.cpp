#include "tests/prove/cart_entries.h"

/// A proofs program for the command-line test: right entries, and wrong ones when asked by its name.
int main(int argc, char** argv) {
  auto suite = cart::suite();
  if (std::string(argv[0]).find("wrong") != std::string::npos) {
    cart::wrongEntries(suite);
  } else {
    cart::rightEntries(suite);
  }
  return suite.main(argc, argv);
}
