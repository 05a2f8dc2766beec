// Each file in lowering/ is a snippet, a claim on its first line, and below `// facts:` what printFacts says of it.
// TOUCHGRAPH_REFRESH=1 writes that part anew; read the diff.
#include "analyzer/analyze.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace touchgraph {
namespace {

namespace fs = std::filesystem;

constexpr const char* kMark = "// facts:\n";

std::vector<std::string> snippets() {
  std::vector<std::string> out;
  for (const auto& entry : fs::directory_iterator(LOWERING_DIRECTORY))
    if (entry.path().extension() == ".cpp" || entry.path().extension() == ".c")
      out.push_back(entry.path().filename().string());
  std::sort(out.begin(), out.end());
  return out;
}

std::string readFile(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

class Lowering : public ::testing::TestWithParam<std::string> {};

TEST_P(Lowering, says) {
  const fs::path file = fs::path(LOWERING_DIRECTORY) / GetParam();
  const std::string all = readFile(file);
  const std::size_t mark = all.find(kMark);
  const std::string code = all.substr(0, mark);
  ASSERT_TRUE(code.starts_with("// ")) << "line 1 is the claim";
  std::vector<std::string> arguments = {"-isystem", LOWERING_DIRECTORY "/mock"};
  if (file.extension() == ".cpp") arguments.push_back("-std=c++23");

  const UnitFacts facts = walkSource(code, GetParam(), arguments);
  std::istringstream lines(printFacts(facts));
  std::string line, actual;
  std::getline(lines, line);  // the unit's name
  while (std::getline(lines, line)) actual += "// " + line + "\n";

  // What is printed is also what a cache entry gives back.
  const auto again = decodeFacts(encodeFacts(facts));
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(printFacts(*again), printFacts(facts));

  const std::string expected = mark == std::string::npos ? "" : all.substr(mark + std::string(kMark).size());
  if (std::getenv("TOUCHGRAPH_REFRESH") != nullptr && expected != actual) {
    std::ofstream(file, std::ios::binary) << code << kMark << actual;
    GTEST_SKIP() << "refreshed";
  }
  EXPECT_EQ(actual, expected);
}

INSTANTIATE_TEST_SUITE_P(Snippets, Lowering, ::testing::ValuesIn(snippets()), [](const auto& info) {
  std::string name = info.param.substr(0, info.param.find('.'));
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
}  // namespace touchgraph
