#pragma once

#include "analyzer/sql/reader.h"
#include "analyzer/sql/syntax.h"
#include "analyzer/sql/token.h"

#include <map>
#include <set>
#include <string>
#include <vector>

/// What the DDL of a project declares. Built once, then only looked at.
namespace touchgraph::sql {

struct Column {
  std::string name;
  std::string type;            ///< capitals, as far as written
  bool not_null = false;
  bool made = false;           ///< by the database when not given: auto-increment, identity, serial, rowid
  bool generated = false;      ///< computed from others: cannot be written
  std::vector<std::string> computed_from;  ///< names in its expression: who reads it reads these
  bool hidden = false;         ///< `rank` of a full-text table: not in `*`
  std::optional<Operand> default_value;  ///< Literal when it is one, New for anything else
};

enum class Action { None, Cascade, SetNull, SetDefault };

struct ForeignKey {
  std::string name;                   ///< of the constraint, or "table.column"
  std::vector<std::string> columns;
  std::string parent;                 ///< as written, see Schema::findTable
  std::vector<std::string> parent_columns;  ///< empty: its primary key
  Action on_delete = Action::None, on_update = Action::None;
};

struct Table {
  std::string name;                   ///< as declared; qualified when not in the default schema
  std::vector<Column> columns;        ///< empty: not known (CREATE TABLE … AS, virtual tables)
  std::vector<std::string> primary_key;
  std::vector<std::vector<std::string>> unique;  ///< other than the primary key
  std::vector<ForeignKey> foreign_keys;
  std::string rowid_alias;            ///< SQLite: its INTEGER PRIMARY KEY
  bool without_rowid = false;
  bool is_virtual = false;
  std::string parent;                 ///< partitions and children: what they belong to
  bool columns_known = true;
  bool redeclared = false;        ///< several versions of it are declared: its columns are those of all of them
  bool positions_differ = false;  ///< and the n-th column is not the same in each

  /// The declared spelling of a column; nothing when there is no such column.
  const Column* findColumn(const std::string& column) const;
};

struct View {
  std::string name;
  std::vector<std::string> columns;
  std::shared_ptr<Query> query;
  std::string text;  ///< of its definition, to tell versions apart
  /// Other versions of it: which of them a database holds is not known. Theirs are empty.
  std::vector<View> others;
};

/// One statement of a trigger or routine body.
struct BodyStep {
  SyntaxTree tree;
  std::optional<Expr> expression;      ///< a condition or value, instead of a statement
  std::vector<std::string> assigns;    ///< {"new", "column"}: SET NEW.column = …
  bool conditional = false;            ///< below an IF, in a loop, in a handler
};

struct Body {
  std::vector<BodyStep> steps;
  std::vector<std::string> locals;     ///< variables: no columns
  std::vector<std::string> problems;   ///< what of it cannot be read
};

struct Trigger {
  enum class Timing { Before, After, InsteadOf };
  std::string name;
  std::string table;                   ///< table or view, as reported
  Timing timing = Timing::After;
  bool on_insert = false, on_update = false, on_delete = false, on_truncate = false;
  std::vector<std::string> update_of;
  std::optional<Expr> when;
  bool each_row = true;
  bool has_versions = false;           ///< another body of the same name: whether this one runs is not known
  std::string text;                    ///< to tell versions apart
  std::vector<std::string> row_sets;   ///< PostgreSQL: names of its transition tables
  std::string function;                ///< PostgreSQL: whose body it is
  Body body;
};

struct Routine {
  std::string name;
  std::vector<std::string> parameters; ///< "" for unnamed ones
  Body body;
};

class Schema {
 public:
  explicit Schema(Dialect dialect) : dialect_(dialect) {}

  /// Reads a source: its DDL is applied, its other statements are passed over. Down-migrations are ignored.
  void add(const SchemaSource& source);
  /// After the last `add`: what refers to things declared later is read now.
  void finish();

  const Table* findTable(const ObjectName& name) const;
  const Table* findTable(const std::string& reported) const;
  const View* findView(const ObjectName& name) const;
  /// What a name stands for. Both when one version of the schema makes it a table and another one a view: then a
  /// statement may meet either.
  struct Declared {
    const Table* table = nullptr;
    const View* view = nullptr;
    bool hasVersions() const {
      return (table && view) || (table && table->redeclared) || (view && !view->others.empty());
    }
  };
  Declared find(const ObjectName& name) const;
  Declared find(const std::string& reported) const;
  const Routine* findRoutine(const std::string& name) const;
  const std::vector<Trigger>& triggers() const { return triggers_; }
  /// Foreign keys that point to `parent`, with the tables that hold them.
  std::vector<std::pair<const Table*, const ForeignKey*>> referencing(const Table& parent) const;
  const std::map<std::string, Table>& tables() const { return tables_; }
  const std::map<std::string, View>& views() const { return views_; }
  /// The DDL statements one by one, in order, for an engine: text, file, line.
  struct Piece { std::string text, file; std::uint32_t line; };
  const std::vector<Piece>& pieces() const { return pieces_; }
  bool empty() const { return tables_.empty() && views_.empty(); }
  Dialect dialect() const { return dialect_; }
  std::vector<SchemaError>& errors() { return errors_; }
  const std::vector<SchemaError>& errors() const { return errors_; }
  /// The declared name nearest to `name`, "" when none is near.
  std::string nearest(const std::string& name) const;
  /// A declared name of which only a part is known (`log_*`) fits `name`.
  bool mayDeclare(const std::string& name) const;

  /// The name under which a table is reported when the schema does not declare it.
  std::string reportedName(const ObjectName& name) const;

 private:
  friend class DdlReader;
  std::string keyOf(const ObjectName& name) const;

  /// A statement about a table that is declared further down, or nowhere.
  struct Late {
    std::vector<Token> statement;
    SchemaSource source;
    std::string text;
  };

  Dialect dialect_;
  std::vector<Late> late_;
  bool finishing_ = false;
  std::map<std::string, Table> tables_;
  std::map<std::string, View> views_;
  std::vector<Trigger> triggers_;
  std::map<std::string, Routine> routines_;
  std::vector<Piece> pieces_;
  std::vector<SchemaError> errors_;
};

/// ddl.cpp: one CREATE, ALTER or DROP.
void applyDdl(Schema& schema, const std::vector<Token>& statement, const SchemaSource& source, const std::string& text);

/// migrations.cpp: the text without the parts that undo it (`-- +goose Down`, `-- migrate:down`); lines stay in place.
/// "" for a file that is a down-migration as a whole.
std::string forwardPart(const std::string& file, const std::string& text);

/// routine.cpp: the statements of a procedural body (SQLite trigger, MySQL routine, PL/pgSQL as a fallback).
Body readBody(const std::vector<Token>& tokens, Dialect dialect);

/// What a statement calls a table of a default schema: without it.
ObjectName withoutDefaultSchema(ObjectName name, Dialect dialect);

bool sameName(const std::string& a, const std::string& b);

}  // namespace touchgraph::sql
