#include "graph/config.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

namespace touchgraph {
namespace {

namespace fs = std::filesystem;

class ConfigTest : public testing::Test {
 protected:
  ConfigTest() {
    std::string pattern = (fs::temp_directory_path() / "touchgraph-config-XXXXXX").string();
    directory_ = mkdtemp(pattern.data());
  }
  ~ConfigTest() override { fs::remove_all(directory_); }

  Config load(const std::string& text) {
    const fs::path path = directory_ / ".touchgraph.yaml";
    std::ofstream(path) << text;
    errors_.clear();
    return loadConfig(path.string(), errors_);
  }
  std::string error() const {
    if (errors_.empty()) return "";
    return std::to_string(errors_[0].line) + ": " + errors_[0].message;
  }

  fs::path directory_;
  std::vector<ConfigError> errors_;
};

TEST_F(ConfigTest, ReadsEveryKey) {
  const Config config = load(R"(schema: [schema.sql, migrations]
dialect: postgres
domains: {cart: [carts, cart_items]}
keys: {carts: id, cart_items: [cart_id, product_id]}
exempt: [{table: audit, reason: shown nowhere}]
mutations: {cart/add: "shop::addToCart", "cart/*": "shop::cart::*"}
queries: [{name: cart, function: "shop::loadCart"}, "shop::loadAll"]
models:
  - library: corp
    dialect: sqlite
    handle_classes: [corp::Db]
    rows: [{callee: "corp::Db::run", role: statement, text: arg0, statement: receiver, bind: following, bind_from: 1, run: true}]
declarations: [{function: "shop::plugin", touches: [products.stock], reason: contract}]
suppressions: [{code: TG406, mutation: "cart/*", reason: later}]
sql_catalogue: [{file: "sql/*.sql"}, {file: q.xml, format: xml}]
exclude: ["tests/**"]
proofs: {required: true, file: v.json}
)");
  EXPECT_EQ(error(), "");
  EXPECT_EQ(config.root, directory_.string());
  EXPECT_EQ(config.schema, (std::vector<std::string>{"schema.sql", "migrations"}));
  EXPECT_EQ(config.dialect, Dialect::Postgres);
  ASSERT_EQ(config.domains.size(), 1u);
  EXPECT_EQ(config.domains[0].tables, (std::vector<std::string>{"carts", "cart_items"}));
  EXPECT_EQ(config.keys.at("cart_items").size(), 2u);
  EXPECT_EQ(config.exempt[0].reason, "shown nowhere");
  ASSERT_EQ(config.mutations.size(), 2u);
  EXPECT_EQ(config.mutations[0].function, "shop::addToCart");
  ASSERT_EQ(config.queries.size(), 2u);
  EXPECT_EQ(config.queries[1].name, "");
  ASSERT_EQ(config.models.size(), 1u);
  const ModelRow& row = config.models[0].rows.at(0);
  EXPECT_EQ(row.role, Role::Statement);
  EXPECT_EQ(row.text.kind, Slot::Kind::Argument);
  EXPECT_EQ(row.statement.kind, Slot::Kind::Receiver);
  EXPECT_EQ(row.bind, Bind::Following);
  EXPECT_TRUE(row.run);
  EXPECT_EQ(config.declarations[0].touches, (std::vector<std::string>{"products.stock"}));
  EXPECT_EQ(config.sql_catalogue[0].format, "sql");
  EXPECT_TRUE(config.proofs.required);
  EXPECT_EQ(config.proofs.file, "v.json");
}

TEST_F(ConfigTest, UnknownKeyNamesLineAndNearest) {
  load("dialect: sqlite\nscema: x.sql\n");
  EXPECT_EQ(error(), "2: unknown key 'scema', did you mean 'schema'?");
  load("exempt:\n  - table: audit\n    raeson: none\n");
  EXPECT_EQ(error(), "3: unknown key 'raeson' in 'exempt', did you mean 'reason'?");
  load("frobnicate: 1\n");
  EXPECT_NE(error().find("valid keys: schema dialect"), std::string::npos);
}

TEST_F(ConfigTest, ErrorsHaveLines) {
  load("schema: x.sql\ndialect: oracle\n");
  EXPECT_EQ(error(), "2: unknown dialect 'oracle', it is one of: sqlite, postgres, mysql");
  load("a: [1, 2\nb: 3\n");
  EXPECT_NE(error(), "");
  EXPECT_NE(error()[0], '0');
  load("schema: x\nschema: y\n");
  EXPECT_EQ(error(), "2: key 'schema' is given twice");
  load("exempt: [{table: audit}]\n");
  EXPECT_EQ(error(), "1: an exempt table needs a 'reason'");
  load("models: [{library: l, rows: [{callee: f, role: statment}]}]\n");
  EXPECT_EQ(error(), "1: 'statment' is no role, did you mean 'statement'?");
  load("models: [{library: l, rows: [{callee: f, role: statement, text: first}]}]\n");
  EXPECT_EQ(error(), "1: 'first' is no place in a call: receiver, result, arg0, arg1, …");
  load("- a\n- b\n");
  EXPECT_EQ(error(), "1: expected 'key: value' lines");
}

/// The text between `begin` and the next `end` in graph/model.h, without comments.
std::string declared(const std::string& begin, const std::string& end) {
  std::ifstream in(TOUCHGRAPH_SOURCE_DIR "/graph/model.h");
  const std::string header{std::istreambuf_iterator<char>(in), {}};
  const std::size_t from = header.find(begin) + begin.size();
  return std::regex_replace(header.substr(from, header.find(end, from) - from), std::regex("//[^\n]*|/\\*.*?\\*/"), "");
}

// What a built-in library can say, the configuration can say, too.
TEST_F(ConfigTest, ModelRowsHaveEveryFieldAndRole) {
  const std::string fields = declared("struct ModelRow {", "\n};");
  const std::regex field(R"((?:std::string|Role|Slot|Bind|bool|int|FormatStyle) ([^;]+);)"),
      name(R"((\w+) *(?:\{\}|=[^,]*)?(?:,|$))");
  std::size_t count = 0;
  for (std::sregex_iterator line(fields.begin(), fields.end(), field), none; line != none; ++line) {
    const std::string names = (*line)[1];
    for (std::sregex_iterator at(names.begin(), names.end(), name); at != none; ++at, ++count) {
      load("models: [{library: l, rows: [{" + (*at)[1].str() + ": 0}]}]\n");
      for (const ConfigError& e : errors_) EXPECT_EQ(e.message.find("unknown key"), std::string::npos) << e.message;
    }
  }
  EXPECT_GE(count, 30u);

  const std::string roles = declared("enum class Role : std::uint8_t {", "};");
  const std::regex word(R"((\w+),)");
  for (std::sregex_iterator at(roles.begin(), roles.end(), word), none; at != none; ++at) {
    load("models: [{library: l, rows: [{callee: f, role: " + (*at)[1].str() + "}]}]\n");
    EXPECT_EQ(error(), "") << (*at)[1];
  }
}

TEST_F(ConfigTest, EmptyFileIsAConfig) {
  load("# nothing\n");
  EXPECT_EQ(error(), "");
}

TEST_F(ConfigTest, FoundUpward) {
  load("dialect: sqlite\n");
  fs::create_directories(directory_ / "a" / "b");
  EXPECT_EQ(findConfig((directory_ / "a" / "b").string()), (directory_ / ".touchgraph.yaml").string());
}

}  // namespace
}  // namespace touchgraph
