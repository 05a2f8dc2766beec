#include "analyzer/sql/resolver.h"

#include <algorithm>

namespace touchgraph::sql {

namespace {

constexpr int kDeepest = 60;  // views in views; deeper is a cycle
constexpr std::size_t kMostColumns = 2000;  // SELECT * of joins of joins doubles with each level

bool isAggregate(const Expr& expr) {
  if (expr.kind == Expr::Kind::Call) {
    std::string name = lowerCase(expr.path.back());
    for (std::string_view aggregate : {"count", "sum", "avg", "min", "max", "total", "group_concat", "string_agg", "array_agg", "json_agg",
                                       "jsonb_agg", "json_group_array", "json_group_object", "bool_and", "bool_or"})
      if (name == aggregate) return true;
  }
  return std::any_of(expr.kids.begin(), expr.kids.end(), isAggregate);
}

}  // namespace

Outputs Resolver::describe(const Query& query, Scope* parent) {
  ++silent_;
  Outputs outputs = this->query(query, parent, {}, "direct");
  --silent_;
  return outputs;
}

void Resolver::declareCtes(const std::vector<Cte>& ctes, Scope& scope, std::deque<CteState>& states) {
  for (const Cte& cte : ctes) {
    CteState& state = states.emplace_back();
    state.cte = &cte;
    state.scope = &scope;
    scope.ctes[lowerCase(cte.name)] = &state;
    for (const std::string& column : cte.columns) state.outputs.columns.push_back(Output{column});
    if (cte.query) {
      Outputs outputs = describe(*cte.query, &scope);
      for (std::size_t i = 0; i < cte.columns.size() && i < outputs.columns.size(); ++i) outputs.columns[i].name = cte.columns[i];
      state.outputs = std::move(outputs);
      if (state.recursive)  // values differ from round to round
        for (Output& output : state.outputs.columns) output.values.clear();
    } else if (cte.write) {
      Outputs outer = std::move(results);
      results = Outputs{};
      body(*cte.write, &scope);
      state.outputs = std::move(results);
      for (std::size_t i = 0; i < cte.columns.size() && i < state.outputs.columns.size(); ++i) state.outputs.columns[i].name = cte.columns[i];
      results = std::move(outer);
      state.resolved = true;
    }
    state.described = true;
    state.used = false;
  }
}

/// Reads what a CTE reads. With values for its columns the first time; a second use reads it all.
void Resolver::resolveCte(CteState& state, const Pushed& pushed) {
  if (state.resolved || !state.cte->query || silent()) return;
  bool whole = pushed.empty() || state.recursive || state.resolved_partly;
  state.resolved_partly = true;
  if (whole) state.resolved = true;
  query(*state.cte->query, state.scope, whole ? Pushed{} : pushed, environment_.cause);
}

void Resolver::finishCtes(std::deque<CteState>& states) {
  for (CteState& state : states)
    if (!state.used) resolveCte(state, {});
}

Outputs Resolver::query(const Query& query, Scope* parent, const Pushed& pushed, const std::string& cause) {
  Outputs outputs;
  if (depth_ > kDeepest) {
    outputs.known = false;
    return outputs;
  }
  ++depth_;
  Scope scope;
  scope.parent = parent;
  std::deque<CteState> states;
  declareCtes(query.ctes, scope, states);
  bool push = query.cores.size() == 1 && !query.limited;
  for (std::size_t i = 0; i < query.cores.size(); ++i) {
    Outputs part = core(query.cores[i], query, &scope, push ? pushed : Pushed{}, cause);
    if (i == 0) {
      outputs = std::move(part);
      continue;
    }
    for (std::size_t j = 0; j < outputs.columns.size(); ++j) {
      Output& merged = outputs.columns[j];
      if (j >= part.columns.size() || merged.table != part.columns[j].table || merged.column != part.columns[j].column)
        merged.table.clear(), merged.column.clear();
      if (j >= part.columns.size() || part.columns[j].values.empty()) merged.values.clear();
      else if (!merged.values.empty())
        merged.values.insert(merged.values.end(), part.columns[j].values.begin(), part.columns[j].values.end());
    }
    outputs.known = outputs.known && part.known;
  }
  for (const Expr& limit : query.limit) visit(limit, &scope);
  finishCtes(states);
  --depth_;
  return outputs;
}

Outputs Resolver::core(const SelectCore& core, const Query& whole, Scope* parent, const Pushed& pushed, const std::string& cause) {
  Scope scope;
  scope.parent = parent;
  scope.fragment = core.fragment;
  scope.keys_unknown = core.keys_unknown;
  scope.from_open = core.from_open;
  Outputs outputs;
  if (core.is_values) {
    outputs.known = !core.fragment;
    for (const std::vector<Expr>& row : core.values) {
      for (std::size_t i = 0; i < row.size(); ++i) {
        Operands values = operandsOf(row[i], &scope);
        visit(row[i], &scope);
        if (i >= outputs.columns.size()) outputs.columns.push_back(Output{"column" + std::to_string(i + 1), "", "", values});
        else if (values.empty()) outputs.columns[i].values.clear();
        else if (!outputs.columns[i].values.empty())
          outputs.columns[i].values.insert(outputs.columns[i].values.end(), values.begin(), values.end());
      }
    }
    return outputs;
  }
  std::vector<int> bindings;
  for (const Source& source : core.from) {
    bindings.push_back(static_cast<int>(scope.bindings.size()));
    bind(scope, source);
  }
  Predicate predicate;
  joinPredicates(scope, core.from, bindings, predicate);
  if (core.where) predicate = conjunction(std::move(predicate), predicateOf(*core.where, &scope));
  for (const Expr& other : core.others) {  // conditions behind a hole narrow or widen: no term of theirs is certain
    Predicate ignored;
    mentionAll(other, &scope, ignored);
    predicate.non_equality.insert(ignored.non_equality.begin(), ignored.non_equality.end());
  }
  bool aggregates = std::any_of(core.items.begin(), core.items.end(), [](const SelectItem& item) { return isAggregate(item.expr); });
  for (const auto& [name, values] : pushed) {
    if (core.has_window || (aggregates && core.group.empty())) break;
    const Expr* source = nullptr;
    Expr plain;
    for (const SelectItem& item : core.items) {
      std::string own = !item.alias.empty() ? item.alias : item.expr.kind == Expr::Kind::Column ? item.expr.path.back() : "";
      if (sameName(own, name)) source = &item.expr;
    }
    bool has_star = std::any_of(core.items.begin(), core.items.end(), [](const SelectItem& item) { return item.expr.kind == Expr::Kind::Star; });
    if (!source && has_star) {
      plain.kind = Expr::Kind::Column;
      plain.path = {name};
      source = &plain;
    }
    if (!source || source->kind != Expr::Kind::Column) continue;
    Found found = lookup(*source, &scope);
    if (found.kind != Found::Kind::Column || found.columns[0].scope != &scope) continue;
    if (!core.group.empty()) {
      bool grouped = false;
      for (const Expr& group : core.group) {
        Found by = group.kind == Expr::Kind::Column ? lookup(group, &scope) : Found{};
        grouped = grouped || (!by.columns.empty() && by.columns[0].binding == found.columns[0].binding && by.columns[0].column == found.columns[0].column);
      }
      if (!grouped) continue;
    }
    addTerm(predicate, found.columns[0], values);
  }
  settle(scope, std::move(predicate));
  outputs = outputsOf(core.items, scope);
  if (core.fragment && core.items.empty()) outputs.known = false;
  if (silent()) return outputs;

  for (const SelectItem& item : core.items)
    if (!item.alias.empty()) scope.aliases.insert(lowerCase(item.alias));
  resolveDerived(scope);
  visitItems(core.items, scope);
  for (const Source& source : core.from) {
    for (const Expr& argument : source.arguments) visit(argument, &scope);
    if (source.on) visit(*source.on, &scope);
  }
  if (core.where) visit(*core.where, &scope);
  for (const Expr& other : core.others) visit(other, &scope);
  for (const Expr& extra : core.extra) visit(extra, &scope);
  scope.in_tail = true;
  for (const Expr& group : core.group) visitOpen(group, &scope);
  if (core.having) visit(*core.having, &scope);
  if (whole.cores.size() == 1)
    for (const Expr& order : whole.order) visitOpen(order, &scope);
  emitReads(scope, cause);
  if (core.into) into(*core.into, outputs);
  return outputs;
}

/// Derived tables, CTEs and views of this scope, with the values that hold for their columns.
void Resolver::resolveDerived(Scope& scope) {
  if (silent()) return;
  for (std::size_t i = 0; i < scope.bindings.size(); ++i) {
    Binding& binding = scope.bindings[i];
    if (!binding.query && !binding.cte) continue;
    Pushed pushed;
    if (!scope.keys_unknown)
      for (const auto& [column, values] : scope.terms)
        if (column.first == static_cast<int>(i)) pushed[lowerCase(column.second)] = values;
    if (binding.cte) {
      resolveCte(*binding.cte, pushed);
      continue;
    }
    if (binding.view) {
      const View& view = *binding.view;
      open_views_.push_back(&view);
      readView(view, pushed);
      for (const View& other : view.others) readView(other, pushed);
      open_views_.pop_back();
    } else {
      query(*binding.query, &scope, pushed, environment_.cause);
    }
  }
}

/// One version of a view.
void Resolver::readView(const View& view, const Pushed& pushed) {
  std::string cause = environment_.cause == "direct" ? "view:" + view.name : environment_.cause;
  // The names a view gives its columns are those of its query unless it lists others.
  if (view.columns.empty()) {
    query(*view.query, nullptr, pushed, cause);
    return;
  }
  Outputs own = describe(*view.query, nullptr);
  Pushed renamed;
  for (std::size_t i = 0; i < view.columns.size() && i < own.columns.size(); ++i) {
    auto found = pushed.find(lowerCase(view.columns[i]));
    if (found != pushed.end()) renamed[lowerCase(own.columns[i].name)] = found->second;
  }
  query(*view.query, nullptr, renamed, cause);
}

Outputs Resolver::outputsOf(const std::vector<SelectItem>& items, Scope& scope) {
  Outputs outputs;
  auto addColumn = [&](int index, const std::string& column, const std::string& name) {
    if (outputs.columns.size() >= kMostColumns) {
      outputs.known = false;
      return;
    }
    const Binding& binding = scope.bindings[static_cast<std::size_t>(index)];
    Output output;
    output.name = name;
    auto known = scope.keys_unknown ? scope.terms.end() : scope.terms.find({index, column});
    if (known != scope.terms.end()) output.values = known->second;
    if (binding.isTable()) {
      output.table = binding.table;
      output.column = column;
    } else {
      for (const Output& inner : binding.outputs.columns) {
        if (!sameName(inner.name, column)) continue;
        output.table = inner.table;
        output.column = inner.column;
        if (output.values.empty()) output.values = inner.values;
        break;
      }
    }
    outputs.columns.push_back(std::move(output));
  };
  auto addAll = [&](int index) {
    const Binding& binding = scope.bindings[static_cast<std::size_t>(index)];
    if (binding.isTable()) {
      if (!binding.columnsKnown()) {
        outputs.known = false;
        return;
      }
      for (const Column& column : binding.declared->columns)
        if (!column.hidden) addColumn(index, column.name, column.name);
      outputs.known = outputs.known && binding.positionsKnown();
      return;
    }
    outputs.known = outputs.known && binding.outputs.known &&
                    (!binding.view || (!binding.isBoth() && binding.view->others.empty()));
    for (const Output& inner : binding.outputs.columns) addColumn(index, inner.name, inner.name);
  };
  for (const SelectItem& item : items) {
    const Expr& expr = item.expr;
    if (expr.kind == Expr::Kind::Star) {
      for (std::size_t i = 0; i < scope.bindings.size(); ++i)
        if (expr.path.empty() || scope.bindings[i].alias == lowerCase(expr.path.back())) addAll(static_cast<int>(i));
      continue;
    }
    std::string name = !item.alias.empty() ? item.alias : expr.kind == Expr::Kind::Column ? expr.path.back() : "";
    Found found = expr.kind == Expr::Kind::Column ? lookup(expr, &scope) : Found{};
    if (found.kind == Found::Kind::Column && found.columns[0].scope == &scope) {
      addColumn(found.columns[0].binding, found.columns[0].column, item.alias.empty() ? found.columns[0].column : name);
      continue;
    }
    Output output;
    output.name = name;
    if (found.kind == Found::Kind::Column) {
      const Binding& binding = found.columns[0].scope->bindings[static_cast<std::size_t>(found.columns[0].binding)];
      if (binding.isTable()) output.table = binding.table, output.column = found.columns[0].column;
    }
    output.values = operandsOf(expr, &scope);
    if (expr.kind == Expr::Kind::Value && expr.value.kind == Operand::Kind::Hole) outputs.known = false;
    outputs.columns.push_back(std::move(output));
  }
  return outputs;
}

void Resolver::visitItems(const std::vector<SelectItem>& items, Scope& scope) {
  bool only = items.size() == 1 && scope.bindings.empty();
  for (const SelectItem& item : items) {
    if (item.expr.kind == Expr::Kind::Star) {
      for (Binding& binding : scope.bindings)
        if (item.expr.path.empty() || binding.alias == lowerCase(item.expr.path.back())) useAll(binding);
      continue;
    }
    std::size_t calls = effects.calls.size();
    visitOpen(item.expr, &scope);
    if (only && item.expr.kind == Expr::Kind::Call && !silent()) {
      if (effects.calls.size() > calls) {
        effects.calls.back().alone = true;
      } else {
        RoutineCall call{item.expr.path.back(), {}, false, true};
        for (const Expr& argument : item.expr.kids) call.arguments.push_back(operandsOf(argument, &scope));
        effects.calls.push_back(std::move(call));
      }
    }
  }
}

/// Where a hole can be the name of a column.
void Resolver::visitOpen(const Expr& expr, Scope* scope) {
  if (expr.kind == Expr::Kind::Value && (expr.value.kind == Operand::Kind::Hole)) scope->fragment = true;
  visit(expr, scope);
}

/// `row_to_json(u)`, `fts MATCH ?`: the name of a source, where a column is expected, is its whole row.
bool Resolver::wholeRow(const std::string& name, Scope* scope) {
  for (; scope; scope = scope->parent) {
    for (Binding& binding : scope->bindings) {
      if (binding.row || binding.alias != lowerCase(name) || !(binding.isTable() || binding.query)) continue;
      const Column* column = binding.declared ? binding.declared->findColumn(name) : nullptr;
      if (column && !column->hidden) return false;
      useAll(binding);
      return true;
    }
  }
  return false;
}

void Resolver::visit(const Expr& expr, Scope* scope, bool right_side) {
  if (silent()) return;
  switch (expr.kind) {
    case Expr::Kind::Column: {
      if (expr.path.size() > 1) {
        std::string qualifier = lowerCase(expr.path[expr.path.size() - 2]);
        if (environment_.rows.count(qualifier) != 0) {
          row_columns.insert(expr.path.back());
          return;
        }
      }
      if (expr.path.size() == 1 && wholeRow(expr.path[0], scope)) return;
      Found found = lookup(expr, scope, right_side);
      if (found.kind == Found::Kind::Column)
        for (const ColumnRef& reference : found.columns) useColumn(reference);
      if (found.kind == Found::Kind::Ambiguous)
        for (const ColumnRef& reference : found.columns)
          reference.scope->bindings[static_cast<std::size_t>(reference.binding)].any = true;
      return;
    }
    case Expr::Kind::Subquery:
    case Expr::Kind::Exists:
      if (expr.query) query(*expr.query, scope, {}, environment_.cause);
      return;
    case Expr::Kind::Fragment: scope->fragment = true; return;
    case Expr::Kind::Call: {
      if (dialect_ == Dialect::Mysql && sameName(expr.path.back(), "values")) return;  // the row that was to be inserted
      if (schema_.findRoutine(expr.path.back())) {
        RoutineCall call{expr.path.back(), {}, false, false};
        for (const Expr& argument : expr.kids) call.arguments.push_back(operandsOf(argument, scope));
        effects.calls.push_back(std::move(call));
      }
      for (const Expr& kid : expr.kids) visit(kid, scope);
      return;
    }
    case Expr::Kind::Star: return;
    case Expr::Kind::Value: return;
    case Expr::Kind::Binary:
      visit(expr.kids[0], scope);
      visit(expr.kids[1], scope, expr.op == "=" && expr.kids[0].kind == Expr::Kind::Column);
      return;
    case Expr::Kind::In:
      for (std::size_t i = 0; i < expr.kids.size(); ++i) visit(expr.kids[i], scope, i > 0);
      return;
    case Expr::Kind::Tuple:
    case Expr::Kind::Other:
      for (std::size_t i = 0; i < expr.kids.size(); ++i)
        visit(expr.kids[i], scope, i == 1 && expr.kids[0].kind == Expr::Kind::Column && expr.kind == Expr::Kind::Other);
      if (expr.query) query(*expr.query, scope, {}, environment_.cause);
      return;
  }
}

void Resolver::emitRead(Scope& scope, int index, const std::string& cause) {
  Binding& binding = scope.bindings[static_cast<std::size_t>(index)];
  if (!binding.hasRows() || silent()) return;
  if (binding.is_target && binding.columns.empty() && !binding.any && !scope.fragment) return;
  TableUse use;
  use.table = binding.table;
  use.cause = cause;
  use.non_equality = binding.non_equality;
  if (!binding.any && !scope.fragment) use.columns = std::vector<std::string>(binding.columns.begin(), binding.columns.end());
  std::vector<KeyTerm> keys = keysOf(scope, index);
  if (binding.isBoth() && binding.declaredColumnsKnown()) {  // some of the columns may be the view's alone
    auto isForeign = [&](const std::string& column) {
      return !binding.declared->findColumn(column) && column != "rowid";
    };
    if (use.columns) std::erase_if(*use.columns, isForeign);
    std::erase_if(keys, [&](const KeyTerm& key) { return isForeign(key.column); });
  }
  if (!keys.empty()) use.keys = std::move(keys);
  effects.reads.push_back(std::move(use));
}

void Resolver::emitReads(Scope& scope, const std::string& cause) {
  for (std::size_t i = 0; i < scope.bindings.size(); ++i) emitRead(scope, static_cast<int>(i), cause);
}

void Resolver::expression(const Expr& expr) {
  Scope scope;
  visit(expr, &scope);
}

}  // namespace touchgraph::sql
