#include "graph/diff.h"
#include "tests/graph/make.h"

#include <gtest/gtest.h>

namespace touchgraph {
namespace {

using namespace make;

ProgramEffects before() {
  ProgramEffects program;
  program.functions = {mutation("cart/add", "shop::add", {touch("items", TouchOp::Update, {{"qty"}})}),
                       query("items", "shop::load", {make::read("items", {{"qty"}})}),
                       query("names", "shop::names", {make::read("items", {{"name"}})})};
  return program;
}

TEST(Diff, NothingChanged) {
  const Graph built = graph(before());
  EXPECT_TRUE(diffGraphs(built, built).empty());
  EXPECT_EQ(diffText({}, {}), "");
  EXPECT_EQ(diffJson({}), "{\"changes\":[]}\n");
}

TEST(Diff, NewTouchNamesTheNewEdge) {
  ProgramEffects after = before();
  after.functions[0].all.touches[0].columns = {{"name", "qty"}};
  const std::string text = diffText(diffGraphs(graph(before()), graph(after)), {});
  EXPECT_EQ(text,
            "Invalidations\n"
            "  + cart/add → names  names: items update {name}  [no optimistic entry]\n"
            "\n"
            "Mutations\n"
            "    cart/add\n"
            "    + touch  items update {name, qty}\n"
            "    - touch  items update {qty}\n");
}

TEST(Diff, MovedStatementIsOnlyMoved) {
  ProgramEffects after = before();
  after.functions[0].all.touches[0].site.function = "shop::other";
  const std::vector<Change> changes = diffGraphs(graph(before()), graph(after));
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].what, "touch moved");
}

TEST(Diff, InstancesWiden) {
  ProgramEffects keyed = before();
  keyed.functions[0].all.touches[0].keys = {{{"id", "arg:in.id"}}};
  keyed.functions[1].all.reads[0].keys = {{{"id", "arg:id"}}};
  ProgramEffects wide = keyed;
  wide.functions[0].all.touches[0].keys.reset();
  bool found = false;
  for (const Change& change : diffGraphs(graph(keyed), graph(wide)))
    found =
        found || (change.what == "instances" && change.before == "items(id = arg:in.id)" && change.after == "items");
  EXPECT_TRUE(found);
}

TEST(Diff, EntriesUnresolvedAndRemovals) {
  ProgramEffects after = before();
  after.functions.pop_back();
  after.optimistic = {entry("shop::add", "shop::load")};
  after.functions[0].all.unresolved = {unresolved(Unresolved::Kind::Touch, "shop::add", "why")};
  const std::vector<Change> changes = diffGraphs(graph(before()), graph(after));
  const std::string json = diffJson(changes);
  EXPECT_NE(json.find(R"({"change":"removed","topic":"query","subject":"names")"), std::string::npos) << json;
  EXPECT_NE(
      json.find(
          R"({"change":"added","topic":"entry","subject":"cart/add → items","what":"","before":"","after":"predict","note":""})"),
      std::string::npos)
      << json;
  EXPECT_NE(json.find(R"("topic":"unresolved")"), std::string::npos);
  EXPECT_NE(diffMarkdown(changes).find("| - | names |"), std::string::npos) << diffMarkdown(changes);
}

}  // namespace
}  // namespace touchgraph
