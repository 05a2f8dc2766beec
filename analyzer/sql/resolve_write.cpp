#include "analyzer/sql/resolver.h"

#include <algorithm>

namespace touchgraph::sql {

namespace {

void addOperands(Operands& to, const Operands& from) {
  for (const Operand& value : from)
    if (std::find(to.begin(), to.end(), value) == to.end()) to.push_back(value);
}

bool isNull(const Operand& value) { return value.kind == Operand::Kind::Literal && value.text == "NULL"; }

Operand madeByDatabase() {
  Operand operand;
  operand.kind = Operand::Kind::New;
  return operand;
}

std::vector<std::string> sortedUnique(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

/// The columns an UPDATE changes: those it names, and the generated ones computed from them.
std::vector<std::string> withComputed(const Table* table, std::vector<std::string> names) {
  if (!table) return names;
  for (std::size_t i = 0; i < names.size(); ++i)
    for (const Column& column : table->columns) {
      const auto isNamed = [&](const std::string& name) { return sameName(name, names[i]); };
      if (std::any_of(column.computed_from.begin(), column.computed_from.end(), isNamed) &&
          std::none_of(names.begin(), names.end(), [&](const std::string& name) { return sameName(name, column.name); }))
        names.push_back(column.name);
    }
  return names;
}

}  // namespace

void Resolver::statement(const SyntaxTree& tree) {
  Scope scope;
  std::deque<CteState> states;
  declareCtes(tree.ctes, scope, states);
  body(tree, &scope);
  finishCtes(states);
}

void Resolver::body(const SyntaxTree& tree, Scope* parent) {
  struct Visitor {
    Resolver& r;
    const SyntaxTree& tree;
    Scope* parent;
    void operator()(const Utility&) {}
    void operator()(const Select& select) { r.results = r.query(*select.query, parent, {}, r.environment_.cause); }
    void operator()(const Insert& insert) { r.insert(insert, parent); }
    void operator()(const Update& update) { r.update(update, parent); }
    void operator()(const Delete& remove) { r.remove(remove, parent); }
    void operator()(const Merge& merge) { r.merge(merge, parent); }
    void operator()(const Truncate& truncate) { r.truncate(truncate); }
    void operator()(const Call& call) { r.call(call, parent); }
    void operator()(const Ddl& ddl) { r.ddl(ddl, parent); }
    void operator()(const Block&) {}  // read by the expansion
    void operator()(const Unreadable& unreadable) {
      if (!r.silent()) r.effects.problems.push_back({StatementProblem::Kind::Unknown, unreadable.reason, ""});
    }
  };
  if (!tree.ctes.empty() && parent && parent->ctes.empty()) {
    // A CTE's own WITH.
    Scope scope;
    scope.parent = parent;
    std::deque<CteState> states;
    declareCtes(tree.ctes, scope, states);
    std::visit(Visitor{*this, tree, &scope}, tree.body);
    finishCtes(states);
    return;
  }
  std::visit(Visitor{*this, tree, parent}, tree.body);
}

void Resolver::addTouch(Write write, const ObjectName& written) {
  if (silent()) return;
  if (write.op != TouchOp::Ddl) checkTable(written, true);
  if (write.columns) write.columns = sortedUnique(std::move(*write.columns));
  write.cause = environment_.cause;
  effects.touches.push_back(std::move(write));
}

void Resolver::insert(const Insert& insert, Scope* parent) {
  Scope scope;
  scope.parent = parent;
  bindTarget(scope, insert.table, insert.alias);
  Binding& target = scope.bindings[0];
  const Table* table = target.declared;
  Write write;
  write.table = target.table;
  write.op = TouchOp::Insert;

  std::vector<std::string> columns;
  bool columns_known = !insert.columns_open;
  if (insert.has_columns && !insert.default_values) {
    for (const std::string& name : insert.columns) {
      std::string reported = columnName(target, name);
      columns.push_back(reported.empty() ? name : reported);
      if (columns.back().find('*') != std::string::npos) columns_known = false;
    }
    if (target.view)
      for (std::size_t i = 0; i < columns.size(); ++i)
        if (!table || !table->findColumn(columns[i])) columns[i] = insert.columns[i];
  } else if (target.positionsKnown() && !target.view) {
    for (const Column& column : table->columns)
      if (!column.generated) columns.push_back(column.name);
  } else if (target.view && target.positionsKnown() && target.view->others.empty()) {
    for (const Output& output : target.outputs.columns) columns.push_back(output.name);
  } else {
    columns_known = false;
  }
  if (columns_known) write.columns = columns;

  insertRows(insert, scope, table, columns, write);
  if (!columns_known && insert.columns_open) write.new_row.clear();
  for (const auto& [column, values] : write.new_row)
    for (const Operand& value : values) {
      const Column* declared = table ? table->findColumn(column) : nullptr;
      std::string name = declared ? declared->name : column;
      for (const std::string& listed : columns)
        if (lowerCase(listed) == column) name = listed;
      write.row.push_back({name, value});
    }
  insertKeys(insert, table, columns, columns_known, write);

  switch (insert.conflict) {
    case Conflict::None: break;
    case Conflict::Ignore: write.certainty = Certainty::May; break;
    case Conflict::Replace: write.op = TouchOp::Replace; break;
    case Conflict::Update: write.op = TouchOp::Upsert; break;
  }
  if (insert.conflict == Conflict::Update) {
    Binding excluded;
    excluded.alias = "excluded";
    excluded.row = &write.new_row;
    scope.bindings.push_back(excluded);
    for (const Assignment& assignment : insert.updates) {
      std::string name = columnName(scope.bindings[0], assignment.path.back());
      if (name.empty()) name = assignment.path.back();
      write.updated.push_back(name);
      if (write.columns) write.columns->push_back(name);
      visit(assignment.value, &scope);
    }
    if (insert.updates_open) {
      write.columns.reset();
      write.updated_known = false;
    }
    if (insert.update_where) visit(*insert.update_where, &scope);
  }
  returning(insert.returning, scope);
  // What the upsert and RETURNING read is the row that was written.
  Binding& read = scope.bindings[0];
  if (read.hasRows() && (!read.columns.empty() || read.any) && !silent()) {
    TableUse use;
    use.table = read.table;
    use.cause = environment_.cause;
    if (!read.any && !scope.fragment) use.columns = std::vector<std::string>(read.columns.begin(), read.columns.end());
    use.keys = write.keys;
    effects.reads.push_back(std::move(use));
  }
  addTouch(std::move(write), insert.table);
}

/// The values of the new rows, column by column.
void Resolver::insertRows(const Insert& insert, Scope& scope, const Table* table, const std::vector<std::string>& columns, Write& write) {
  std::set<std::string> given, lost;
  auto note = [&](const std::string& column, const Operands& values) {
    std::string key = lowerCase(column);
    given.insert(key);
    if (values.empty() || lost.count(key) != 0) {
      lost.insert(key);
      write.new_row.erase(key);
      return;
    }
    addOperands(write.new_row[key], values);
  };
  bool rows_known = !insert.rows_open && !insert.bulk;
  for (const std::vector<Expr>& row : insert.rows) {
    bool matches = row.size() == columns.size();
    for (const Expr& value : row) matches = matches && value.kind != Expr::Kind::Fragment;
    if (row.empty()) continue;  // MySQL: VALUES ()
    if (!matches) rows_known = false;
    for (std::size_t i = 0; i < row.size(); ++i) {
      visit(row[i], scope.parent);
      if (matches) note(columns[i], operandsOf(row[i], scope.parent));
    }
  }
  if (insert.query) {
    Outputs outputs = query(*insert.query, scope.parent, {}, environment_.cause);
    rows_known = rows_known && outputs.known && outputs.columns.size() == columns.size();
    for (std::size_t i = 0; i < columns.size() && rows_known; ++i) {
      Output& output = outputs.columns[i];
      if (output.values.empty() && !output.table.empty()) {
        Operand operand;
        operand.kind = Operand::Kind::Column;
        operand.text = output.table + "." + output.column;
        output.values = {operand};
      }
      note(columns[i], output.values);
    }
  }
  if (!rows_known) {
    write.new_row.clear();
    return;
  }
  if (!table) return;
  for (const Column& column : table->columns) {
    std::string key = lowerCase(column.name);
    auto found = write.new_row.find(key);
    bool made = column.made || (!table->rowid_alias.empty() && column.name == table->rowid_alias);
    if (made && found != write.new_row.end())
      for (Operand& value : found->second)
        if (isNull(value)) value = madeByDatabase();
    bool absent = given.count(key) == 0 || (insert.default_values && found == write.new_row.end());
    if (!absent) continue;
    if (made) write.new_row[key] = {madeByDatabase()};
    else if (column.default_value && column.default_value->kind == Operand::Kind::Literal) write.new_row[key] = {*column.default_value};
    else if (column.default_value && column.default_value->kind == Operand::Kind::New) write.new_row[key] = {madeByDatabase()};
  }
}

/// Which row: by the conflict target of an upsert, else by the primary key, else by a column called id.
void Resolver::insertKeys(const Insert& insert, const Table* table, const std::vector<std::string>& columns, bool columns_known, Write& write) {
  (void)columns_known;
  std::vector<std::string> names;
  bool meets_others = insert.conflict == Conflict::Replace || insert.conflict == Conflict::Update;
  if (meets_others && !insert.conflict_target.empty()) {
    names = insert.conflict_target;
  } else if (table && !table->primary_key.empty()) {
    names = table->primary_key;
    if (meets_others && !table->unique.empty()) {
      // The row it meets may be another one, found by any of the unique columns.
      bool made = false;
      for (const std::string& name : names) {
        auto value = write.new_row.find(lowerCase(name));
        made = made || (value != write.new_row.end() && value->second.size() == 1 && value->second[0].kind == Operand::Kind::New);
      }
      if (!made || table->unique.size() != 1) return;
      names = table->unique[0];
    }
  } else if (table && !table->unique.empty()) {
    names = table->unique[0];
    if (meets_others && table->unique.size() != 1) return;
  } else if (!insert.conflict_target.empty()) {
    names = insert.conflict_target;
  } else if (!table) {
    for (const std::string& column : columns)
      if (sameName(column, "id")) names = {column};
  }
  std::vector<KeyTerm> keys;
  for (const std::string& name : names) {
    auto value = write.new_row.find(lowerCase(name));
    if (value == write.new_row.end()) continue;
    const Column* column = table ? table->findColumn(name) : nullptr;
    for (const Operand& operand : value->second) keys.push_back({column ? column->name : name, operand});
  }
  if (!keys.empty()) write.keys = std::move(keys);
}

void Resolver::returning(const std::vector<SelectItem>& items, Scope& scope) {
  if (items.empty()) return;
  results = outputsOf(items, scope);
  visitItems(items, scope);
}

/// Keys of a touch: those of the predicate; a column that is written itself counts with its old and its new value.
void Resolver::setKeys(Write& write, const Scope& scope, int binding, const std::map<std::string, Operands>& assigned) {
  std::vector<KeyTerm> keys = keysOf(scope, binding);
  for (const KeyTerm& key : keys) addOperands(write.old_row[lowerCase(key.column)], {key.value});
  write.new_row = write.old_row;
  std::set<std::string> done;
  for (const auto& [column, values] : assigned) {
    std::string lower = lowerCase(column);
    bool is_key = write.old_row.count(lower) != 0;
    if (values.empty()) {
      write.new_row.erase(lower);
      if (is_key) std::erase_if(keys, [&](const KeyTerm& key) { return sameName(key.column, column); });
      continue;
    }
    write.new_row[lower] = values;
    if (!is_key) continue;
    for (const Operand& value : values) {
      KeyTerm term{column, value};
      if (std::find(keys.begin(), keys.end(), term) == keys.end()) keys.push_back(std::move(term));
    }
  }
  std::stable_sort(keys.begin(), keys.end(), [](const KeyTerm& a, const KeyTerm& b) { return a.column < b.column; });
  if (!keys.empty()) write.keys = std::move(keys);
  write.non_equality = scope.bindings[static_cast<std::size_t>(binding)].non_equality;
}

void Resolver::update(const Update& update, Scope* parent) {
  Scope scope;
  scope.parent = parent;
  scope.fragment = update.fragment;
  scope.keys_unknown = update.keys_unknown;
  scope.from_open = update.from_open;
  std::vector<Source> sources = update.targets;
  sources.insert(sources.end(), update.from.begin(), update.from.end());
  std::vector<int> bindings;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    bindings.push_back(static_cast<int>(scope.bindings.size()));
    if (i == 0) bindTarget(scope, sources[i].table, sources[i].alias);
    else bind(scope, sources[i]);
  }
  if (sources.empty()) {
    if (!silent()) effects.problems.push_back({StatementProblem::Kind::Touch, "table name is not known", ""});
    return;
  }
  // Which target does each assignment write?
  std::map<int, std::map<std::string, const Expr*>> assigned;
  std::vector<const Assignment*> everywhere;
  std::size_t target_count = update.targets.size();
  for (const Assignment& assignment : update.assignments) {
    int target = target_count == 1 ? 0 : -1;
    if (target_count > 1) {
      Expr column;
      column.kind = Expr::Kind::Column;
      column.path = assignment.path;
      Found found = lookup(column, &scope);
      if (found.kind == Found::Kind::Column && found.columns[0].scope == &scope) target = found.columns[0].binding;
    }
    if (target < 0) {
      everywhere.push_back(&assignment);
      continue;
    }
    std::string name = columnName(scope.bindings[static_cast<std::size_t>(target)], assignment.path.back());
    if (name.empty()) name = assignment.path.back();
    assigned[target][name] = &assignment.value;
  }
  if (assigned.empty() || (update.assignments_open && target_count == 1)) assigned[0];
  for (const Assignment* assignment : everywhere)
    for (std::size_t i = 0; i < target_count; ++i)
      if (scope.bindings[i].isTable()) assigned[static_cast<int>(i)][assignment->path.back()] = &assignment->value;
  for (const auto& [target, columns] : assigned) scope.bindings[static_cast<std::size_t>(target)].is_target = true;

  Predicate predicate;
  joinPredicates(scope, sources, bindings, predicate);
  if (update.where) predicate = conjunction(std::move(predicate), predicateOf(*update.where, &scope));
  settle(scope, std::move(predicate), assigned.begin()->first);
  resolveDerived(scope);
  for (const Source& source : sources) {
    for (const Expr& argument : source.arguments) visit(argument, &scope);
    if (source.on) visit(*source.on, &scope);
  }
  for (const Assignment& assignment : update.assignments) visit(assignment.value, &scope);
  if (update.where) visit(*update.where, &scope);
  for (const Expr& order : update.order) visit(order, &scope);
  returning(update.returning, scope);
  emitReads(scope, environment_.cause);

  for (const auto& [target, columns] : assigned) {
    Write write;
    const Binding& binding = scope.bindings[static_cast<std::size_t>(target)];
    write.table = binding.view ? binding.view->name : binding.table;
    write.op = TouchOp::Update;
    if (update.or_ignore || !everywhere.empty()) write.certainty = Certainty::May;
    std::map<std::string, Operands> values;
    std::vector<std::string> names;
    for (const auto& [column, expr] : columns) {
      names.push_back(column);
      values[column] = operandsOf(*expr, &scope);
    }
    if (!update.assignments_open && !names.empty()) write.columns = withComputed(binding.declared, std::move(names));
    setKeys(write, scope, target, values);
    if (update.assignments_open) {
      // A column that is not known may be one of the keys.
      write.new_row.clear();
      write.updated_known = false;
    }
    ObjectName written = static_cast<std::size_t>(target) < sources.size() ? sources[static_cast<std::size_t>(target)].table : ObjectName{};
    if (target != 0 && !silent()) {
      write.cause = environment_.cause;
      if (write.columns) write.columns = sortedUnique(std::move(*write.columns));
      effects.touches.push_back(std::move(write));  // its name was checked when it was bound
    } else {
      Write evicted;
      if (update.or_replace) {
        evicted.table = write.table;
        evicted.op = TouchOp::Delete;
        evicted.certainty = Certainty::May;
        evicted.cause = environment_.cause;
      }
      addTouch(std::move(write), written);
      if (update.or_replace && !silent()) effects.touches.push_back(std::move(evicted));
    }
  }
}

void Resolver::remove(const Delete& remove, Scope* parent) {
  Scope scope;
  scope.parent = parent;
  scope.fragment = remove.fragment;
  scope.keys_unknown = remove.keys_unknown;
  scope.from_open = remove.from_open;
  std::vector<int> bindings;
  std::vector<int> targets;
  bool named[64] = {};
  for (const ObjectName& target : remove.targets) {
    for (std::size_t i = 0; i < remove.sources.size() && i < 64; ++i) {
      const Source& source = remove.sources[i];
      const std::string& alias = source.alias.empty() ? source.table.name : source.alias;
      if (!source.query && (sameName(alias, target.name) || (sameName(source.table.name, target.name) && source.alias.empty()))) {
        if (!named[i]) targets.push_back(static_cast<int>(i));
        named[i] = true;
        break;
      }
    }
  }
  for (std::size_t i = 0; i < remove.sources.size(); ++i) {
    bindings.push_back(static_cast<int>(scope.bindings.size()));
    if (i < 64 && named[i]) bindTarget(scope, remove.sources[i].table, remove.sources[i].alias);
    else bind(scope, remove.sources[i]);
  }
  // PostgreSQL: DELETE FROM a USING b, where a stands alone in front.
  std::vector<const ObjectName*> alone;
  for (const ObjectName& target : remove.targets) {
    bool found = false;
    for (int i : targets) {
      const Source& source = remove.sources[static_cast<std::size_t>(i)];
      found = found || sameName(source.alias.empty() ? source.table.name : source.alias, target.name);
    }
    if (!found) alone.push_back(&target);
  }
  for (const ObjectName* target : alone) {
    targets.push_back(static_cast<int>(scope.bindings.size()));
    bindTarget(scope, *target, "");
  }
  if (targets.empty()) {
    if (!silent()) effects.problems.push_back({StatementProblem::Kind::Touch, "table name is not known", ""});
    return;
  }
  Predicate predicate;
  joinPredicates(scope, remove.sources, bindings, predicate);
  if (remove.where) predicate = conjunction(std::move(predicate), predicateOf(*remove.where, &scope));
  settle(scope, std::move(predicate), targets[0]);
  resolveDerived(scope);
  for (const Source& source : remove.sources)
    if (source.on) visit(*source.on, &scope);
  if (remove.where) visit(*remove.where, &scope);
  for (const Expr& order : remove.order) visit(order, &scope);
  returning(remove.returning, scope);
  emitReads(scope, environment_.cause);
  for (int target : targets) {
    Write write;
    const Binding& binding = scope.bindings[static_cast<std::size_t>(target)];
    write.table = binding.view ? binding.view->name : binding.table;
    write.op = TouchOp::Delete;
    setKeys(write, scope, target, {});
    ObjectName written;
    if (static_cast<std::size_t>(target) < remove.sources.size()) written = remove.sources[static_cast<std::size_t>(target)].table;
    else written = *alone[static_cast<std::size_t>(target) - remove.sources.size()];
    addTouch(std::move(write), written);
  }
}

void Resolver::merge(const Merge& merge, Scope* parent) {
  Scope scope;
  scope.parent = parent;
  bindTarget(scope, merge.target.table, merge.target.alias);
  bind(scope, merge.source);
  settle(scope, predicateOf(merge.on, &scope), 0);
  resolveDerived(scope);
  visit(merge.on, &scope);
  std::vector<Write> writes;
  for (const MergeAction& action : merge.actions) {
    if (action.condition) visit(*action.condition, &scope);
    for (const Expr& value : action.values) visit(value, &scope);
    for (const Assignment& assignment : action.assignments) visit(assignment.value, &scope);
    if (action.op == TouchOp::Unknown) continue;
    Write write;
    write.table = scope.bindings[0].table;
    write.op = action.op;
    write.certainty = Certainty::May;
    std::map<std::string, Operands> values;
    std::vector<std::string> names;
    for (const Assignment& assignment : action.assignments) {
      std::string name = columnName(scope.bindings[0], assignment.path.back());
      names.push_back(name.empty() ? assignment.path.back() : name);
      values[names.back()] = operandsOf(assignment.value, &scope);
    }
    if (action.op == TouchOp::Update) write.columns = withComputed(scope.bindings[0].declared, std::move(names));
    if (action.op == TouchOp::Insert) {
      Insert insert;
      std::vector<std::string> columns;
      for (const std::string& column : action.columns) {
        std::string name = columnName(scope.bindings[0], column);
        columns.push_back(name.empty() ? column : name);
      }
      if (columns.empty() && scope.bindings[0].declared && scope.bindings[0].positionsKnown())
        for (const Column& column : scope.bindings[0].declared->columns) columns.push_back(column.name);
      if (!columns.empty()) write.columns = columns;
      for (std::size_t i = 0; i < columns.size() && columns.size() == action.values.size(); ++i) {
        Operands given = operandsOf(action.values[i], &scope);
        Found found = action.values[i].kind == Expr::Kind::Column ? lookup(action.values[i], &scope) : Found{};
        if (given.empty() && found.kind == Found::Kind::Column && found.columns[0].scope == &scope && scope.bindings[1].isTable()) {
          Operand operand;
          operand.kind = Operand::Kind::Column;
          operand.text = scope.bindings[1].table + "." + found.columns[0].column;
          given = {operand};
        }
        if (!given.empty()) write.new_row[lowerCase(columns[i])] = given;
        for (const Operand& value : given) write.row.push_back({columns[i], value});
      }
      insertKeys(insert, scope.bindings[0].declared, columns, true, write);
    } else {
      setKeys(write, scope, 0, values);
    }
    writes.push_back(std::move(write));
  }
  emitReads(scope, environment_.cause);
  for (Write& write : writes) addTouch(std::move(write), merge.target.table);
}

void Resolver::truncate(const Truncate& truncate) {
  for (const ObjectName& name : truncate.tables) {
    Write write;
    const Table* table = schema_.findTable(name);
    write.table = table ? table->name : schema_.reportedName(name);
    write.op = TouchOp::Delete;
    write.truncates = true;
    write.truncate_cascades = truncate.cascade;
    addTouch(std::move(write), name);
  }
}

/// SELECT … INTO t, CREATE TABLE t AS …: the table is made and filled.
void Resolver::into(const ObjectName& name, const Outputs& outputs) {
  Write made;
  made.table = schema_.reportedName(name);
  made.op = TouchOp::Ddl;
  Write filled = made;
  filled.op = TouchOp::Insert;
  if (outputs.known) {
    std::vector<std::string> columns;
    for (const Output& output : outputs.columns)
      if (!output.name.empty()) columns.push_back(output.name);
    if (columns.size() == outputs.columns.size()) filled.columns = sortedUnique(std::move(columns));
  }
  if (silent()) return;
  made.cause = filled.cause = environment_.cause;
  if (name.partial()) effects.problems.push_back({StatementProblem::Kind::Touch, "table name is not known", ""});
  effects.touches.push_back(std::move(made));
  effects.touches.push_back(std::move(filled));
}

void Resolver::ddl(const Ddl& ddl, Scope* parent) {
  if (ddl.query && !ddl.objects.empty()) {
    Outputs outputs = query(*ddl.query, parent, {}, environment_.cause);
    into(ddl.objects[0], outputs);
    return;
  }
  for (const ObjectName& object : ddl.objects) {
    Write write;
    const Table* table = schema_.find(object).table;
    write.table = table ? table->name : schema_.reportedName(object);
    write.op = ddl.refresh ? TouchOp::Replace : TouchOp::Ddl;
    if (object.partial() && !silent())
      effects.problems.push_back({StatementProblem::Kind::Touch, "table name is not known", ""});
    if (ddl.refresh && table && table->columns_known) {
      write.columns.emplace();
      for (const Column& column : table->columns) write.columns->push_back(column.name);
      ObjectName definition = object;
      definition.name += "\nmaterialized";
      if (const View* view = schema_.findView(definition)) query(*view->query, nullptr, {}, environment_.cause);
    }
    if (ddl.refresh && write.columns) std::sort(write.columns->begin(), write.columns->end());
    write.cause = environment_.cause;
    if (!silent()) effects.touches.push_back(std::move(write));
  }
}

void Resolver::call(const Call& call, Scope* parent) {
  RoutineCall result{call.routine.name, {}, true, false};
  for (const Expr& argument : call.arguments) {
    visit(argument, parent);
    result.arguments.push_back(operandsOf(argument, parent));
  }
  if (!silent()) effects.calls.push_back(std::move(result));
}

}  // namespace touchgraph::sql
