#include "analyzer/sql/expand.h"

#include <algorithm>

/// A work list of touches. Each one may fire triggers and foreign key actions; what these touch is appended. A trigger that
/// is met again on its own chain runs with unknown rows, so every chain ends.
namespace touchgraph::sql {

namespace {

constexpr std::size_t kMostTouches = 2000;

struct Item {
  Write write;
  std::vector<std::string> chain;  ///< triggers and foreign keys that led here
};

std::string signature(const Write& write) {
  std::string result = write.table + "\n" + write.cause + "\n" + std::to_string(static_cast<int>(write.op)) + "\n";
  for (const RowImage* row : {&write.old_row, &write.new_row}) {
    for (const auto& [column, values] : *row) {
      result += column + "=";
      for (const Operand& value : values) result += std::to_string(static_cast<int>(value.kind)) + ":" + std::to_string(value.index) + value.text + ",";
    }
    result += "|";
  }
  if (write.columns)
    for (const std::string& column : *write.columns) result += column + ",";
  return result;
}

std::vector<KeyTerm> termsOf(const std::vector<std::string>& columns, const std::vector<std::string>& parent_columns, const RowImage& parent) {
  std::vector<KeyTerm> keys;
  for (std::size_t i = 0; i < columns.size() && i < parent_columns.size(); ++i) {
    auto value = parent.find(lowerCase(parent_columns[i]));
    if (value == parent.end()) continue;
    for (const Operand& operand : value->second) keys.push_back({columns[i], operand});
  }
  return keys;
}

class Expander {
 public:
  Expander(const Schema& schema, Dialect dialect, Effects& effects) : schema_(schema), dialect_(dialect), effects_(effects) {}

  void run() {
    for (Write& write : effects_.touches) queue_.push_back({std::move(write), {}});
    effects_.touches.clear();
    std::vector<RoutineCall> calls = std::move(effects_.calls);
    effects_.calls.clear();
    routines(calls, {}, "direct");
    for (std::size_t i = 0; i < queue_.size(); ++i) {
      if (i > kMostTouches) {
        effects_.problems.push_back({StatementProblem::Kind::Unknown, "triggers and foreign keys set off more than can be followed", ""});
        break;
      }
      Item item = queue_[i];
      if (!seen_.insert(signature(item.write)).second && !item.chain.empty()) continue;
      follow(item);
    }
  }

  void runBody(const Body& body, const std::string& cause) {
    Environment environment;
    environment.cause = cause;
    bodyEffects(body, environment, {}, Certainty::Must);
    run();
  }

 private:
  void follow(Item& item) {
    Write& write = item.write;
    ObjectName name{"", write.table};
    std::size_t dot = write.table.rfind('.');
    if (dot != std::string::npos) name = {write.table.substr(0, dot), write.table.substr(dot + 1)};
    auto [table, view] = schema_.find(name);
    if (write.op == TouchOp::Ddl) view = nullptr;         // the definition is made, no row behind it is written
    if (table && view) write.certainty = Certainty::May;  // the database at hand has one of the two
    // SQLite writes no view without a trigger that does it instead: where there is a table, the statement means that.
    const bool through = !table || schema_.dialect() != Dialect::Sqlite;
    if (view && writeView(item, *view, through) && !table) return;
    effects_.touches.push_back(write);
    if (write.op == TouchOp::Ddl || write.op == TouchOp::Unknown) return;
    // MySQL: foreign key actions fire no triggers.
    bool by_foreign_key = write.cause.rfind("fk:", 0) == 0;
    if (!(dialect_ == Dialect::Mysql && by_foreign_key)) triggers(item, write.table, false);
    foreignKeys(item);
  }

  // --- triggers ---------------------------------------------------------------------------------------------------------

  bool fires(const Trigger& trigger, const Write& write, bool& certain) const {
    certain = true;
    if (write.truncates) return trigger.on_truncate;
    bool inserts = write.op == TouchOp::Insert || write.op == TouchOp::Upsert || write.op == TouchOp::Replace;
    bool updates = write.op == TouchOp::Update || write.op == TouchOp::Upsert;
    if (write.op == TouchOp::Upsert) certain = false;
    if (trigger.on_insert && inserts) return true;
    if (trigger.on_delete && write.op == TouchOp::Delete) return true;
    // MySQL's REPLACE runs delete triggers; SQLite's does so only with recursive_triggers, which is off.
    if (trigger.on_delete && write.op == TouchOp::Replace && dialect_ == Dialect::Mysql) {
      certain = false;
      return true;
    }
    if (!trigger.on_update || !updates) return false;
    if (trigger.update_of.empty()) return true;
    const std::vector<std::string>* columns = write.op == TouchOp::Upsert ? &write.updated : write.columns ? &*write.columns : nullptr;
    if (!columns || !write.updated_known) {
      certain = false;
      return true;
    }
    for (const std::string& column : trigger.update_of)
      for (const std::string& written : *columns)
        if (sameName(column, written)) return true;
    return false;
  }

  /// The triggers on `table` for this touch; those of the view itself when `instead`. True when one ran.
  bool triggers(const Item& item, const std::string& table, bool instead) {
    bool any = false;
    for (const Trigger& trigger : schema_.triggers()) {
      if (!sameName(trigger.table, table) || (trigger.timing == Trigger::Timing::InsteadOf) != instead) continue;
      bool certain = true;
      if (!fires(trigger, item.write, certain)) continue;
      any = true;
      std::vector<std::string> chain = item.chain;
      std::size_t repeats = static_cast<std::size_t>(std::count(chain.begin(), chain.end(), trigger.name));
      if (repeats > 1) continue;
      if (repeats == 1 && dialect_ == Dialect::Sqlite) continue;  // recursive_triggers is off
      chain.push_back(trigger.name);
      fire(trigger, item.write, chain,
           certain && !trigger.when && !trigger.has_versions ? item.write.certainty : Certainty::May, repeats == 0);
    }
    return any;
  }

  void fire(const Trigger& trigger, const Write& write, const std::vector<std::string>& chain, Certainty certainty, bool rows_known) {
    static const RowImage kNothing;
    Environment environment;
    environment.cause = "trigger:" + trigger.name;
    bool inserting = write.op == TouchOp::Insert || write.op == TouchOp::Replace || write.op == TouchOp::Upsert;
    // An upsert's UPDATE may leave other values than the INSERT would; only a key that holds for both is known.
    const RowImage* fresh = &write.new_row;
    RowImage common;
    if (write.op == TouchOp::Upsert) {
      if (write.keys)
        for (const KeyTerm& key : *write.keys) common[lowerCase(key.column)].push_back(key.value);
      if (!trigger.on_update || !trigger.on_insert) fresh = trigger.on_insert ? &write.new_row : &common;
      else fresh = &common;
    }
    environment.rows["new"] = rows_known ? fresh : &kNothing;
    environment.rows["old"] = rows_known ? (inserting ? &common : &write.old_row) : &kNothing;
    environment.row_table = write.table;
    environment.is_body = true;
    for (const std::string& name : trigger.row_sets) environment.row_sets.insert(lowerCase(name));
    std::set<std::string> row_columns;
    if (trigger.when) {
      Resolver resolver(schema_, schema_.dialect(), environment);
      resolver.expression(*trigger.when);
      collect(resolver.effects, chain, certainty);
      row_columns = resolver.row_columns;
    }
    bodyEffects(trigger.body, environment, chain, certainty, &row_columns);
    changedRow(trigger, write, certainty);
    if (row_columns.empty() || trigger.timing == Trigger::Timing::InsteadOf) return;
    // NEW and OLD are the rows just written: their columns are read from the table itself.
    TableUse use;
    use.table = write.table;
    use.cause = environment.cause;
    use.keys = write.keys;
    const Table* table = schema_.findTable(write.table);
    std::set<std::string> names;
    for (const std::string& name : row_columns) {
      const Column* column = table ? table->findColumn(name) : nullptr;
      if (column) names.insert(column->name);
      else if (!table) names.insert(name);
    }
    if (!table && schema_.findView(ObjectName{"", write.table})) return;
    use.columns = std::vector<std::string>(names.begin(), names.end());
    effects_.reads.push_back(std::move(use));
  }

  /// BEFORE triggers: SET NEW.column = … changes the row that is being written.
  void changedRow(const Trigger& trigger, const Write& write, Certainty certainty) {
    const Table* table = schema_.findTable(write.table);
    for (bool conditional : {false, true}) {
      std::set<std::string> columns;
      for (const BodyStep& step : trigger.body.steps) {
        if (step.assigns.empty() || step.conditional != conditional) continue;
        const Column* column = table ? table->findColumn(step.assigns[1]) : nullptr;
        columns.insert(column ? column->name : step.assigns[1]);
      }
      if (columns.empty() || write.op == TouchOp::Delete) continue;
      Write change;
      change.table = write.table;
      change.op = write.op;
      change.columns = std::vector<std::string>(columns.begin(), columns.end());
      change.keys = write.keys;
      change.cause = "trigger:" + trigger.name;
      change.certainty = conditional ? Certainty::May : certainty;
      effects_.touches.push_back(std::move(change));
    }
  }

  void bodyEffects(const Body& body, Environment& environment, const std::vector<std::string>& chain, Certainty certainty,
                   std::set<std::string>* row_columns = nullptr) {
    environment.is_body = true;
    for (const std::string& local : body.locals) environment.locals.emplace(lowerCase(local), Operands{});
    for (const std::string& problem : body.problems) addProblem({StatementProblem::Kind::Unknown, problem, ""});
    for (const BodyStep& step : body.steps) {
      Resolver resolver(schema_, schema_.dialect(), environment);
      if (step.expression) resolver.expression(*step.expression);
      else resolver.statement(step.tree);
      if (row_columns) row_columns->insert(resolver.row_columns.begin(), resolver.row_columns.end());
      collect(resolver.effects, chain, step.conditional ? Certainty::May : certainty);
      routines(resolver.effects.calls, chain, environment.cause);
    }
  }

  void addProblem(StatementProblem problem) {
    for (const StatementProblem& known : effects_.problems)
      if (known.reason == problem.reason) return;
    effects_.problems.push_back(std::move(problem));
  }

  void collect(Effects& from, const std::vector<std::string>& chain, Certainty certainty) {
    for (Write& write : from.touches) {
      if (certainty == Certainty::May) write.certainty = Certainty::May;
      queue_.push_back({std::move(write), chain});
    }
    for (TableUse& read : from.reads) effects_.reads.push_back(std::move(read));
    for (StatementProblem& problem : from.problems) addProblem(std::move(problem));
  }

  // --- foreign keys -----------------------------------------------------------------------------------------------------

  void foreignKeys(const Item& item) {
    const Write& write = item.write;
    const Table* parent = schema_.findTable(write.table);
    if (!parent) return;
    bool deletes = write.op == TouchOp::Delete || write.op == TouchOp::Replace;
    bool updates = write.op == TouchOp::Update || write.op == TouchOp::Upsert;
    if (!deletes && !updates) return;
    RowImage gone = write.old_row;
    if (write.op == TouchOp::Replace) {
      if (!evicted(*parent, write, gone)) return;
    }
    for (const auto& [child, key] : schema_.referencing(*parent)) {
      std::vector<std::string> chain = item.chain;
      if (std::count(chain.begin(), chain.end(), "fk:" + key->name) > 1) continue;
      bool again = std::count(chain.begin(), chain.end(), "fk:" + key->name) == 1;
      chain.push_back("fk:" + key->name);
      const RowImage& rows = again ? RowImage{} : gone;
      if (write.truncates) {
        if (write.truncate_cascades) truncateChild(*child, *key, chain);
      } else if (deletes) {
        onDelete(*child, *key, rows, chain);
      } else if (key->on_update != Action::None && sets(write, *key)) {
        onUpdate(*child, *key, write, again, chain);
      }
    }
  }

  /// The rows a REPLACE deletes collide with the new one on its primary key or on another unique key. False: none can.
  bool evicted(const Table& table, const Write& write, RowImage& gone) const {
    gone.clear();
    bool made = !table.primary_key.empty();
    for (const std::string& column : table.primary_key) {
      auto value = write.new_row.find(lowerCase(column));
      bool is_new = value != write.new_row.end() && std::all_of(value->second.begin(), value->second.end(), [](const Operand& o) {
        return o.kind == Operand::Kind::New;
      });
      made = made && is_new;
    }
    if (table.unique.empty()) {
      if (made) return false;
      for (const std::string& column : table.primary_key) {
        auto value = write.new_row.find(lowerCase(column));
        if (value != write.new_row.end()) gone[lowerCase(column)] = value->second;
      }
    } else if (made && table.unique.size() == 1) {
      for (const std::string& column : table.unique[0]) {
        auto value = write.new_row.find(lowerCase(column));
        if (value != write.new_row.end()) gone[lowerCase(column)] = value->second;
      }
    }
    return true;
  }

  static bool sets(const Write& write, const ForeignKey& key) {
    const std::vector<std::string>* columns = write.op == TouchOp::Upsert ? &write.updated : write.columns ? &*write.columns : nullptr;
    if (!columns || !write.updated_known || key.parent_columns.empty()) return true;
    for (const std::string& parent : key.parent_columns)
      for (const std::string& column : *columns)
        if (sameName(parent, column)) return true;
    return false;
  }

  void truncateChild(const Table& child, const ForeignKey& key, const std::vector<std::string>& chain) {
    Write write;
    write.table = child.name;
    write.op = TouchOp::Delete;
    write.truncates = write.truncate_cascades = true;
    write.cause = "fk:" + key.name;
    write.certainty = Certainty::Must;
    queue_.push_back({std::move(write), chain});
  }

  void onDelete(const Table& child, const ForeignKey& key, const RowImage& gone, const std::vector<std::string>& chain) {
    switch (key.on_delete) {
      case Action::None: return;
      case Action::Cascade: {
        Write write;
        write.table = child.name;
        write.op = TouchOp::Delete;
        finish(write, key, termsOf(key.columns, key.parent_columns, gone), chain);
        return;
      }
      case Action::SetNull:
      case Action::SetDefault: childUpdate(child, key, gone, key.on_delete, nullptr, chain); return;
    }
  }

  void onUpdate(const Table& child, const ForeignKey& key, const Write& write, bool again, const std::vector<std::string>& chain) {
    RowImage old = again ? RowImage{} : write.old_row;
    childUpdate(child, key, old, key.on_update, again ? nullptr : &write.new_row, chain);
  }

  /// SET NULL, SET DEFAULT, ON UPDATE CASCADE: the referring columns change, so a row counts with its old and its new value.
  void childUpdate(const Table& child, const ForeignKey& key, const RowImage& old_parent, Action action, const RowImage* new_parent,
                   const std::vector<std::string>& chain) {
    Write write;
    write.table = child.name;
    write.op = TouchOp::Update;
    write.columns = key.columns;
    std::sort(write.columns->begin(), write.columns->end());
    std::vector<KeyTerm> keys = termsOf(key.columns, key.parent_columns, old_parent);
    for (const KeyTerm& term : keys) write.old_row[lowerCase(term.column)].push_back(term.value);
    write.new_row = write.old_row;
    for (std::size_t i = 0; i < key.columns.size(); ++i) {
      Operands fresh;
      if (action == Action::SetNull) {
        Operand null;
        null.kind = Operand::Kind::Literal;
        null.text = "NULL";
        fresh = {null};
      } else if (action == Action::SetDefault) {
        const Column* column = child.findColumn(key.columns[i]);
        Operand null;
        null.kind = Operand::Kind::Literal;
        null.text = "NULL";
        if (column) fresh = {column->default_value ? *column->default_value : null};
      } else if (new_parent && i < key.parent_columns.size()) {
        auto value = new_parent->find(lowerCase(key.parent_columns[i]));
        if (value != new_parent->end()) fresh = value->second;
      }
      std::string lower = lowerCase(key.columns[i]);
      if (fresh.empty()) {
        write.new_row.erase(lower);
        std::erase_if(keys, [&](const KeyTerm& term) { return term.column == key.columns[i]; });
        continue;
      }
      write.new_row[lower] = fresh;
      if (write.old_row.count(lower) == 0) continue;
      for (const Operand& value : fresh) {
        KeyTerm term{key.columns[i], value};
        if (std::find(keys.begin(), keys.end(), term) == keys.end()) keys.push_back(std::move(term));
      }
    }
    RowImage old_row = write.old_row, new_row = write.new_row;
    finish(write, key, std::move(keys), chain, &old_row, &new_row);
  }

  void finish(Write& write, const ForeignKey& key, std::vector<KeyTerm> keys, const std::vector<std::string>& chain,
              const RowImage* old_row = nullptr, const RowImage* new_row = nullptr) {
    std::stable_sort(keys.begin(), keys.end(), [](const KeyTerm& a, const KeyTerm& b) { return a.column < b.column; });
    if (old_row) write.old_row = *old_row;
    else
      for (const KeyTerm& term : keys) write.old_row[lowerCase(term.column)].push_back(term.value);
    if (new_row) write.new_row = *new_row;
    if (!keys.empty()) write.keys = std::move(keys);
    write.cause = "fk:" + key.name;
    write.certainty = Certainty::May;
    queue_.push_back({std::move(write), chain});
  }

  // --- views ------------------------------------------------------------------------------------------------------------

  /// A write to a view: its INSTEAD OF triggers, or, for a view of one table, a write to that table.
  bool writeView(const Item& item, const View& view, bool through) {
    if (triggers(item, view.name, true)) return true;
    if (!through) return false;
    bool any = writeThrough(item, view, view.others.empty());
    for (const View& other : view.others) any = writeThrough(item, other, false) || any;
    return any;
  }

  /// `certain`: this is the only version of the view.
  bool writeThrough(const Item& item, const View& view, bool certain) {
    if (view.query->cores.size() != 1 || view.query->cores[0].from.size() != 1 || !view.query->cores[0].group.empty()) return false;
    const SelectCore& core = view.query->cores[0];
    const Table* table = schema_.findTable(core.from[0].table);
    if (!table) {
      const View* inner = schema_.findView(core.from[0].table);
      if (!inner || inner == &view) return false;
    }
    std::map<std::string, std::string> names;  // view's column → table's
    std::vector<std::string> outputs;
    for (const SelectItem& one : core.items) {
      if (one.expr.kind == Expr::Kind::Star && table)
        for (const Column& column : table->columns) outputs.push_back(column.name), names[lowerCase(column.name)] = column.name;
      if (one.expr.kind != Expr::Kind::Column) {
        if (one.expr.kind != Expr::Kind::Star) outputs.emplace_back();
        continue;
      }
      std::string base = one.expr.path.back();
      if (const Column* column = table ? table->findColumn(base) : nullptr) base = column->name;
      std::string own = one.alias.empty() ? base : one.alias;
      outputs.push_back(base);
      names[lowerCase(own)] = base;
    }
    for (std::size_t i = 0; i < view.columns.size() && i < outputs.size(); ++i) names[lowerCase(view.columns[i])] = outputs[i];
    Write write = item.write;
    if (!certain) write.certainty = Certainty::May;
    write.table = table ? table->name : schema_.reportedName(core.from[0].table);
    if (write.cause == "direct") write.cause = "view:" + view.name;
    auto rename = [&](const std::string& column) {
      auto found = names.find(lowerCase(column));
      return found == names.end() ? column : found->second;
    };
    if (write.columns) {
      for (std::string& column : *write.columns) column = rename(column);
      std::sort(write.columns->begin(), write.columns->end());
    }
    if (write.keys)
      for (KeyTerm& key : *write.keys) key.column = rename(key.column);
    for (KeyTerm& key : write.row) key.column = rename(key.column);
    for (RowImage* row : {&write.old_row, &write.new_row}) {
      RowImage renamed;
      for (auto& [column, values] : *row) renamed[lowerCase(rename(column))] = values;
      *row = std::move(renamed);
    }
    std::vector<std::string> chain = item.chain;
    if (std::count(chain.begin(), chain.end(), "view:" + view.name) > 0) return false;
    chain.push_back("view:" + view.name);
    queue_.push_back({std::move(write), chain});
    return true;
  }

  // --- routines ---------------------------------------------------------------------------------------------------------

  void routines(const std::vector<RoutineCall>& calls, const std::vector<std::string>& chain, const std::string& cause) {
    for (const RoutineCall& call : calls) {
      const Routine* routine = schema_.findRoutine(call.name);
      if (!routine) {
        const bool is_named = !call.name.empty() && call.name.find('*') == std::string::npos;
        if (call.is_statement || (call.alone && !knownFunction(call.name)))
          addProblem({StatementProblem::Kind::Unknown,
                      "routine '" + call.name + "' is not in the schema: what it does is not known", "", !is_named});
        continue;
      }
      std::string mark = "routine:" + routine->name;
      if (std::count(chain.begin(), chain.end(), mark) > 0) continue;
      std::vector<std::string> inner = chain;
      inner.push_back(mark);
      Environment environment;
      environment.cause = cause;
      environment.is_body = true;
      environment.positions = &call.arguments;
      for (std::size_t i = 0; i < routine->parameters.size(); ++i)
        if (!routine->parameters[i].empty())
          environment.locals[lowerCase(routine->parameters[i])] = i < call.arguments.size() ? call.arguments[i] : Operands{};
      bodyEffects(routine->body, environment, inner, Certainty::Must);
    }
  }

  /// Functions that come with the database. `SELECT f($1)` of any other one runs code that nobody showed us.
  bool knownFunction(const std::string& name) const {
    if (dialect_ == Dialect::Sqlite) return true;  // functions of the program itself, in C++
    static const std::set<std::string> kNames = {
        "now", "version", "nextval", "currval", "lastval", "setval", "count", "sum", "min", "max", "avg", "coalesce", "nullif", "greatest",
        "least", "length", "lower", "upper", "trim", "ltrim", "rtrim", "concat", "concat_ws", "replace", "substr", "substring", "left", "right",
        "round", "floor", "ceil", "ceiling", "abs", "mod", "power", "sqrt", "random", "rand", "md5", "sha1", "sha2", "sha256", "encode", "decode",
        "crypt", "gen_salt", "gen_random_uuid", "uuid", "uuid_generate_v4", "current_setting", "set_config", "current_database",
        "current_schema", "database", "schema", "user", "session_user", "current_user", "last_insert_id", "row_count", "found_rows", "connection_id",
        "sleep", "pg_sleep", "extract", "date", "time", "age", "clock_timestamp", "statement_timestamp", "transaction_timestamp", "unix_timestamp",
        "from_unixtime", "curdate", "curtime", "sysdate", "utc_timestamp", "date_add", "date_sub", "datediff", "timestampdiff", "exists", "if",
        "ifnull", "isnull", "cast", "convert", "format", "instr", "position", "strpos", "reverse", "repeat", "lpad", "rpad", "ascii", "chr", "char",
        "hex", "unhex", "get_lock", "release_lock", "is_free_lock", "benchmark", "password", "aes_encrypt", "aes_decrypt", "row_to_json", "quote",
        "quote_literal", "quote_ident", "nullif", "cardinality", "unnest", "generate_series", "notify", "obj_description", "has_table_privilege",
        "has_schema_privilege", "txid_current", "inet_aton", "inet_ntoa", "uuid_short", "load_file", "to_regclass", "values", "row"};
    std::string lower = lowerCase(name);
    if (kNames.count(lower) != 0) return true;
    for (std::string_view prefix : {"pg_", "json", "array_", "string_", "regexp_", "to_", "date_", "make_", "st_", "txid_", "inet_", "ts_", "lo_", "bit_", "bool_"})
      if (lower.rfind(prefix, 0) == 0) return true;
    return false;
  }

  const Schema& schema_;
  Dialect dialect_;
  Effects& effects_;
  std::deque<Item> queue_;
  std::set<std::string> seen_;
};

}  // namespace

void expand(const Schema& schema, Dialect dialect, Effects& effects) { Expander(schema, dialect, effects).run(); }

void expandBody(const Schema& schema, Dialect dialect, const Body& body, const std::string& cause, Effects& effects) {
  Expander(schema, dialect, effects).runBody(body, cause);
}

}  // namespace touchgraph::sql
