#pragma once

#include "touchgraph/prove.h"

#include <gtest/gtest.h>

#include <string>

/// Proofs inside a GoogleTest program: each law of each pair is a test of its own.
///
///   int main(int argc, char** argv) {
///     testing::InitGoogleTest(&argc, argv);
///     touchgraph::prove::registerTests(shop::proofsSuite().program());
///     return RUN_ALL_TESTS();
///   }
namespace touchgraph::prove {

/// Runs one selection and expects it clean.
class ProofTest : public testing::Test {
 public:
  ProofTest(const Program& program, Options options) : program_(program), options_(std::move(options)) {}
  void TestBody() override {
    const Report report = run(program_, options_);
    EXPECT_TRUE(report.clean()) << report.text();
    EXPECT_FALSE(report.results.empty()) << "nothing to prove";
  }

 private:
  const Program program_;
  const Options options_;
};

/// One test for each entry with a transform, named `Prove.cart_add:cart`.
inline void registerTests(const Program& program, const Options& options = {}) {
  for (const Entry& entry : program.entries) {
    if (!entry.await.empty()) continue;
    Options one = options;
    one.pairs = {entry.mutation + ":" + entry.query};
    std::string name = entry.mutation + ":" + entry.query + (entry.variant.empty() ? "" : ":" + entry.variant);
    for (char& c : name) {
      if (c == '/' || c == '*' || c == '-' || c == ' ') c = '_';
    }
    testing::RegisterTest("Prove", name.c_str(), nullptr, nullptr, __FILE__, __LINE__,
                          [program, one]() -> testing::Test* { return new ProofTest(program, one); });
  }
}

}  // namespace touchgraph::prove
