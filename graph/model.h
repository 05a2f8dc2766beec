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
  Statement,   ///< any of: gives `text` to the statement at `statement`, binds, runs it. See the fields of ModelRow. Its result is
               ///< the statement itself (chains, and results from which Column reads); an empty text runs nothing
  Column,      ///< reads a column of the current row of `statement` by `index` (number, `base`-based, or name): value row:t.c; into `value`
               ///< or the result; no `index`: any column. Bind::Array: the elements of the list at `value` (their `member`) get the columns in order;
               ///< without `value` the result is the list of the columns
  InsertedKey, ///< the key the database made: result
  Begin, Commit, Rollback,  ///< on the handle; a Begin whose statement slot is kResult/kReceiver of a class is a guard.
               ///< With `value`: a Begin is a Commit when the number there is not 0 (autocommit), a Commit is a Rollback when it is not 0
  Access,      ///< touches or reads a table without SQL text: `table` or `table_member` names it, `op`, `columns`; `op` "write" is an
               ///< update, or a read when the number at `value` is 0 (the flags of sqlite3_blob_open)
  TableState,  ///< remembers `table` (Qt setTable) or `text` as the WHERE clause on `statement`; `op` "read": and a table it also reads
  TableRun,    ///< runs `op` on the table remembered on `statement`
  Connection,  ///< opens or names a database; `dialect` of the handle when it can be told
  Ignore,      ///< known, and has no effect on tables
  Clause,      ///< result = a clause for Bind::Exchange. `op` "use": binds `value` (under the name at `index`, if that is a text);
               ///< "into": the next result column goes into `value`; "row": `value` becomes the row; "none": no effect (limit, range). See ModelRow::each
  Opaque,      ///< changes rows in a way no table follows from (changeset apply, backup): unresolved with `note` as the reason
  // --- text ---
  TextAppend,  ///< appends the arguments from `text` on (`bind_count` of them) to the string at `statement` (receiver or argument);
               ///< result = it; `op` "front": puts them before. Nothing is kept when that is no string of the program (std::cout, a log stream)
  TextConcat,  ///< result = all operands joined
  TextForward, ///< result = the text of `text` (c_str, QString::fromUtf8, std::string(const char*), trimmed…); `op` "lower", "upper", "trim"
  TextFormat,  ///< result (or the buffer at `statement`) = `text` formatted with the arguments from `bind` on; style in `format`
  TextAssign,  ///< the object at `statement` := `text`, or `literal` when there is no `text` slot ("" also empties
               ///< a container; `op` "none": memory that nothing was written to, "buffer": only when there is text in it); any value, not
               ///< only text; a list of places (std::tie) takes the elements of a list
  TextReplace, ///< replaces `index` by `value` (none: nothing) in `text` or the receiver: a text; or, when `index` is a number, as many
               ///< characters at that position as the argument after it says (`op` "insert": none). What is neither makes the whole
               ///< unknown. In place (and result) or, when `statement` is kResult, only as result
  TextJoin,    ///< result = the elements of the list at `value` joined with the text at `text` between them; a hole when they cannot be told
  TextCut,     ///< the string at `statement` (kResult: only the result) = `text` from position `index` (none: 0) for `value` characters
               ///< (none: to the end); neither `index` nor `value`: without its last character. Result = the string.
               ///< `op` "last": its last `value` characters (right); "drop": without the last `value` (chop); "remove": without
               ///< the `value` characters at `index` (erase)
  TextLength,  ///< result = number of bytes of `text`, when it is wholly known
  TextFind,    ///< result = position of `value` in `text` from `index` on, `literal` (none: std::string::npos) when it is not in it; `op` "last":
               ///< from the end; "any", "none", "last any", "last none": of a character that is or is not in `value`. When the text is not known
               ///< enough, what is looked for stands for its position
  TextTest,    ///< result = whether `text` and `value` are `op` "equal", "unequal", "starts", "ends", "contains", or "compare" (strcmp),
               ///< or `text` is "empty", as far as what is known of them decides it; `index`: of so many characters only (strncmp)
  Change,      ///< the object at `statement` (a list: each of its places) is changed in a way that cannot be told: unknown from here on
  Quote,       ///< result = value of `value` escaped as text: a hole in the text, the key value is kept
  // --- plumbing ---
  Forward,     ///< result = the value at `value` itself (std::move, unique_ptr::get, operator->, optional::value); with `statement`
               ///< kResult: a statement of its own with the text that is there now (the rows of a handle's last query)
  Construct,   ///< result = a new object of the class that is template argument 0 made from the arguments from `bind` on
  Invoke,      ///< calls the function at `value` with the arguments from `bind` on (std::invoke, std::thread, a transaction helper);
               ///< Bind::Array: with the elements of the list there (std::apply). Result = what it returns
  InvokeEach,  ///< calls `value` once for every element of `statement` (std::for_each, QtConcurrent::map); `text`: with what the call before
               ///< gave, at first that (std::accumulate; no `value`: texts are joined); `object`: what it gives is put in there
  Insert,      ///< puts `value` under `index` (or at the end) into the container at `statement`; `index` == `value`: the argument is a
               ///< pair of both; `bind_from` instead of `value`: the element is made from those arguments (emplace);
               ///< `each`: all elements of the list at `value` are put in
  Element,     ///< result = the element of the container at `statement` under `index` (any, when it cannot be told). An iterator is
               ///< the container of what it can point at: begin() is a Forward, *it an Element, find() an Element with `iterator`.
               ///< An element of what is no container is that value itself. With `value`: it goes in there (queue.try_pop(element))
  Partial,     ///< result = a function: `value` with the arguments from `bind_from` on fixed; std::placeholders stay open (std::bind)
  Pack,        ///< result = the list of the arguments from `bind_from` on; `member` = their comma-joined field names ("first,second");
               ///< `place`: what is bound to references stays a place (std::tie)
  Resource,    ///< result = the contents of the file or resource called `text` (LinkOptions::resources); unknown when there is none
  Connect,     ///< subscribes the function at `value` (on `object`) to the key at `index` of `statement`; a text at `index` or
               ///< `value` ("2clicked()", "1onClicked()", "onClicked") names a method of the object before it
  Publish,     ///< runs the subscribers of the key at `index` with the arguments from `bind` on
};

/// How values meet placeholders. A bound pointer or reference (`&id`) stands for what it points at when the statement runs.
enum class Bind : std::uint8_t {
  None,
  Indexed,    ///< one value: `index` (number or name), `value`
  Next,       ///< one value for the next free position: `value`
  Following,  ///< the arguments from `bind` on are positions 1, 2, …
  Array,      ///< `value` is an array or list, element k is position k+1 (of `member`, if given)
  Format,     ///< `value`, or the arguments from `bind_from` on, fill the next printf-like places of the statement's text
              ///< (Poco: `session << "… %s", name`)
  Exchange,   ///< SOCI/Poco clause: `value` is the result of use()/into() (see Clause), or a function (Poco's `now`): then the row
              ///< of that function is applied to the statement as its argument 0
};

/// Style of TextFormat.
enum class FormatStyle : std::uint8_t { Printf, Braces, Percent /* QString::arg */, BoostPercent };

/// One row: callee → role. Fields not used by a role stay empty.
struct ModelRow {
  std::string callee{};              ///< qualified name as in Callee::name; `Class::Class` for constructors, `Class::operator<<`
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
  std::string op{};                  ///< Access/TableRun: "insert", "update", "delete", "read", "write", "ddl"
  std::string note{};                ///< reason for Opaque
  int min_args = 0, max_args = 99; ///< written and default arguments
  std::string signature_has{};       ///< the callee's signature contains this, "" = any

  // Refinements; none is needed by a plain row.
  bool also = false;               ///< the next matching row of this callee applies too (else the first that matches decides); two Forwards: one of both
  bool deferred = false;           ///< Statement with `run`: runs at the end of the full expression (or of its variable's life), so that
                                   ///< text and binds that follow in the expression count: `sql << "…" << x, use(id);`
  bool keep_binds = false;         ///< Statement with `text`: values bound before it stay bound (ODBC binds by address, in any order)
  bool each = false;               ///< bound values are lists and stand for each of their elements (execBatch, use(std::vector&))
  bool iterator = false;           ///< Element: the result is an iterator, i.e. the container of the matching entries only
  bool place = false;              ///< Forward of the receiver: the object itself, so that what is written through the result is written to it
  bool alters = false;             ///< TextForward: text of the program stays as it is, any other value becomes another (trimmed, toUpper)
  int template_index = -1;         ///< Element: the index is this template argument (std::get<1>)
  int bind_count = -1;             ///< how many arguments from `bind_from` on count, -1 = all
  Slot object{};                   ///< Invoke, Connect: the object on which a member function or a method's name at `value` is called
  Slot columns{};                  ///< Access: name or list of names of columns; none = any. Its key is `index` = rowid, if given
  std::string table_member{};      ///< Access: the table is the value of this static member of a class that is a template argument of the
                                   ///< method or its class ("tableName" for the T of `Mapper<T>`)
  std::string key_member{};        ///< Access with `index`: the key's column is the value of this static member of that class, not the
                                   ///< rowid; no key when that is not one name
  std::string member{};              ///< Bind::Array: the value is this field of the element ("buffer" of a MYSQL_BIND)
  std::string literal{};             ///< TextAppend, TextAssign: the text when there is no `text` slot
};

/// A library: its rows, and the classes whose unlisted methods are reported rather than ignored.
struct Library {
  std::string name{};                        ///< "sqlite3", "SQLiteCpp", "Qt SQL"
  std::string dialect{};                     ///< "sqlite", "postgres", "mysql" or "" when the library speaks to many
  std::vector<ModelRow> rows{};
  std::vector<std::string> handle_classes{}; ///< "QSqlQuery": an unmodelled method on these is unresolved
  std::vector<std::string> harmless{};       ///< names of methods of handle classes that have no effect ("QSqlQuery::isActive")
};

}  // namespace touchgraph
