#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What one SQL statement does, in terms of its own placeholders. Made by analyzer/sql, read by the linker.
namespace touchgraph {

enum class Dialect : std::uint8_t { Sqlite, Postgres, Mysql };

/// `insert`, `update`, `delete`, `upsert` (insert ∪ update), `replace` (insert ∪ delete of what collides), `ddl`, `unknown`.
enum class TouchOp : std::uint8_t { Insert, Update, Delete, Upsert, Replace, Ddl, Unknown };
enum class Certainty : std::uint8_t { Must, May };

/// A hole is a part of the text whose value is not known: `"… WHERE id = " + std::to_string(id)`. In the text given to
/// the reader it stands as kHoleOpen, its decimal number, kHoleClose.
inline constexpr char kHoleOpen = '\x01';
inline constexpr char kHoleClose = '\x02';
inline std::string holeMark(std::size_t n) { return kHoleOpen + std::to_string(n) + kHoleClose; }

/// The value side of `column = value`.
struct Operand {
  enum class Kind : std::uint8_t {
    Position,  ///< `?`, `?3`, `$2`: index = 1-based position
    Name,      ///< `:id`, `@id`, `$id`: text without the sigil
    Hole,      ///< index = hole number; also when quoted in the text: '…hole…' alone in its quotes
    Literal,   ///< text = the value without quotes (`7`, `open`)
    Column,    ///< text = "table.column" of another row source (sub-select with one column, UPDATE … FROM, INSERT … SELECT)
    New,       ///< made by the database (auto-increment, default)
    Other,     ///< an expression: no key
  };
  Kind kind = Kind::Other;
  std::uint32_t index = 0;
  std::string text;
  bool each = false;  ///< one element of an IN list or of several VALUES rows that come from one bound list
  bool operator==(const Operand&) const = default;
};

/// The rows concerned have `column` = `value`. Several terms on one column are alternatives (IN, OR, old ∪ new).
struct KeyTerm {
  std::string column;
  Operand value;
  bool operator==(const KeyTerm&) const = default;
};

/// One table written or read. Names as declared in the schema, qualified only when not in the default schema.
struct TableUse {
  std::string table;                              ///< with '*' for an unknown part
  std::optional<std::vector<std::string>> columns;///< sorted; nothing = any (DELETE: nothing)
  std::optional<std::vector<KeyTerm>> keys;       ///< equality terms that hold for every row concerned; nothing = any row
  std::vector<KeyTerm> row;                       ///< INSERT: the known columns of the new row, key or not
  std::string cause = "direct";                   ///< "direct", "trigger:NAME", "fk:NAME", "view:NAME"
  bool non_equality = false;                      ///< the predicate also has terms that are no equality (TG409)
};

struct TableTouch : TableUse {
  TouchOp op = TouchOp::Unknown;
  Certainty certainty = Certainty::Must;  ///< May: conflict clause, trigger with WHEN, cascade
};

/// A column of the result: where its value comes from, when it is a plain column.
struct ResultColumn {
  std::string name;    ///< alias or column name
  std::string table;   ///< "" when computed
  std::string column;
};

/// Something of the statement that could not be worked out.
struct StatementProblem {
  enum class Kind : std::uint8_t { Touch, Read, Unknown } kind = Kind::Unknown;
  std::string reason;      ///< "table name is not known", "near \"FORM\": syntax error"
  std::string code;        ///< "TG404" when a table is not in the schema, else ""
  bool of_text = true;     ///< more knowledge of the text could mend it; not so when a routine it names is not in the schema
};

enum class StatementKind : std::uint8_t {
  Read, Write, Begin, Commit, Rollback, Savepoint, Release, RollbackTo, Ddl, Pragma, Other
};

/// One statement of a text.
struct Statement {
  StatementKind kind = StatementKind::Other;
  std::vector<TableTouch> touches;
  std::vector<TableUse> reads;
  std::vector<StatementProblem> problems;
  std::vector<ResultColumn> results;         ///< of SELECT and RETURNING
  std::uint32_t positions = 0;               ///< how many positional placeholders it has, holes not counted
  std::uint32_t first_position = 0;          ///< number of placeholders in the statements before it in the same text
};

/// Reads a text with holes: all its statements, in order. Never empty-handed: what it cannot read is a problem.
using StatementReader =
    std::function<const std::vector<Statement>&(const std::string& text, Dialect dialect)>;

}  // namespace touchgraph
