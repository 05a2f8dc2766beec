// The encoding of facts: the same bytes for the same facts, and nothing from bytes that are not facts.
#include "analyzer/analyze.h"

#include <gtest/gtest.h>

namespace touchgraph {
namespace {

UnitFacts sample() {
  return walkSource(R"(
    [[clang::annotate("note", "x")]] void g(int);
    struct Base { virtual void run(int n) = 0; };
    struct Repo : Base { int id = 3; void run(int n) override { auto f = [&](int x) { g(x + n); }; f(id); } };
    const char* const kText = "DELETE";
    void broken() { nowhere(); }
  )",
                    "sample.cpp", {"-std=c++20"});
}

TEST(Facts, roundTripKeepsEverything) {
  const UnitFacts facts = sample();
  ASSERT_FALSE(facts.functions.empty());
  ASSERT_FALSE(facts.errors.empty());
  const std::string bytes = encodeFacts(facts);
  const auto again = decodeFacts(bytes);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(encodeFacts(*again), bytes);
  EXPECT_EQ(printFacts(*again), printFacts(facts));
}

TEST(Facts, emptyUnitRoundTrips) {
  const auto again = decodeFacts(encodeFacts(UnitFacts{}));
  ASSERT_TRUE(again.has_value());
  EXPECT_TRUE(again->strings.empty());
}

TEST(Facts, walkingTwiceGivesTheSameBytes) {
  EXPECT_EQ(encodeFacts(sample()), encodeFacts(sample()));
}

TEST(Facts, everyTruncationIsRefused) {
  const std::string bytes = encodeFacts(sample());
  for (std::size_t n = 0; n < bytes.size(); n += 7) EXPECT_FALSE(decodeFacts(bytes.substr(0, n)).has_value()) << n;
  EXPECT_FALSE(decodeFacts(bytes + "x").has_value());
}

TEST(Facts, everyChangedByteIsRefused) {
  const std::string bytes = encodeFacts(sample());
  for (std::size_t i = 0; i < bytes.size(); i += 5) {
    std::string changed = bytes;
    changed[i] = static_cast<char>(changed[i] ^ 0x41);
    EXPECT_FALSE(decodeFacts(changed).has_value()) << i;
  }
}

TEST(Facts, holdNoAbsolutePath) {
  const UnitFacts facts = walkSource(
      "#include <stddef.h>\nnamespace { struct S { size_t n; }; }\nstatic int f(S s) { return s.n; }\n"
      "template <class T> void run(T t) { t(); }\nvoid g() { run([] {}); run([] {}); }",
      "sample.cpp", {"-std=c++20"});
  ASSERT_TRUE(facts.errors.empty());
  for (const std::string& text : facts.strings) EXPECT_NE(text.substr(0, 1), "/") << text;
  for (const std::string& text : facts.strings) EXPECT_EQ(text.find("/usr/"), std::string::npos) << text;
}

TEST(Facts, symbolsOfLocalInstancesDiffer) {
  const UnitFacts facts = walkSource("template <class T> void run(T t) { t(); }\nvoid g() { run([] {}); run([] {}); }",
                                     "sample.cpp", {"-std=c++20"});
  std::vector<std::string> symbols;
  for (const FunctionFacts& f : facts.functions) symbols.push_back(facts.str(f.symbol));
  EXPECT_EQ(symbols.size(), 5u);  // two instances of run, two lambdas, g
  std::sort(symbols.begin(), symbols.end());
  EXPECT_EQ(std::adjacent_find(symbols.begin(), symbols.end()), symbols.end());
}

TEST(Facts, aMissingHeaderDoesNotHideTheRest) {
  const UnitFacts facts = walkSource("#include \"nowhere.h\"\nint f() { return 1; }", "sample.cpp", {});
  ASSERT_EQ(facts.errors.size(), 1u);
  EXPECT_EQ(facts.errors[0].file, "sample.cpp");
  EXPECT_EQ(facts.errors[0].line, 1u);
  EXPECT_EQ(facts.functions.size(), 1u);
}

}  // namespace
}  // namespace touchgraph
