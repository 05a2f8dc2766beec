#include "checks/check.h"
#include "tools/pages.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>

namespace touchgraph {
namespace {

TEST(Documents, EveryCodeHasAPageAndEveryPageACode) {
  std::set<std::string> codes, pages;
  for (const Rule& rule : rules()) EXPECT_TRUE(codes.insert(rule.code).second) << rule.code << " is registered twice";
  for (const auto& entry : std::filesystem::directory_iterator(TOUCHGRAPH_DOCS))
    if (entry.path().extension() == ".md") pages.insert(entry.path().stem().string());
  EXPECT_EQ(codes, pages);
  const std::vector<std::string> built_in = pageCodes();
  EXPECT_EQ(codes, std::set<std::string>(built_in.begin(), built_in.end()));
}

TEST(Documents, APageBeginsWithItsRule) {
  for (const Rule& rule : rules()) {
    const char* page = findPage(rule.code);
    ASSERT_TRUE(page) << rule.code;
    const std::string expected = std::string("# ") + rule.code + ": " + rule.title + " (" + name(rule.severity) + ")\n";
    EXPECT_EQ(std::string(page).substr(0, expected.size()), expected);
  }
}

TEST(Documents, RulesAreInOrderOfTheirCodes) {
  EXPECT_TRUE(std::is_sorted(rules().begin(), rules().end(),
                             [](const Rule& a, const Rule& b) { return std::string(a.code) < b.code; }));
}

}  // namespace
}  // namespace touchgraph
