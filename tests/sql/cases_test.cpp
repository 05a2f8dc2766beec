#include "tests/sql/case_file.h"
#include "tests/sql/notation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

namespace touchgraph::sql {
namespace {

class Cases : public testing::TestWithParam<std::string> {};

TEST_P(Cases, EffectsAreAsWritten) {
  CaseFile file = loadCases(GetParam());
  Reader reader(schemaOf(file), file.dialect);
  for (const SchemaError& error : reader.errors()) ADD_FAILURE() << error.file << ":" << error.line << ": " << error.message;
  bool update = std::getenv("TOUCHGRAPH_UPDATE") != nullptr;
  std::string rewritten;
  std::size_t n = 0;
  for (const CaseLine& line : file.lines) {
    rewritten += line.text + "\n";
    if (!line.is_case) continue;
    std::string actual = notation(reader.read(line.sql, file.dialect));
    rewritten += "= " + actual + "\n";
    std::string expected = n < file.expected.size() ? file.expected[n] : "(missing)";
    ++n;
    if (!update) EXPECT_EQ(expected, actual) << line.text;
  }
  EXPECT_TRUE(update || n == file.expected.size()) << "cases and expectations differ in number";
  EXPECT_GT(n, 0u);
  if (update) std::ofstream(file.path) << rewritten;
}

INSTANTIATE_TEST_SUITE_P(Files, Cases, testing::ValuesIn(caseFiles()), [](const testing::TestParamInfo<std::string>& info) {
  std::string name = std::filesystem::path(info.param).stem().string();
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
}  // namespace touchgraph::sql
