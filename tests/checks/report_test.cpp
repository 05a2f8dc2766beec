#include "checks/report.h"
#include "checks/check.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace touchgraph {
namespace {

Report sample() {
  Report report;
  Finding finding;
  finding.code = "TG310";
  finding.message = "mutation 'm' makes <q> stale";
  finding.hint = "add\n.await";
  finding.site = {"src/a,b.cpp", "shop::add", 12};
  finding.mutation = "m";
  finding.query = "q";
  report.findings.push_back(finding);
  finding.code = "TG409";
  finding.severity = Severity::Note;
  report.findings.push_back(finding);
  finding.code = "TG406";
  finding.severity = Severity::Error;
  finding.suppressed = "known";
  report.findings.push_back(finding);
  return report;
}

TEST(Report, Text) {
  EXPECT_EQ(reportText(sample(), {}),
            "src/a,b.cpp:12: error: mutation 'm' makes <q> stale [TG310]\n  add\n  .await\n"
            "src/a,b.cpp:12: note: mutation 'm' makes <q> stale [TG409]\n  add\n  .await\n");
  EXPECT_EQ(countsText(sample()), "1 error, 1 note, 1 suppressed");
  EXPECT_EQ(countsText({}), "no findings");
}

TEST(Report, Json) {
  const auto json = nlohmann::json::parse(reportJson(sample()));
  ASSERT_EQ(json["findings"].size(), 3u);
  EXPECT_EQ(json["findings"][0]["code"], "TG310");
  EXPECT_EQ(json["findings"][0]["line"], 12);
  EXPECT_TRUE(json["findings"][0]["suppressed"].is_null());
  EXPECT_EQ(json["findings"][2]["suppressed"], "known");
  EXPECT_EQ(json["incomplete"], false);
  EXPECT_EQ(nlohmann::json::parse(reportJson({}))["findings"].size(), 0u);
}

TEST(Report, Sarif) {
  const auto json = nlohmann::json::parse(reportSarif(sample()));
  const auto& run = json["runs"][0];
  EXPECT_EQ(json["version"], "2.1.0");
  EXPECT_EQ(run["tool"]["driver"]["rules"].size(), rules().size());
  const auto& result = run["results"][0];
  EXPECT_EQ(run["tool"]["driver"]["rules"][result["ruleIndex"].get<std::size_t>()]["id"], result["ruleId"]);
  EXPECT_EQ(result["locations"][0]["physicalLocation"]["region"]["startLine"], 12);
  EXPECT_EQ(run["results"][2]["suppressions"][0]["justification"], "known");
  Report incomplete;
  incomplete.incomplete = true;
  EXPECT_EQ(nlohmann::json::parse(reportSarif(incomplete))["runs"][0]["invocations"][0]["executionSuccessful"], false);
}

TEST(Report, Github) {
  EXPECT_EQ(reportGithub(sample()),
            "::error file=src/a%2Cb.cpp,line=12,title=TG310::mutation 'm' makes <q> stale%0Aadd%0A.await\n"
            "::notice file=src/a%2Cb.cpp,line=12,title=TG409::mutation 'm' makes <q> stale%0Aadd%0A.await\n");
}

TEST(Report, Junit) {
  const std::string text = reportJunit(sample());
  EXPECT_NE(text.find("failures=\"1\" errors=\"0\""), std::string::npos);
  EXPECT_NE(
      text.find("<failure type=\"TG310\" message=\"mutation 'm' makes &lt;q&gt; stale\">add&#10;.await</failure>"),
      std::string::npos)
      << text;
  Report incomplete;
  incomplete.incomplete = true;
  EXPECT_NE(reportJunit(incomplete).find("errors=\"1\""), std::string::npos);
}

}  // namespace
}  // namespace touchgraph
