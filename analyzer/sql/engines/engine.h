#pragma once

#include "analyzer/sql/schema.h"
#include "graph/statement.h"

#include <memory>
#include <string>
#include <vector>

/// A database's own code, asked what a statement does. The structural reading is held against it.
namespace touchgraph::sql {

/// One table or column that the engine sees read or written.
struct EngineAccess {
  enum class Kind { Read, Insert, Update, Delete } kind = Kind::Read;
  std::string table;
  std::string column;   ///< "" for the row as such: INSERT, DELETE, count(*)
  std::string trigger;  ///< trigger or view in which it happens, "" for the statement itself and for foreign keys
};

struct EngineReport {
  enum class Error { None, Syntax, NoTable, NoColumn, Other } error = Error::None;
  std::string message;  ///< the engine's own words
  std::vector<EngineAccess> accesses;
};

class Engine {
 public:
  virtual ~Engine() = default;
  /// `statement` is one statement whose placeholders the engine understands (see engineText).
  virtual EngineReport check(const std::string& statement) = 0;
};

/// SQLite's compiler over an in-memory database made from the schema; what it refuses of the DDL is added to `errors`.
std::unique_ptr<Engine> makeSqliteEngine(const Schema& schema, std::vector<SchemaError>& errors);
/// PostgreSQL's parser. It knows no schema: tables only.
std::unique_ptr<Engine> makePostgresEngine();

/// The statement as its engine reads it: placeholders in its notation, holes in the place of a value as parameters (a
/// constant could be folded away). Nothing when a name or a clause is not known.
std::optional<std::string> engineText(const std::vector<Token>& statement, const std::string& text, Dialect dialect, bool& has_holes);

}  // namespace touchgraph::sql
