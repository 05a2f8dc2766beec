#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Models: what a call of a library function means. A library is a table of rows; the linker knows no library by name.
namespace touchgraph {

/// A place in a call: the object, an argument (0-based, the object never counted), or what the call returns.
struct Slot {
  enum class Kind : std::uint8_t { None, Receiver, Argument, Result } kind = Kind::None;
  int index = 0;
  constexpr explicit operator bool() const { return kind != Kind::None; }
};
inline constexpr Slot kReceiver{Slot::Kind::Receiver, 0};
inline constexpr Slot kResult{Slot::Kind::Result, 0};
constexpr Slot argument(int n) { return {Slot::Kind::Argument, n}; }

/// What a call does. A row has one role and says in its slots where the parts are.
enum class Role : std::uint8_t {
  // --- databases ---
  Statement,   ///< any of: gives `text` to the statement at `statement`, binds, runs it. See the fields of ModelRow
  Column,      ///< reads a column of the current row of `statement` by `index` (number, `base`-based, or name): value row:t.c; into `value` or the result
  InsertedKey, ///< the key the database made: result
  Begin, Commit, Rollback,  ///< on the handle; a Begin whose statement slot is kResult/kReceiver of a class is a guard
  Access,      ///< touches or reads a table without SQL text: `table` names it, `op`, `columns`
  TableState,  ///< remembers `table` (Qt setTable) or `text` as the WHERE clause (`columns == "filter"`) on `statement`
  TableRun,    ///< runs `op` on the table remembered on `statement`
  Connection,  ///< opens or names a database; `dialect` of the handle when it can be told
  Ignore,      ///< known, and has no effect on tables
  Opaque,      ///< changes rows in a way no table follows from (changeset apply, backup): unresolved with `note` as the reason
  // --- text ---
  TextAppend,  ///< appends the arguments from `text` on to the string at `statement` (receiver or argument); result = it
  TextConcat,  ///< result = all operands joined
  TextForward, ///< result = the text of `text` (c_str, QString::fromUtf8, std::string(const char*), trimmed…)
  TextFormat,  ///< result (or the buffer at `statement`) = `text` formatted with the arguments from `bind` on; style in `format`
  TextAssign,  ///< the string at `statement` := `text`
  TextReplace, ///< replaces `index` by `value` in the receiver, in place or as result
  Quote,       ///< result = value of `value` escaped as text: a hole in the text, the key value is kept
  // --- plumbing ---
  Forward,     ///< result = the value at `value` itself (std::move, unique_ptr::get, operator->, optional::value)
  Construct,   ///< result = a new object of the class that is template argument 0 made from the arguments from `bind` on
  Invoke,      ///< calls the function at `value` with the arguments from `bind` on (std::invoke, std::thread, a transaction helper)
  InvokeEach,  ///< calls `value` once for every element of `statement` (std::for_each, QtConcurrent::map)
  Insert,      ///< puts `value` under `index` (or at the end) into the container at `statement`
  Element,     ///< result = the element of the container at `statement` under `index` (any, when it cannot be told)
  Connect,     ///< subscribes the function at `value` to the key at `index` of `statement`
  Publish,     ///< runs the subscribers of the key at `index` with the arguments from `bind` on
};

/// How values meet placeholders.
enum class Bind : std::uint8_t {
  None,
  Indexed,    ///< one value: `index` (number or name), `value`
  Next,       ///< one value for the next free position: `value`
  Following,  ///< the arguments from `bind` on are positions 1, 2, …
  Array,      ///< `value` is an array or list, element k is position k+1
  Exchange,   ///< SOCI/Poco clause: `value` is the result of use()/into() (see Clause)
};

/// Style of TextFormat.
enum class FormatStyle : std::uint8_t { Printf, Braces, Percent /* QString::arg */, BoostPercent };

/// One row: callee → role. Fields not used by a role stay empty.
struct ModelRow {
  std::string callee;              ///< qualified name as in Callee::name; `Class::Class` for constructors, `Class::operator<<`
  Role role = Role::Ignore;
  Slot text{};                     ///< SQL or other text
  Slot statement{};                ///< where the statement (builder, container, guard) lives
  Slot name{};                     ///< name of a prepared statement, registered per program
  Slot index{}, value{};
  Slot table{};
  int bind_from = -1;              ///< first argument of a list of arguments
  Bind bind = Bind::None;
  bool run = false;                ///< Statement: executes now
  bool append = false;             ///< Statement: `text` is added to what is there (stream operators)
  int base = 1;                    ///< number of the first position or column
  FormatStyle format = FormatStyle::Printf;
  std::string op;                  ///< Access/TableRun: "insert", "update", "delete", "read", "write"
  std::string note;                ///< reason for Opaque
  int min_args = 0, max_args = 99; ///< written and default arguments
  std::string signature_has;       ///< the callee's signature contains this, "" = any
};

/// A library: its rows, and the classes whose unlisted methods are reported rather than ignored.
struct Library {
  std::string name;                        ///< "sqlite3", "SQLiteCpp", "Qt SQL"
  std::string dialect;                     ///< "sqlite", "postgres", "mysql" or "" when the library speaks to many
  std::vector<ModelRow> rows;
  std::vector<std::string> handle_classes; ///< "QSqlQuery": an unmodelled method on these is unresolved
  std::vector<std::string> harmless;       ///< names of methods of handle classes that have no effect ("QSqlQuery::isActive")
};

}  // namespace touchgraph
