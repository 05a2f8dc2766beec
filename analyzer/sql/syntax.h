#pragma once

#include "graph/statement.h"

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// A statement as a tree: what the text says, before any name is looked up. Plain data, made by the parser.
namespace touchgraph::sql {

/// `shop.users`; '*' in `name` stands for a part that is not known.
struct ObjectName {
  std::string schema;
  std::string name;
  bool quoted = false;
  bool partial() const { return name.find('*') != std::string::npos; }
};

struct Query;

struct Expr {
  enum class Kind {
    Column,    ///< ‹a.qty›: path
    Star,      ///< ‹*›, ‹a.*›: path is the qualifier
    Value,     ///< ‹?›, ‹7›, ‹'x'›: value
    Call,      ///< ‹count(x)›: path is the name, kids the arguments
    Binary,    ///< ‹a = b›, ‹a AND b›: op, two kids
    In,        ///< ‹a IN (1, 2)›, ‹a IN (SELECT …)›: kids[0] is the left side, then the elements or a Subquery; op "NOT IN" when negated
    Subquery,  ///< ‹(SELECT …)›
    Exists,    ///< ‹EXISTS (SELECT …)›
    Tuple,     ///< ‹(a, b)›
    Fragment,  ///< a hole that may be any piece of text
    Other,     ///< anything else; only the columns in its kids matter
  };
  Kind kind = Kind::Other;
  std::vector<std::string> path;
  bool quoted = false;         ///< the last part of the path is in quotes
  bool maybe_text = false;     ///< in double quotes: SQLite reads a string when there is no such column
  std::string op;
  Operand value;
  std::vector<Expr> kids;
  std::shared_ptr<Query> query;
};

struct Source {
  enum class Join { Inner, Left, Right, Full };
  ObjectName table;
  std::shared_ptr<Query> query;          ///< a derived table
  bool is_function = false;              ///< ‹json_each(x)›: `table` is its name
  std::vector<Expr> arguments;           ///< of the function
  std::string alias;
  std::vector<std::string> column_aliases;
  Join join = Join::Inner;
  bool natural = false;
  std::vector<std::string> using_columns;
  std::optional<Expr> on;
};

struct SelectItem {
  Expr expr;
  std::string alias;
};

struct SyntaxTree;
struct Cte {
  std::string name;
  std::vector<std::string> columns;
  std::shared_ptr<Query> query;       ///< or
  std::shared_ptr<SyntaxTree> write;  ///< a data-modifying CTE
};

struct SelectCore {
  std::vector<SelectItem> items;
  std::vector<Source> from;
  std::optional<Expr> where, having;
  std::vector<Expr> group;
  std::vector<Expr> extra;                ///< DISTINCT ON, WINDOW
  std::vector<Expr> others;               ///< conditions behind a hole
  std::vector<std::vector<Expr>> values;  ///< VALUES (…), (…) instead of SELECT
  std::optional<ObjectName> into;         ///< SELECT … INTO t
  bool is_values = false;
  bool distinct = false;
  bool has_window = false;
  bool fragment = false;                  ///< a hole where a clause may hide
  bool keys_unknown = false;              ///< … that can widen the predicate
  bool from_open = false;                 ///< … that can add sources
};

struct Query {
  std::vector<Cte> ctes;
  std::vector<SelectCore> cores;  ///< parts of a UNION …
  std::vector<Expr> order;
  std::vector<Expr> limit;
  bool limited = false;
};

struct Assignment {
  std::vector<std::string> path;  ///< column, perhaps qualified; last part with '*' when not known
  Expr value;
};

enum class Conflict { None, Ignore, Replace, Update };

struct Insert {
  ObjectName table;
  std::string alias;
  std::vector<std::string> columns;
  bool has_columns = false;    ///< a column list was written
  bool columns_open = false;   ///< … with a hole in it
  std::vector<std::vector<Expr>> rows;
  bool rows_open = false;      ///< a hole among the rows
  std::shared_ptr<Query> query;
  bool default_values = false;
  bool bulk = false;           ///< COPY, LOAD DATA: the rows come from outside
  Conflict conflict = Conflict::None;
  std::vector<std::string> conflict_target;
  std::vector<Assignment> updates;
  bool updates_open = false;
  std::optional<Expr> update_where;
  std::vector<SelectItem> returning;
};

struct Update {
  std::vector<Source> targets;   ///< the first one, and MySQL's joined ones
  std::vector<Assignment> assignments;
  bool assignments_open = false; ///< a hole among them
  std::vector<Source> from;
  std::optional<Expr> where;
  std::vector<Expr> order;
  std::vector<SelectItem> returning;
  bool or_replace = false, or_ignore = false;
  bool fragment = false, keys_unknown = false, from_open = false;
};

struct Delete {
  std::vector<ObjectName> targets;  ///< names or aliases
  std::vector<Source> sources;      ///< every source, targets included
  std::optional<Expr> where;
  std::vector<Expr> order;
  std::vector<SelectItem> returning;
  bool fragment = false, keys_unknown = false, from_open = false;
};

struct MergeAction {
  TouchOp op = TouchOp::Unknown;  ///< Unknown: DO NOTHING
  std::optional<Expr> condition;
  std::vector<Assignment> assignments;
  std::vector<std::string> columns;
  std::vector<Expr> values;
};

struct Merge {
  Source target, source;
  Expr on;
  std::vector<MergeAction> actions;
};

struct Truncate {
  std::vector<ObjectName> tables;
  bool cascade = false;
};

struct Call {
  ObjectName routine;
  std::vector<Expr> arguments;
};

/// CREATE, ALTER, DROP: `objects` are the tables concerned; the schema reads the rest from the tokens.
struct Ddl {
  std::vector<ObjectName> objects;
  std::shared_ptr<Query> query;  ///< CREATE TABLE … AS
  bool creates = false;
  bool temporary = false;
  bool refresh = false;          ///< REFRESH MATERIALIZED VIEW
};

/// DO $$ … $$
struct Block {
  std::string body;
};

struct Utility {
  StatementKind kind = StatementKind::Other;
};

struct Select {
  std::shared_ptr<Query> query;
};

/// Not readable: why.
struct Unreadable {
  std::string reason;
};

using StatementBody =
    std::variant<Utility, Select, Insert, Update, Delete, Merge, Truncate, Call, Ddl, Block, Unreadable>;

struct SyntaxTree {
  std::vector<Cte> ctes;
  StatementBody body;
  bool explain = false;  ///< EXPLAIN: nothing happens
  std::string odd_near;  ///< where it stumbled for good
  bool odd = false;      ///< the text is not what the grammar expects somewhere
  bool verb_hole = false;    ///< the verb itself is a hole; the body is what fits the rest
  bool prefix_hole = false;  ///< a hole stands before the verb
};

}  // namespace touchgraph::sql
