#include "analyzer/sql/crosscheck.h"
#include "analyzer/sql/engines/engine.h"
#include "analyzer/sql/schema.h"
#include "analyzer/sql/structure.h"
#include "tests/sql/case_file.h"

#include <gtest/gtest.h>

namespace touchgraph::sql {
namespace {

struct Engines {
  explicit Engines(const CaseFile& file) : schema(file.dialect) {
    for (const SchemaSource& source : schemaOf(file)) schema.add(source);
    schema.finish();
    if (file.dialect == Dialect::Sqlite) engine = makeSqliteEngine(schema, schema.errors());
    if (file.dialect == Dialect::Postgres) engine = makePostgresEngine();
  }
  Schema schema;
  std::unique_ptr<Engine> engine;
};

/// The structural reading alone reports every table and column that the database's own code reports.
TEST(Differential, TheReadingLacksNothingTheEngineReports) {
  int compared = 0;
  for (const std::string& path : caseFiles()) {
    CaseFile file = loadCases(path);
    Engines engines(file);
    if (!engines.engine || (file.dialect == Dialect::Sqlite && file.schema.empty())) continue;
    for (const CaseLine& line : file.lines) {
      if (!line.is_case) continue;
      for (Structure& structure : readStructure(engines.schema, line.sql, file.dialect)) {
        bool has_holes = false;
        std::optional<std::string> text = engineText(structure.tokens, line.sql, file.dialect, has_holes);
        if (!text || !structure.is_data) continue;
        EngineReport report = engines.engine->check(*text);
        if (report.error != EngineReport::Error::None) continue;
        ++compared;
        for (const std::string& missing : crossCheck(engines.schema, structure.statement, report, false))
          ADD_FAILURE() << std::filesystem::path(path).filename() << ": " << line.text << "\n  lacks " << missing;
      }
    }
  }
  EXPECT_GT(compared, 150);
}

/// The comparison itself finds what is taken away.
TEST(Differential, AMissingColumnIsNoticed) {
  CaseFile file;
  file.schema = "shop_sqlite.sql";
  Engines engines(file);
  std::string text = "UPDATE orders SET status = 'done' WHERE user_id = ?";
  Structure structure = readStructure(engines.schema, text, Dialect::Sqlite).at(0);
  EngineReport report = engines.engine->check(text);
  ASSERT_TRUE(crossCheck(engines.schema, structure.statement, report, false).empty());

  Statement without_column = structure.statement;
  for (TableTouch& touch : without_column.touches)
    if (touch.table == "orders") touch.columns = std::vector<std::string>{};
  EXPECT_EQ(crossCheck(engines.schema, without_column, report, true), std::vector<std::string>{"update orders.status"});
  EXPECT_TRUE(crossCheck(engines.schema, without_column, report, false).empty()) << "it was added";

  Statement without_trigger = structure.statement;
  std::erase_if(without_trigger.touches, [](const TableTouch& touch) { return touch.table == "log"; });
  EXPECT_EQ(crossCheck(engines.schema, without_trigger, report, false), std::vector<std::string>{"insert log."});
}

TEST(Differential, PostgresTablesAreNoticed) {
  Schema schema(Dialect::Postgres);
  std::unique_ptr<Engine> engine = makePostgresEngine();
  std::string text = "WITH d AS (DELETE FROM a RETURNING *) INSERT INTO b SELECT * FROM d JOIN c USING (id)";
  Structure structure = readStructure(schema, text, Dialect::Postgres).at(0);
  EngineReport report = engine->check(text);
  EXPECT_EQ(report.accesses.size(), 3u);
  EXPECT_TRUE(crossCheck(schema, structure.statement, report, false).empty());
  structure.statement.reads.clear();
  structure.statement.touches.clear();
  EXPECT_EQ(crossCheck(schema, structure.statement, report, false).size(), 3u);
}

}  // namespace
}  // namespace touchgraph::sql
