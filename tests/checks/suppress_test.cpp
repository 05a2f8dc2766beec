#include "checks/check.h"
#include "checks/report.h"
#include "tests/graph/make.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace touchgraph {
namespace {

using namespace make;

std::vector<Finding> run(const Config& config) {
  ProgramEffects program;
  program.functions = {mutation("cart/add", "shop::add", {touch("t", TouchOp::Update, {{"a"}})}),
                       query("q", "shop::load", {make::read("t", {{"a"}})})};
  const Graph built = graph(program, config);
  return runChecks({built, program, config});
}

TEST(Suppress, TheFindingStaysWithItsReason) {
  Config config;
  config.suppressions = {{"TG310", "cart/*", "q", "refreshed every second"}};
  const auto findings = run(config);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].suppressed, "refreshed every second");
  EXPECT_FALSE(fails(findings[0]));
}

TEST(Suppress, AnotherPairIsNotMeant) {
  Config config;
  config.suppressions = {{"TG310", "cart/*", "other", "refreshed every second"}};
  const auto findings = run(config);
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(std::count_if(findings.begin(), findings.end(), fails), 2) << "the finding, and the suppression of nothing";
}

TEST(Suppress, AMisspeltCodeIsTold) {
  Config config;
  config.path = "/p/.touchgraph.yaml";
  config.suppressions = {{"TG301O", "", "", "because"}};
  const auto findings = run(config);
  const auto unused =
      std::find_if(findings.begin(), findings.end(), [](const Finding& f) { return f.code == "TG390"; });
  ASSERT_NE(unused, findings.end());
  EXPECT_NE(unused->message.find("there is no such code, did you mean 'TG301'?"), std::string::npos) << unused->message;
  EXPECT_EQ(unused->site.file, ".touchgraph.yaml");
}

}  // namespace
}  // namespace touchgraph
