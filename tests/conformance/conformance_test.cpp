// The same twelve shapes with every library against its real header: the effects must be those of one table.
#include "analyzer/analyze.h"
#include "analyzer/models/models.h"
#include "analyzer/sql/reader.h"
#include "graph/link/link.h"
#include "tests/conformance/effects_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace touchgraph {
namespace {

struct Program {
  std::string name;  ///< of the file without its ending, and of the test
  Dialect dialect;
  std::vector<std::string> arguments;
};

/// What a failure calls it.
void PrintTo(const Program& program, std::ostream* out) { *out << program.name; }

const std::string kFolder = std::string(TOUCHGRAPH_SOURCE_DIR) + "/fixtures/conformance/";

std::vector<Program> programs() {
  const std::string qt = "/usr/include/x86_64-linux-gnu/qt5";
  return {
      {"sqlite3", Dialect::Sqlite, {"-std=c++20"}},
      {"sqlitecpp", Dialect::Sqlite, {"-std=c++20"}},
      {"qtsql",
       Dialect::Sqlite,
       {"-std=c++20", "-fPIC", "-isystem", qt, "-isystem", qt + "/QtCore", "-isystem", qt + "/QtSql"}},
      {"soci", Dialect::Sqlite, {"-std=c++17"}},
      {"libpqxx", Dialect::Postgres, {"-std=c++17"}},
      {"libpq", Dialect::Postgres, {"-std=c++20", "-isystem", "/usr/include/postgresql"}},
      {"poco", Dialect::Sqlite, {"-std=c++20"}},
      {"mysql", Dialect::Mysql, {"-std=c++20", "-isystem", "/usr/include/mariadb"}},
      {"mysqlconnector", Dialect::Mysql, {"-std=c++20"}},
      {"odbc", Dialect::Sqlite, {"-std=c++20"}},
  };
}

std::string contentsOf(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in) << path;
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Names every line that only one side has, so that a failure reads as a diff.
std::string difference(const std::vector<std::string>& expected, const std::vector<std::string>& actual) {
  std::string text;
  for (const std::string& line : expected)
    if (std::find(actual.begin(), actual.end(), line) == actual.end()) text += "- " + line + "\n";
  for (const std::string& line : actual)
    if (std::find(expected.begin(), expected.end(), line) == expected.end()) text += "+ " + line + "\n";
  return text;
}

/// What a program is known to get wrong: the difference, as the test prints it, in <name>.gap.txt. Lines that begin with '#' say
/// why. A gap that closes fails the test until the file is gone.
std::string knownDifference(const std::string& program) {
  std::ifstream in(kFolder + program + ".gap.txt");
  std::string text;
  for (std::string line; std::getline(in, line);)
    if (!line.empty() && line[0] != '#') text += line + "\n";
  return text;
}

class Conformance : public testing::TestWithParam<Program> {};

TEST_P(Conformance, sameEffects) {
  const Program& program = GetParam();
  std::vector<std::string> arguments = program.arguments;
  arguments.push_back("-I" + kFolder);
  const UnitFacts facts = walkSource(contentsOf(kFolder + program.name + ".cpp"),
                                     "fixtures/conformance/" + program.name + ".cpp", arguments);
  for (const ParseError& error : facts.errors)
    ADD_FAILURE() << error.file << ":" << error.line << ": " << error.message;

  sql::Reader reader({{"schema.sql", contentsOf(kFolder + "schema.sql")}}, program.dialect);
  for (const sql::SchemaError& error : reader.errors())
    ADD_FAILURE() << error.file << ":" << error.line << ": " << error.message;
  LinkOptions options;
  options.dialect = program.dialect;
  const ProgramEffects effects = link(
      {facts}, models::builtin(),
      [&](const std::string& text, Dialect dialect) -> const std::vector<Statement>& {
        return reader.read(text, dialect);
      },
      options);

  // Helpers of a program are not among the shapes.
  const std::vector<std::string> actual = test::effectsTable(effects, "conformance", {"addToBalance", "run"});
  EXPECT_EQ(difference(test::readTable(kFolder + "expected.txt"), actual), knownDifference(program.name));
}

INSTANTIATE_TEST_SUITE_P(Libraries, Conformance, testing::ValuesIn(programs()),
                         [](const testing::TestParamInfo<Program>& info) { return info.param.name; });

}  // namespace
}  // namespace touchgraph
