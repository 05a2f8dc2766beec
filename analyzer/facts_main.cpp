// touchgraph-facts FILE [clang arguments…]: prints the facts of one source file, for looking at the lowering.
#include "analyzer/analyze.h"

#include <fstream>
#include <iostream>
#include <iterator>

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "touchgraph-facts: error: usage: touchgraph-facts FILE [clang arguments]\n";
    return 2;
  }
  std::ifstream in(argv[1], std::ios::binary);
  if (!in) {
    std::cerr << "touchgraph-facts: error: cannot read " << argv[1] << "\n";
    return 2;
  }
  const std::string code(std::istreambuf_iterator<char>(in), {});
  const touchgraph::UnitFacts facts = touchgraph::walkSource(code, argv[1], {argv + 2, argv + argc});
  std::cout << touchgraph::printFacts(facts);
  return facts.errors.empty() ? 0 : 2;
}
