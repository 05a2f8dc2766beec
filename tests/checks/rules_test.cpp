#include "checks/check.h"
#include "tests/graph/make.h"

#include <gtest/gtest.h>

namespace touchgraph {
namespace {

using namespace make;

/// Runs all rules and looks at those of one code: each hit has a near miss beside it that stays silent.
class Rules : public testing::Test {
 protected:
  std::vector<Finding> findings(const std::string& code) {
    built_ = graph(program, config);
    CheckInput input{built_, program, config};
    input.tables = tables;
    input.schema_problems = schema_problems;
    input.committed = committed;
    input.committed_path = "touchgraph.json";
    input.verdicts = verdicts;
    input.fingerprints = fingerprints;
    input.sources_changed = sources_changed;
    std::vector<Finding> result;
    for (Finding& finding : runChecks(input))
      if (finding.code == code) result.push_back(std::move(finding));
    return result;
  }
  std::size_t count(const std::string& code) { return findings(code).size(); }
  std::string message(const std::string& code) {
    const auto found = findings(code);
    return found.empty() ? "" : found[0].message;
  }

  /// `m` updates `t.a`; `q` reads it, with an entry.
  void pair() {
    program.functions = {mutation("m", "f", {touch("t", TouchOp::Update, {{"a"}})}),
                         query("q", "g", {make::read("t", {{"a"}})})};
    program.optimistic = {entry("f", "g")};
  }

  ProgramEffects program;
  Config config;
  std::vector<std::string> tables;
  std::vector<SchemaProblem> schema_problems;
  std::optional<Graph> committed;
  std::optional<Verdicts> verdicts;
  std::map<std::pair<std::string, std::string>, std::string> fingerprints;
  bool sources_changed = false;
  Graph built_;
};

TEST_F(Rules, TG301_CommittedGraphDiffers) {
  pair();
  committed = graph(program);
  EXPECT_EQ(count("TG301"), 0u);
  committed->edges.clear();
  EXPECT_EQ(message("TG301"), "edge m → q: added: q: t update {a}");
}

TEST_F(Rules, TG310_MissingEntry) {
  pair();
  EXPECT_EQ(count("TG310"), 0u);
  program.optimistic.clear();
  const auto found = findings("TG310");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].message,
            "mutation 'm' makes query 'q' stale and has no optimistic entry for it; witness: t update {a}");
  EXPECT_EQ(found[0].site.file, "src/a.cpp") << "the handler's file, as there are no entries yet";
  EXPECT_NE(found[0].hint.find("inline const auto fOptimistic = touchgraph::optimistic<&f>()\n        .await<&g>("),
            std::string::npos)
      << found[0].hint;
}

TEST_F(Rules, TG310_PointsAtTheMutationsOtherEntries) {
  pair();
  program.functions.push_back(query("r", "h", {make::read("t", {{"a"}})}));
  const auto found = findings("TG310");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].query, "r");
  EXPECT_EQ(found[0].site.file, "src/optimistic.h");
  EXPECT_EQ(found[0].site.line, 12u);
  EXPECT_NE(found[0].hint.find(".predict<&h>([](auto shown, const In& in)"), std::string::npos) << found[0].hint;
}

TEST_F(Rules, TG310_AwaitIsAnEntry) {
  pair();
  program.optimistic = {entry("f", "g", OptimisticEntry::Kind::Await)};
  EXPECT_EQ(count("TG310"), 0u);
}

TEST_F(Rules, TG312_StaleEntry) {
  pair();
  EXPECT_EQ(count("TG312"), 0u);
  program.functions[1].all.reads[0].columns = {{"b"}};
  EXPECT_EQ(message("TG312"), "optimistic entry of mutation 'm' for query 'q', which it does not make stale");
  program.functions[1].annotations.clear();
  EXPECT_EQ(message("TG312"), "optimistic entry of mutation 'm' for 'g', which is no query of the graph");
  program.functions[0].annotations.clear();
  EXPECT_EQ(message("TG312"), "optimistic entry for 'f', which is no mutation of the graph");
}

TEST_F(Rules, TG320_OnlyWhenRequired) {
  pair();
  EXPECT_EQ(count("TG320"), 0u);
  config.proofs.required = true;
  EXPECT_EQ(count("TG320"), 1u) << "no file";
  Verdict good{"m", "q", "", "commute", "", "sampled", "sampled 4000, seed 1", "code:1"};
  verdicts = Verdicts{{good}, {}};
  fingerprints[{"m", "q"}] = "code:1";
  EXPECT_EQ(count("TG320"), 0u);
  verdicts->list.push_back({"m", "", "", "atomic", "", "sampled", "", "code:5"});
  fingerprints[{"m", ""}] = "code:5";
  EXPECT_EQ(count("TG320"), 0u) << "a law about the mutation alone has a fingerprint of its own";
  fingerprints[{"m", "q"}] = "code:2";
  EXPECT_NE(message("TG320").find("older than the code"), std::string::npos);
}

TEST_F(Rules, TG320_RefutedVacuousOrNone) {
  pair();
  config.proofs.required = true;
  Verdict verdict{"m", "q", "", "commute", "", "refuted", "2 is not 3", ""};
  verdicts = Verdicts{{verdict}, {}};
  EXPECT_NE(message("TG320").find("is refuted by law 'commute': 2 is not 3"), std::string::npos);
  verdicts->list[0].verdict = "vacuous";
  EXPECT_NE(message("TG320").find("vacuous"), std::string::npos);
  verdicts->list[0].verdict = "unproved";
  EXPECT_NE(message("TG320").find("has no verdict"), std::string::npos);
  verdicts->list[0].verdict = "exhausted";
  EXPECT_EQ(count("TG320"), 0u);
  sources_changed = true;
  EXPECT_EQ(count("TG320"), 1u) << "a verdict of the runner alone goes by the files it names";
  sources_changed = false;
  verdicts->list.push_back({"m", "another", "", "frame", "", "refuted", "", ""});
  EXPECT_EQ(count("TG320"), 0u) << "a verdict about another query";
  verdicts->list[0].variant = "another";
  EXPECT_EQ(count("TG320"), 1u) << "a verdict about another transform";
}

TEST_F(Rules, TG320_AwaitNeedsNoProof) {
  pair();
  config.proofs.required = true;
  program.optimistic = {entry("f", "g", OptimisticEntry::Kind::Await)};
  EXPECT_EQ(count("TG320"), 0u);
}

TEST_F(Rules, TG402_WriteOutsideTheDeclaration) {
  FunctionEffects f = function("f", {{"touchgraph.touches", "t.a"}});
  f.all.touches = {touch("t", TouchOp::Update, {{"a"}})};
  program.functions = {f};
  EXPECT_EQ(count("TG402"), 0u);
  program.functions[0].all.touches[0].columns = {{"a", "b"}};
  EXPECT_EQ(message("TG402"), "f writes t update {a, b}, which its declaration at src/a.cpp:3 does not name");
  program.functions[0].all.touches = {touch("t", TouchOp::Delete)};
  EXPECT_EQ(count("TG402"), 1u) << "a column is no leave to delete";
  program.functions[0].annotations = {{"touchgraph.touches", "t"}};
  EXPECT_EQ(count("TG402"), 0u);
}

TEST_F(Rules, TG403_DeclaredButNeverFound) {
  FunctionEffects f = function("f", {{"touchgraph.touches", "t", "u.a"}});
  f.all.touches = {touch("t", TouchOp::Insert)};
  program.functions = {f};
  EXPECT_EQ(message("TG403"), "f declares a touch of u.a, which it never makes");
  program.functions[0].all.unresolved = {unresolved(Unresolved::Kind::Touch, "f", "why")};
  EXPECT_EQ(count("TG403"), 0u) << "the unresolved site may be it";
  program.functions[0].all = {};
  EXPECT_EQ(count("TG403"), 0u) << "nothing is known of the body";
}

TEST_F(Rules, TG404_StatementNamesAnUnknownTable) {
  tables = {"items", "users"};
  Unresolved u = unresolved(Unresolved::Kind::Touch, "f", "table 'itmes' is not in the schema");
  u.code = "TG404";
  FunctionEffects f = mutation("m", "f", {});
  f.all.unresolved = f.own.unresolved = {u};
  program.functions = {f};
  EXPECT_EQ(message("TG404"),
            "table 'itmes' is not in the schema, did you mean 'items'?: db.exec(text) (reached from m)");
  EXPECT_EQ(count("TG406"), 0u) << "it is told once";
  program.functions[0].all.unresolved[0].code = "";
  EXPECT_EQ(count("TG404"), 0u);
  EXPECT_EQ(count("TG406"), 1u);
}

TEST_F(Rules, TG404_ConfigNamesAnUnknownTable) {
  config.path = "/p/.touchgraph.yaml";
  config.domains = {{"cart", {"carts", "cart_item"}}};
  EXPECT_EQ(count("TG404"), 0u) << "without a schema no table is unknown";
  tables = {"cart_items", "carts"};
  EXPECT_EQ(message("TG404"),
            "domain 'cart' names table 'cart_item', which is not in the schema, did you mean 'cart_items'?");
  config.domains = {{"cart", {"carts", "cart_items"}}};
  config.exempt = {{"cart*", "pattern"}};
  EXPECT_EQ(count("TG404"), 0u);
}

TEST_F(Rules, TG406_UnresolvedWrite) {
  FunctionEffects f = mutation("m", "f", {});
  f.all.unresolved = f.own.unresolved = {unresolved(Unresolved::Kind::Touch, "f", "the text comes from outside")};
  program.functions = {f};
  EXPECT_EQ(message("TG406"),
            "write that cannot be resolved: the text comes from outside: db.exec(text) (reached from m)");
  program.functions[0].annotations.push_back({"touchgraph.touches", "t"});
  EXPECT_EQ(count("TG406"), 0u) << "declared";
}

TEST_F(Rules, TG406_SiteThatNoEntryPointReaches) {
  FunctionEffects f = function("f");
  f.all.unresolved = f.own.unresolved = {unresolved(Unresolved::Kind::Unknown, "f", "why")};
  program.functions = {f};
  EXPECT_EQ(count("TG406"), 1u) << "no entry points: the whole program is looked at";
  program.functions.push_back(query("q", "g", {}));
  EXPECT_EQ(count("TG406"), 0u);
}

TEST_F(Rules, TG407_ReadOutsideTheDeclaration) {
  FunctionEffects f = function("f", {{"touchgraph.reads", "t.a"}});
  f.all.reads = {make::read("t", {{"a"}})};
  program.functions = {f};
  EXPECT_EQ(count("TG407"), 0u);
  program.functions[0].all.reads[0].columns.reset();
  EXPECT_EQ(count("TG407"), 1u);
}

TEST_F(Rules, TG409_DegradedPredicateIsANote) {
  pair();
  program.functions[0].all.touches[0].non_equality = true;
  ASSERT_EQ(count("TG409"), 1u);
  EXPECT_EQ(findings("TG409")[0].severity, Severity::Note);
  program.functions[0].all.touches[0].keys = {{{"id", "arg:in.id"}}};
  EXPECT_EQ(count("TG409"), 0u) << "a conjunction keeps its key";
}

TEST_F(Rules, TG410_OpaqueRead) {
  FunctionEffects f = query("q", "g", {});
  f.all.unresolved = f.own.unresolved = {unresolved(Unresolved::Kind::Read, "g", "the text comes from outside")};
  program.functions = {f};
  EXPECT_EQ(count("TG410"), 1u);
  EXPECT_EQ(count("TG406"), 0u);
  program.functions[0].annotations.push_back({"touchgraph.reads", "t"});
  EXPECT_EQ(count("TG410"), 0u);
}

TEST_F(Rules, TG411_QueryReadsAnExemptTable) {
  pair();
  config.exempt = {{"audit", "shown nowhere"}};
  EXPECT_EQ(count("TG411"), 0u);
  program.functions[1].all.reads.push_back(make::read("audit"));
  EXPECT_EQ(message("TG411"), "query 'q' reads table 'audit', which is exempt from invalidation: shown nowhere");
}

TEST_F(Rules, TG412_TG413_FromTheReader) {
  Unresolved view = unresolved(Unresolved::Kind::Read, "g", "view 'v' has no definition");
  view.code = "TG412";
  Unresolved routine = unresolved(Unresolved::Kind::Unknown, "g", "the body of function f() is in C");
  routine.code = "TG413";
  FunctionEffects f = query("q", "g", {});
  f.all.unresolved = f.own.unresolved = {view, routine};
  program.functions = {f};
  EXPECT_EQ(count("TG412"), 1u);
  EXPECT_EQ(count("TG413"), 1u);
  EXPECT_EQ(count("TG410") + count("TG406"), 0u);
  schema_problems = {{"schema.sql", 4, "trigger t: near \"FORM\"", "TG413"}, {"schema.sql", 9, "syntax error", ""}};
  EXPECT_EQ(count("TG413"), 2u);
}

TEST_F(Rules, TG433_QueryThatWrites) {
  pair();
  EXPECT_EQ(count("TG433"), 0u);
  program.functions[1].all.touches = {touch("sessions", TouchOp::Delete)};
  EXPECT_EQ(message("TG433"), "query 'q' writes sessions delete");
  config.exempt = {{"sessions", "never shown"}};
  EXPECT_EQ(count("TG433"), 0u);
}

}  // namespace
}  // namespace touchgraph
