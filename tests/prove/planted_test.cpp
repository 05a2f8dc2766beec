#include "tests/prove/cart_entries.h"
#include "tests/prove/todo_entries.h"

#include <gtest/gtest.h>

#include <set>

namespace touchgraph::prove {
namespace {

/// Every entry's verdict, worst first over the laws about it.
std::map<std::string, Verdict> worst(const Report& report) {
  std::map<std::string, Verdict> out;
  for (const LawResult& result : report.results) {
    if (result.query.empty() || (result.law != "commute" && result.law != "pure" && result.law != "pairs")) continue;
    const std::string key = result.mutation + " x " + result.query + " [" + result.variant + "]";
    const auto [found, fresh] = out.try_emplace(key, result.verdict);
    if (!fresh && result.verdict == Verdict::Refuted) found->second = Verdict::Refuted;
  }
  return out;
}

Options only(std::vector<std::string> laws) {
  Options options;
  options.laws = std::move(laws);
  return options;
}

std::size_t expectAllRefuted(const Report& report) {
  EXPECT_TRUE(report.errors.empty()) << report.text();
  std::size_t refuted = 0;
  for (const auto& [entry, verdict] : worst(report)) {
    EXPECT_EQ(verdict, Verdict::Refuted) << entry;
    refuted += verdict == Verdict::Refuted ? 1 : 0;
  }
  for (const LawResult& result : report.results) {
    if (result.verdict == Verdict::Refuted) EXPECT_LE(result.rows, 9u) << "not shrunk\n" << result.counterexample;
  }
  return refuted;
}

TEST(Planted, WrongTransformsAreRefuted) {
  auto todos = todo::suite();
  todo::wrongEntries(todos);
  auto carts = cart::suite();
  cart::wrongEntries(carts);
  const std::size_t refuted =
      expectAllRefuted(todos.run(only({"commute"}))) + expectAllRefuted(carts.run(only({"commute"})));
  EXPECT_GE(refuted, 60u);
}

TEST(Planted, ImpureTransformsAreRefused) {
  auto todos = todo::suite();
  todo::impureEntries(todos);
  const Report report = todos.run(only({"commute", "pure"}));
  expectAllRefuted(report);
  const LawResult* clock = report.find("add", "open", "pure", "reads the clock");
  ASSERT_NE(clock, nullptr);
  EXPECT_NE(clock->counterexample.find("it calls time"), std::string::npos) << clock->counterexample;
  const LawResult* library = report.find("finish", "open", "pure", "reads the clock through the C++ library");
  ASSERT_NE(library, nullptr);
  EXPECT_NE(library->counterexample.find("clock_gettime"), std::string::npos) << library->counterexample;
}

TEST(Planted, RightTransformsAreNeverFlagged) {
  auto todos = todo::suite();
  todo::rightEntries(todos);
  auto carts = cart::suite();
  cart::rightEntries(carts);
  std::set<std::string> entries;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Options options;
    options.seed = seed;
    for (const Report& report : {todos.run(options), carts.run(options)}) {
      EXPECT_TRUE(report.clean()) << report.text();
      for (const auto& [entry, verdict] : worst(report)) entries.insert(entry);
    }
  }
  EXPECT_GE(entries.size(), 24u);  // the shop's own entries are proved beside these
}

}  // namespace
}  // namespace touchgraph::prove
