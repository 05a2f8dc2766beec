#include "analyzer/sql/reader.h"

#include "analyzer/sql/crosscheck.h"
#include "analyzer/sql/engines/engine.h"
#include "analyzer/sql/schema.h"
#include "analyzer/sql/structure.h"

#include <algorithm>
#include <map>

namespace touchgraph::sql {

struct Reader::Impl {
  explicit Impl(Dialect dialect) : schema(dialect) {}

  /// The engine for statements of this dialect; none for MySQL.
  Engine* engineOf(Dialect dialect) {
    switch (dialect) {
      case Dialect::Sqlite:
        // A schema of another dialect is no schema for SQLite.
        if (!sqlite) sqlite = makeSqliteEngine(schema.dialect() == dialect ? schema : no_schema, schema.errors());
        return sqlite.get();
      case Dialect::Postgres:
        if (!postgres) postgres = makePostgresEngine();
        return postgres.get();
      case Dialect::Mysql: return nullptr;
    }
    return nullptr;
  }

  void ask(Structure& structure, const std::string& text, Dialect dialect);

  /// Something the statement uses is declared in several versions; the engine knows one of them.
  bool hasVersions(const Statement& statement) const {
    auto has = [&](const TableUse& use) { return schema.find(use.table).hasVersions(); };
    return std::any_of(statement.reads.begin(), statement.reads.end(), has) ||
           std::any_of(statement.touches.begin(), statement.touches.end(), has);
  }

  Schema schema;
  Schema no_schema{Dialect::Sqlite};
  bool from_code = false;  ///< a part of the schema is DDL the program executes: tables may be missing columns
  std::unique_ptr<Engine> sqlite, postgres;
  std::map<std::pair<int, std::string>, std::vector<Statement>> memo;
};

/// Holds a statement against its engine: adds what the reading lacks, and the engine's message when it refuses the text.
void Reader::Impl::ask(Structure& structure, const std::string& text, Dialect dialect) {
  Statement& statement = structure.statement;
  Engine* engine = engineOf(dialect);
  bool has_holes = false;
  bool nothing = statement.touches.empty() && statement.reads.empty();
  bool worthwhile = structure.is_data || structure.unreadable || dialect == Dialect::Postgres;
  std::optional<std::string> asked;
  if (engine && worthwhile) asked = engineText(structure.tokens, text, dialect, has_holes);
  if (asked) {
    EngineReport report = engine->check(*asked);
    bool has_schema = !schema.empty() && schema.dialect() == dialect;
    switch (report.error) {
      case EngineReport::Error::None:
        if (dialect == Dialect::Postgres || has_schema) crossCheck(schema, statement, report, true);
        break;
      case EngineReport::Error::Syntax:
        // Without a schema the dialect is a guess: then the engine's word counts only when the reader stumbled, too.
        if (!has_holes && (structure.odd || nothing || has_schema || dialect == Dialect::Postgres)) {
          if (structure.unreadable) statement.problems.clear();
          statement.problems.push_back({StatementProblem::Kind::Unknown, report.message, ""});
        }
        break;
      case EngineReport::Error::NoColumn:
        if (!has_holes && has_schema && !from_code && !hasVersions(statement) && schema.errors().empty() &&
            statement.problems.empty())
          statement.problems.push_back({StatementProblem::Kind::Unknown, report.message, ""});
        break;
      case EngineReport::Error::NoTable:  // reported with the nearest name already
      case EngineReport::Error::Other: break;
    }
  }
  if (structure.odd && nothing && statement.problems.empty()) {
    std::string near = structure.odd_near.empty() ? "" : "near \"" + structure.odd_near + "\": ";
    statement.problems.push_back({StatementProblem::Kind::Unknown, near + "the statement is not understood", ""});
  }
}

Reader::Reader(std::vector<SchemaSource> sources, Dialect default_dialect) : impl_(std::make_unique<Impl>(default_dialect)) {
  for (const SchemaSource& source : sources) {
    impl_->schema.add(source);
    impl_->from_code = impl_->from_code || source.file == "code";
  }
  impl_->schema.finish();
  if (default_dialect == Dialect::Sqlite && !impl_->schema.empty()) impl_->engineOf(default_dialect);  // its complaints are errors()
}

Reader::~Reader() = default;
Reader::Reader(Reader&&) noexcept = default;

const std::vector<Statement>& Reader::read(const std::string& text, Dialect dialect) {
  auto [found, added] = impl_->memo.try_emplace({static_cast<int>(dialect), text});
  if (added) {
    for (Structure& structure : readStructure(impl_->schema, text, dialect)) {
      impl_->ask(structure, text, dialect);
      found->second.push_back(std::move(structure.statement));
    }
  }
  return found->second;
}

const std::vector<SchemaError>& Reader::errors() const { return impl_->schema.errors(); }

bool Reader::hasSchema() const { return !impl_->schema.empty(); }

std::vector<std::string> Reader::columnsOf(const std::string& table) const {
  std::vector<std::string> result;
  if (const Table* found = impl_->schema.findTable(table))
    for (const Column& column : found->columns)
      if (!column.hidden) result.push_back(column.name);
  return result;
}

std::vector<std::string> Reader::primaryKeyOf(const std::string& table) const {
  const Table* found = impl_->schema.findTable(table);
  return found ? found->primary_key : std::vector<std::string>{};
}

std::vector<std::string> Reader::tables() const {
  std::vector<std::string> result;
  for (const auto& [key, table] : impl_->schema.tables()) result.push_back(table.name);
  for (const auto& [key, view] : impl_->schema.views())
    if (key.find('\n') == std::string::npos) result.push_back(view.name);
  std::sort(result.begin(), result.end());
  return result;
}

}  // namespace touchgraph::sql
