#pragma once

#include "analyzer/sql/schema.h"
#include "analyzer/sql/syntax.h"

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// Tree → effects: looks up names in scopes, attributes every column to its table, and finds which rows are concerned.
/// Triggers, foreign keys and routines come later (expand.h).
namespace touchgraph::sql {

/// Values one of which it is; empty: not known.
using Operands = std::vector<Operand>;
/// Column in lower case → its value, of a row before or after a write.
using RowImage = std::map<std::string, Operands>;

/// A touch with what a trigger or a foreign key needs to know of its rows.
struct Write : TableTouch {
  RowImage old_row, new_row;
  std::vector<std::string> updated;  ///< columns an upsert's UPDATE sets
  bool updated_known = true;
  bool truncates = false;            ///< TRUNCATE: no row triggers
  bool truncate_cascades = false;
};

/// A routine called by the statement.
struct RoutineCall {
  std::string name;
  std::vector<Operands> arguments;
  bool is_statement = false;  ///< CALL f(…)
  bool alone = false;         ///< SELECT f(…) and nothing else
};

struct Effects {
  std::vector<Write> touches;
  std::vector<TableUse> reads;
  std::vector<StatementProblem> problems;
  std::vector<RoutineCall> calls;
};

/// What names mean that no table has: variables, parameters, NEW and OLD.
struct Environment {
  std::map<std::string, Operands> locals;             ///< by name in lower case
  std::map<std::string, const RowImage*> rows;        ///< "new", "old"
  const std::vector<Operands>* positions = nullptr;   ///< $1 … of a routine
  std::set<std::string> row_sets;                     ///< transition tables of a trigger: REFERENCING NEW TABLE AS …
  std::string row_table;                              ///< the table whose rows NEW and OLD are
  std::string cause = "direct";
  bool is_body = false;                               ///< of a trigger or routine: no placeholder of it is the program's
};

/// One column of a query's result.
struct Output {
  std::string name;
  std::string table, column;  ///< its origin when it is a plain column
  Operands values;            ///< when they are known
};

struct Outputs {
  std::vector<Output> columns;
  bool known = true;  ///< false: there may be more, in any order
};

class Resolver {
 public:
  Resolver(const Schema& schema, Dialect dialect, const Environment& environment)
      : schema_(schema), dialect_(dialect), environment_(environment) {}

  void statement(const SyntaxTree& tree);
  /// A condition or value outside any statement.
  void expression(const Expr& expr);

  Effects effects;
  Outputs results;
  /// Columns of NEW and OLD that were read, as `row_table` calls them.
  std::set<std::string> row_columns;

 private:
  using Terms = std::map<std::pair<int, std::string>, Operands>;  ///< (binding, column) → alternatives
  using Pushed = std::map<std::string, Operands>;                 ///< output name in lower case → alternatives

  struct Scope;

  struct CteState {
    const Cte* cte = nullptr;
    Outputs outputs;
    bool described = false, recursive = false, resolved_partly = false, resolved = false, used = false;
    Scope* scope = nullptr;
  };

  /// One entry of a FROM list.
  struct Binding {
    std::string alias;              ///< the name it goes by, lower case
    std::string table;              ///< reported name; "" when it is no table
    const Table* declared =
        nullptr;  ///< beside `view` when the name is a table in one version of the schema and a view in another
    const View* view = nullptr;
    const Query* query = nullptr;   ///< derived table or view
    CteState* cte = nullptr;
    const RowImage* row = nullptr;  ///< excluded
    bool is_function = false;       ///< json_each(…)
    Outputs outputs;                ///< of query and cte
    std::set<std::string> columns;  ///< read
    bool any = false;               ///< columns are read that cannot be named
    bool is_target = false;         ///< of a write: read only when a column is used
    bool non_equality = false;
    bool columnsKnown() const {
      if (isBoth()) return outputs.known && declaredColumnsKnown();
      return query || cte || row || is_function ? outputs.known : declaredColumnsKnown();
    }
    bool declaredColumnsKnown() const { return declared && declared->columns_known && !declared->columns.empty(); }
    bool isTable() const { return !table.empty() && !query && !cte && !row && !is_function; }
    bool isBoth() const { return view && declared; }
    /// Reading it reads rows of `table`.
    bool hasRows() const { return isTable() || isBoth(); }
    /// The n-th column is the one listed n-th.
    bool positionsKnown() const { return columnsKnown() && !isBoth() && !(declared && declared->positions_differ); }
  };

  struct Scope {
    Scope* parent = nullptr;
    std::deque<Binding> bindings;
    std::map<std::string, CteState*> ctes;
    std::set<std::string> aliases;  ///< of the select list
    bool in_tail = false;           ///< ORDER BY, GROUP BY, HAVING: an alias hides a column
    bool fragment = false, keys_unknown = false;
    bool from_open = false;         ///< a hole may add sources
    Terms terms;
  };

  struct ColumnRef {
    Scope* scope = nullptr;
    int binding = -1;
    std::string column;
  };

  /// What a name turned out to be.
  struct Found {
    enum class Kind { Column, Value, Text, Ambiguous, Nothing } kind = Kind::Nothing;
    std::vector<ColumnRef> columns;  ///< several for the merged column of a USING
    Operands values;
  };

  /// Equalities and the rest of a predicate.
  struct Predicate {
    Terms terms;
    std::vector<std::pair<std::pair<int, std::string>, std::pair<int, std::string>>> flows;  ///< values of the first hold for the second
    std::set<int> non_equality;
  };

  // bind.cpp
  void bind(Scope& scope, const Source& source);
  void bindView(Binding& binding, const View& view);
  Outputs describeView(const View& view);
  void readView(const View& view, const Pushed& pushed);
  void bindTarget(Scope& scope, const ObjectName& name, const std::string& alias);
  Found lookup(const Expr& column, Scope* scope, bool right_side = false);
  Found lookupQualified(const Expr& column, Scope* scope);
  Found lookupPlain(const Expr& column, Scope* scope, bool right_side);
  std::string columnName(const Binding& binding, const std::string& written) const;
  void useColumn(const ColumnRef& reference);
  void useAll(Binding& binding);
  CteState* findCte(Scope* scope, const ObjectName& name);

  // predicates.cpp
  Operands operandsOf(const Expr& expr, Scope* scope);
  Operands substituted(const Operand& operand) const;
  Predicate predicateOf(const Expr& expr, Scope* scope);
  Predicate conjunction(Predicate a, Predicate b);
  void equality(const Expr& left, const Expr& right, Scope* scope, Predicate& result);
  void membership(const Expr& in, Scope* scope, Predicate& result);
  void mentionAll(const Expr& expr, Scope* scope, Predicate& result);
  void addTerm(Predicate& result, const ColumnRef& column, Operands values);
  void joinPredicates(Scope& scope, const std::vector<Source>& sources, const std::vector<int>& bindings, Predicate& result);
  void settle(Scope& scope, Predicate predicate, int target = -1);
  std::vector<KeyTerm> keysOf(const Scope& scope, int binding) const;

  // resolve_query.cpp
  Outputs query(const Query& query, Scope* parent, const Pushed& pushed, const std::string& cause);
  Outputs core(const SelectCore& core, const Query& whole, Scope* parent, const Pushed& pushed, const std::string& cause);
  Outputs describe(const Query& query, Scope* parent);
  Outputs outputsOf(const std::vector<SelectItem>& items, Scope& scope);
  void declareCtes(const std::vector<Cte>& ctes, Scope& scope, std::deque<CteState>& states);
  void resolveCte(CteState& state, const Pushed& pushed);
  void finishCtes(std::deque<CteState>& states);
  void resolveDerived(Scope& scope);
  void visit(const Expr& expr, Scope* scope, bool right_side = false);
  void visitItems(const std::vector<SelectItem>& items, Scope& scope);
  void visitOpen(const Expr& expr, Scope* scope);
  bool wholeRow(const std::string& name, Scope* scope);
  void emitReads(Scope& scope, const std::string& cause);
  void emitRead(Scope& scope, int binding, const std::string& cause);
  void into(const ObjectName& name, const Outputs& outputs);

  // resolve_write.cpp
  void insert(const Insert& insert, Scope* parent);
  void update(const Update& update, Scope* parent);
  void remove(const Delete& remove, Scope* parent);
  void merge(const Merge& merge, Scope* parent);
  void truncate(const Truncate& truncate);
  void ddl(const Ddl& ddl, Scope* parent);
  void call(const Call& call, Scope* parent);
  void body(const SyntaxTree& tree, Scope* parent);
  void insertRows(const Insert& insert, Scope& scope, const Table* table, const std::vector<std::string>& columns, Write& write);
  void insertKeys(const Insert& insert, const Table* table, const std::vector<std::string>& columns, bool columns_known, Write& write);
  void setKeys(Write& write, const Scope& scope, int binding, const std::map<std::string, Operands>& assigned);
  void returning(const std::vector<SelectItem>& items, Scope& scope);
  void addTouch(Write write, const ObjectName& written);
  void checkTable(const ObjectName& name, bool is_touch);

  bool silent() const { return silent_ > 0; }

  const Schema& schema_;
  Dialect dialect_;
  const Environment& environment_;
  std::vector<const View*>
      open_views_;  ///< being read: one that meets itself means another version's table of that name
  int silent_ = 0;
  int depth_ = 0;
};

}  // namespace touchgraph::sql
