#include "analyzer/sql/resolver.h"

#include <algorithm>

/// Which rows: equality terms that hold for every row a statement concerns.
///
/// A predicate is read as a conjunction. `column = value` and `column IN (values)` give a term; `column = column` lets values
/// flow between the two; OR keeps a term only when all its branches have one on the same column; everything else narrows
/// further without being a key, and is noted as a term that is no equality.
namespace touchgraph::sql {

Operands Resolver::substituted(const Operand& operand) const {
  switch (operand.kind) {
    case Operand::Kind::Position:
      if (environment_.positions) {
        if (operand.index == 0 || operand.index > environment_.positions->size()) return {};
        return (*environment_.positions)[operand.index - 1];
      }
      return environment_.is_body ? Operands{} : Operands{operand};
    case Operand::Kind::Name:
      return environment_.is_body ? Operands{} : Operands{operand};
    case Operand::Kind::Other: return {};
    case Operand::Kind::Hole:
    case Operand::Kind::Literal:
    case Operand::Kind::Column:
    case Operand::Kind::New: return {operand};
  }
  return {};
}

/// The value of an expression, when it is one: a placeholder, a literal, a variable, a sub-select with one plain column.
Operands Resolver::operandsOf(const Expr& expr, Scope* scope) {
  switch (expr.kind) {
    case Expr::Kind::Value: return substituted(expr.value);
    case Expr::Kind::Column: {
      Found found = lookup(expr, scope, true);
      if (found.kind == Found::Kind::Value || found.kind == Found::Kind::Text) return found.values;
      return {};
    }
    case Expr::Kind::Subquery: {
      if (!expr.query) return {};
      Outputs outputs = describe(*expr.query, scope);
      if (!outputs.known || outputs.columns.size() != 1) return {};
      const Output& output = outputs.columns[0];
      if (!output.values.empty()) return output.values;
      if (output.table.empty()) return {};
      Operand operand;
      operand.kind = Operand::Kind::Column;
      operand.text = output.table + "." + output.column;
      return {operand};
    }
    case Expr::Kind::Call: {
      std::string name = lowerCase(expr.path.back());
      if (name == "last_insert_rowid" || name == "last_insert_id" || name == "lastval" || name == "currval" || name == "nextval" ||
          name == "uuid" || name == "gen_random_uuid" || name == "uuid_generate_v4") {
        if (!expr.kids.empty() && name == "last_insert_id") return {};
        Operand operand;
        operand.kind = Operand::Kind::New;
        return {operand};
      }
      return {};
    }
    case Expr::Kind::Star:
    case Expr::Kind::Binary:
    case Expr::Kind::In:
    case Expr::Kind::Exists:
    case Expr::Kind::Tuple:
    case Expr::Kind::Fragment:
    case Expr::Kind::Other: return {};
  }
  return {};
}

namespace {

/// How well values pick rows: the program's own values first, then fewer alternatives.
int quality(const Operands& values) {
  int result = 0;
  for (const Operand& value : values)
    if (value.kind == Operand::Kind::Column) result += 100;
  return result + static_cast<int>(values.size());
}

void addAlternatives(Operands& to, const Operands& from) {
  for (const Operand& value : from)
    if (std::find(to.begin(), to.end(), value) == to.end()) to.push_back(value);
}

}  // namespace

void Resolver::addTerm(Predicate& result, const ColumnRef& column, Operands values) {
  if (values.empty() || column.column.find('*') != std::string::npos) return;
  auto [found, added] = result.terms.emplace(std::pair(column.binding, column.column), values);
  if (!added && quality(values) < quality(found->second)) found->second = std::move(values);
}

Resolver::Predicate Resolver::conjunction(Predicate a, Predicate b) {
  for (auto& [column, values] : b.terms) {
    auto [found, added] = a.terms.emplace(column, values);
    if (!added && quality(values) < quality(found->second)) found->second = values;
  }
  a.flows.insert(a.flows.end(), b.flows.begin(), b.flows.end());
  a.non_equality.insert(b.non_equality.begin(), b.non_equality.end());
  return a;
}

Resolver::Predicate Resolver::predicateOf(const Expr& expr, Scope* scope) {
  Predicate result;
  if (expr.kind == Expr::Kind::Binary && expr.op == "AND")
    return conjunction(predicateOf(expr.kids[0], scope), predicateOf(expr.kids[1], scope));
  if (expr.kind == Expr::Kind::Binary && expr.op == "OR") {
    Predicate left = predicateOf(expr.kids[0], scope);
    Predicate right = predicateOf(expr.kids[1], scope);
    result.non_equality = left.non_equality;
    result.non_equality.insert(right.non_equality.begin(), right.non_equality.end());
    for (auto& [column, values] : left.terms) {
      auto other = right.terms.find(column);
      if (other == right.terms.end()) {
        result.non_equality.insert(column.first);
        continue;
      }
      Operands both = values;
      addAlternatives(both, other->second);
      result.terms.emplace(column, std::move(both));
    }
    for (auto& [column, values] : right.terms)
      if (left.terms.find(column) == left.terms.end()) result.non_equality.insert(column.first);
    return result;
  }
  if (expr.kind == Expr::Kind::Binary && expr.op == "=") {
    equality(expr.kids[0], expr.kids[1], scope, result);
    return result;
  }
  if (expr.kind == Expr::Kind::In && expr.op.empty()) {
    membership(expr, scope, result);
    return result;
  }
  if (expr.kind == Expr::Kind::Value) {
    if (expr.value.kind == Operand::Kind::Hole || expr.value.kind == Operand::Kind::Other) scope->fragment = true;
    return result;
  }
  mentionAll(expr, scope, result);
  return result;
}

/// Every table of this scope with a column in `expr` has a term that is no equality.
void Resolver::mentionAll(const Expr& expr, Scope* scope, Predicate& result) {
  if (expr.kind == Expr::Kind::Fragment) {
    scope->fragment = true;
    scope->keys_unknown = true;
  }
  if (expr.kind == Expr::Kind::Column) {
    Found found = lookup(expr, scope);
    for (const ColumnRef& reference : found.columns)
      if (reference.scope == scope) result.non_equality.insert(reference.binding);
  }
  for (const Expr& kid : expr.kids) mentionAll(kid, scope, result);
}

void Resolver::equality(const Expr& left, const Expr& right, Scope* scope, Predicate& result) {
  if (left.kind == Expr::Kind::Tuple && right.kind == Expr::Kind::Tuple && left.kids.size() == right.kids.size()) {
    for (std::size_t i = 0; i < left.kids.size(); ++i) equality(left.kids[i], right.kids[i], scope, result);
    return;
  }
  auto columnOf = [&](const Expr& expr, bool is_right) {
    Found found;
    if (expr.kind == Expr::Kind::Column) found = lookup(expr, scope, is_right);
    if (found.kind != Found::Kind::Column) found.columns.clear();
    return found;
  };
  Found a = columnOf(left, false);
  Found b = columnOf(right, left.kind == Expr::Kind::Column);
  if (left.kind == Expr::Kind::Value && left.value.kind == Operand::Kind::Hole && b.columns.empty()) {
    scope->fragment = true;  // the name of a column is not known
    return;
  }
  if (!a.columns.empty() && !b.columns.empty()) {
    const ColumnRef& x = a.columns[0];
    const ColumnRef& y = b.columns[0];
    auto outer = [&](const ColumnRef& inside, const ColumnRef& outside) {
      auto known = outside.scope->terms.find({outside.binding, outside.column});
      if (known != outside.scope->terms.end()) addTerm(result, inside, known->second);
    };
    if (x.scope == scope && y.scope == scope) {
      std::pair one(x.binding, x.column), two(y.binding, y.column);
      result.flows.push_back({one, two});
      result.flows.push_back({two, one});
    } else if (x.scope == scope) {
      outer(x, y);
    } else if (y.scope == scope) {
      outer(y, x);
    }
    return;
  }
  const Found& column = a.columns.empty() ? b : a;
  const Expr& value = a.columns.empty() ? left : right;
  if (column.columns.empty()) {
    mentionAll(left, scope, result);
    mentionAll(right, scope, result);
    return;
  }
  Operands values = operandsOf(value, scope);
  for (const ColumnRef& reference : column.columns)
    if (reference.scope == scope) addTerm(result, reference, values);
}

void Resolver::membership(const Expr& in, Scope* scope, Predicate& result) {
  const Expr& left = in.kids[0];
  std::vector<std::size_t> parts = {0};
  if (left.kind == Expr::Kind::Tuple) {
    parts.clear();
    for (std::size_t i = 0; i < left.kids.size(); ++i) parts.push_back(i);
  }
  for (std::size_t part : parts) {
    const Expr& side = left.kind == Expr::Kind::Tuple ? left.kids[part] : left;
    Found column;
    if (side.kind == Expr::Kind::Column) column = lookup(side, scope);
    if (column.kind != Found::Kind::Column) {
      mentionAll(side, scope, result);
      continue;
    }
    Operands all;
    bool complete = in.kids.size() > 1;
    for (std::size_t i = 1; i < in.kids.size() && complete; ++i) {
      const Expr& element = in.kids[i];
      Operands values;
      if (element.kind == Expr::Kind::Subquery && element.query && left.kind != Expr::Kind::Tuple) {
        values = operandsOf(element, scope);
        // IN (SELECT value FROM json_each(?)), IN (SELECT unnest($1)): the elements of one bound list
        if (values.empty() && element.query->cores.size() == 1) {
          const SelectCore& core = element.query->cores[0];
          const Expr* list = nullptr;
          if (core.from.size() == 1 && core.from[0].is_function && core.from[0].arguments.size() >= 1) list = &core.from[0].arguments[0];
          if (core.from.empty() && core.items.size() == 1 && core.items[0].expr.kind == Expr::Kind::Call &&
              lowerCase(core.items[0].expr.path.back()) == "unnest" && !core.items[0].expr.kids.empty())
            list = &core.items[0].expr.kids[0];
          if (list && !core.where) values = operandsOf(*list, scope);
          for (Operand& value : values) value.each = true;
        }
      } else if (left.kind == Expr::Kind::Tuple) {
        if (element.kind == Expr::Kind::Tuple && part < element.kids.size()) values = operandsOf(element.kids[part], scope);
      } else if (element.kind == Expr::Kind::Call && (sameName(element.path.back(), "rarray") || sameName(element.path.back(), "carray")) &&
                 !element.kids.empty()) {
        values = operandsOf(element.kids[0], scope);
        for (Operand& value : values) value.each = true;
      } else {
        values = operandsOf(element, scope);
      }
      if (values.empty()) complete = false;
      addAlternatives(all, values);
    }
    if (!complete) continue;
    for (const ColumnRef& reference : column.columns)
      if (reference.scope == scope) addTerm(result, reference, all);
  }
}

/// ON, USING and NATURAL. The condition of an outer join holds for the rows of its optional side only.
void Resolver::joinPredicates(Scope& scope, const std::vector<Source>& sources, const std::vector<int>& bindings, Predicate& result) {
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const Source& source = sources[i];
    int own = bindings[i];
    Predicate one;
    if (source.on) one = predicateOf(*source.on, &scope);
    std::vector<std::string> shared = source.using_columns;
    Binding& binding = scope.bindings[static_cast<std::size_t>(own)];
    if (source.natural && binding.declared && i > 0) {
      for (const Column& column : binding.declared->columns)
        for (std::size_t j = 0; j < i; ++j) {
          const Binding& before = scope.bindings[static_cast<std::size_t>(bindings[j])];
          if (before.declared && before.declared->findColumn(column.name)) {
            shared.push_back(column.name);
            break;
          }
        }
    }
    if (source.natural && i > 0 && !binding.columnsKnown()) binding.any = true;
    for (const std::string& name : shared) {
      std::string here = columnName(binding, name);
      if (here.empty()) continue;
      useColumn({&scope, own, here});
      for (std::size_t j = i; j-- > 0;) {
        Binding& before = scope.bindings[static_cast<std::size_t>(bindings[j])];
        std::string there = columnName(before, name);
        if (there.empty()) continue;
        useColumn({&scope, bindings[j], there});
        std::pair a(own, here), b(bindings[j], there);
        one.flows.push_back({a, b});
        one.flows.push_back({b, a});
        if (before.columnsKnown()) break;
      }
    }
    auto keep = [&](auto holds) {
      std::erase_if(one.terms, [&](const auto& term) { return !holds(term.first.first); });
      std::erase_if(one.flows, [&](const auto& flow) { return !holds(flow.second.first); });
    };
    switch (source.join) {
      case Source::Join::Inner: break;
      case Source::Join::Left: keep([&](int b) { return b == own; }); break;
      case Source::Join::Right: keep([&](int b) { return b != own; }); break;
      case Source::Join::Full: keep([](int) { return false; }); break;
    }
    result = conjunction(std::move(result), std::move(one));
  }
}

/// Lets values flow along equalities until nothing changes. The target of a write may also be keyed by what another source
/// holds.
void Resolver::settle(Scope& scope, Predicate predicate, int target) {
  bool changed = true;
  while (changed) {
    changed = false;
    for (const auto& [from, to] : predicate.flows) {
      auto known = predicate.terms.find(from);
      if (known == predicate.terms.end() || predicate.terms.count(to) != 0) continue;
      Operands values = known->second;
      predicate.terms.emplace(to, std::move(values));
      changed = true;
    }
  }
  if (target >= 0) {
    for (const auto& [from, to] : predicate.flows) {
      if (to.first != target || from.first == target || predicate.terms.count(to) != 0) continue;
      const Binding& source = scope.bindings[static_cast<std::size_t>(from.first)];
      Operand operand;
      operand.kind = Operand::Kind::Column;
      if (source.isTable()) operand.text = source.table + "." + from.second;
      for (const Output& output : source.outputs.columns)
        if (!source.isTable() && sameName(output.name, from.second) && !output.table.empty()) operand.text = output.table + "." + output.column;
      if (!operand.text.empty()) predicate.terms.emplace(to, Operands{operand});
    }
  }
  for (int binding : predicate.non_equality) scope.bindings[static_cast<std::size_t>(binding)].non_equality = true;
  scope.terms = std::move(predicate.terms);
}

std::vector<KeyTerm> Resolver::keysOf(const Scope& scope, int binding) const {
  std::vector<KeyTerm> result;
  if (scope.keys_unknown) return result;
  for (const auto& [column, values] : scope.terms)
    if (column.first == binding)
      for (const Operand& value : values) result.push_back({column.second, value});
  return result;
}

}  // namespace touchgraph::sql
