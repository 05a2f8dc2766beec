#include "analyzer/sql/resolver.h"

#include <algorithm>

/// FROM entries become bindings; names find their binding.
namespace touchgraph::sql {

namespace {

bool isSystemTable(const std::string& name) {
  std::string lower = lowerCase(name);
  for (std::string_view prefix : {"sqlite_", "pg_", "information_schema.", "mysql.", "performance_schema.", "pragma_", "sys."})
    if (lower.rfind(prefix, 0) == 0) return true;
  return lower == "dual";
}

/// Result columns of the table functions every program may use.
Outputs functionOutputs(const Source& source) {
  Outputs outputs;
  std::string name = lowerCase(source.table.name);
  std::vector<std::string> names = source.column_aliases;
  if (name == "json_each" || name == "json_tree") {
    names.insert(names.end(), {"key", "value", "type", "atom", "id", "parent", "fullkey", "path"});
  } else if (name == "generate_series") {
    names.insert(names.end(), {"value", "generate_series", source.alias});
  } else if (name == "unnest" || name == "carray" || name == "string_to_table" || name == "regexp_split_to_table" ||
             name.rfind("json", 0) == 0 || name == "unixepoch" || name == "array_to_rows") {
    names.insert(names.end(), {"value", "key", name, source.alias});
  } else {
    names.insert(names.end(), {name, source.alias});
    outputs.known = false;
  }
  for (std::string& column : names)
    if (!column.empty()) outputs.columns.push_back(Output{column});
  return outputs;
}

}  // namespace

void Resolver::checkTable(const ObjectName& name, bool is_touch) {
  if (silent()) return;
  auto kind = is_touch ? StatementProblem::Kind::Touch : StatementProblem::Kind::Read;
  if (name.partial()) {
    effects.problems.push_back({kind, "table name is not known", ""});
    return;
  }
  std::string reported = schema_.reportedName(name);
  if (schema_.empty() || dialect_ != schema_.dialect() || isSystemTable(reported)) return;
  if (schema_.findTable(name) || schema_.findView(name) || schema_.mayDeclare(reported)) return;
  std::string reason = "table '" + reported + "' is not in the schema";
  std::string near = schema_.nearest(reported);
  if (!near.empty()) reason += ", did you mean '" + near + "'?";
  effects.problems.push_back({kind, reason, "TG404"});
}

Resolver::CteState* Resolver::findCte(Scope* scope, const ObjectName& name) {
  if (!name.schema.empty()) return nullptr;
  std::string key = lowerCase(name.name);
  for (; scope; scope = scope->parent) {
    auto found = scope->ctes.find(key);
    if (found != scope->ctes.end()) return found->second;
  }
  return nullptr;
}

void Resolver::bind(Scope& scope, const Source& source) {
  Binding binding;
  binding.alias = lowerCase(source.alias.empty() ? source.table.name : source.alias);
  auto rename = [&](const std::vector<std::string>& names) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (i < binding.outputs.columns.size()) binding.outputs.columns[i].name = names[i];
      else if (!binding.outputs.known) binding.outputs.columns.push_back(Output{names[i]});
    }
  };
  if (source.query) {
    binding.query = source.query.get();
    binding.outputs = describe(*source.query, &scope);
    rename(source.column_aliases);
  } else if (source.is_function) {
    binding.is_function = true;
    binding.outputs = functionOutputs(source);
    if (!silent() && schema_.findRoutine(source.table.name)) {
      RoutineCall call{source.table.name, {}, false, false};
      for (const Expr& argument : source.arguments) call.arguments.push_back(operandsOf(argument, &scope));
      effects.calls.push_back(std::move(call));
    }
  } else if (CteState* cte = findCte(&scope, source.table)) {
    binding.cte = cte;
    cte->used = true;
    if (!cte->described && !cte->recursive) cte->recursive = true;  // met while it is being described
    binding.outputs = cte->outputs;
    if (!cte->described) binding.outputs.known = !cte->cte->columns.empty();
    rename(source.column_aliases);
  } else if (environment_.row_sets.count(lowerCase(source.table.name)) != 0) {
    binding.is_function = true;
    binding.outputs.known = false;
  } else {
    auto [table, view] = schema_.find(source.table);
    if (view && std::find(open_views_.begin(), open_views_.end(), view) != open_views_.end()) {
      // A view over the table of its own name is one of another database. A view that leads back to itself by another
      // one is of another version than that: there is no such row.
      if (view != open_views_.back()) table = nullptr;
      view = nullptr;
      binding.is_function = !table;
      binding.outputs.known = false;
    }
    binding.declared = table;
    if (view) bindView(binding, *view);
    binding.table = table ? table->name : view ? view->name : schema_.reportedName(source.table);
    if (table && !view && table->columns.empty()) binding.declared = table->columns_known ? table : nullptr;
    checkTable(source.table, false);
  }
  scope.bindings.push_back(std::move(binding));
}

/// The columns of a view, of all its versions.
Outputs Resolver::describeView(const View& view) {
  auto columnsOf = [&](const View& version) {
    Outputs outputs = describe(*version.query, nullptr);
    for (std::size_t i = 0; i < version.columns.size(); ++i) {
      if (i < outputs.columns.size())
        outputs.columns[i].name = version.columns[i];
      else if (!outputs.known)
        outputs.columns.push_back(Output{version.columns[i]});
    }
    return outputs;
  };
  open_views_.push_back(&view);
  Outputs outputs = columnsOf(view);
  for (const View& other : view.others) {
    Outputs more = columnsOf(other);
    outputs.known = outputs.known && more.known;
    for (Output& column : more.columns) {
      auto same = [&](const Output& known) { return sameName(known.name, column.name); };
      auto known = std::find_if(outputs.columns.begin(), outputs.columns.end(), same);
      if (known == outputs.columns.end())
        outputs.columns.push_back(std::move(column));
      else if (known->table != column.table || known->column != column.column)
        known->table.clear(), known->column.clear(), known->values.clear();
    }
  }
  open_views_.pop_back();
  return outputs;
}

void Resolver::bindView(Binding& binding, const View& view) {
  binding.view = &view;
  binding.query = view.query.get();
  binding.outputs = describeView(view);
  if (!binding.declared) return;
  for (Output& column : binding.outputs.columns)
    column.table.clear(), column.column.clear(), column.values.clear();  // it is one of two
  for (const Column& column : binding.declared->columns) {
    auto same = [&](const Output& known) { return sameName(known.name, column.name); };
    if (!column.hidden && std::none_of(binding.outputs.columns.begin(), binding.outputs.columns.end(), same))
      binding.outputs.columns.push_back(Output{column.name});
  }
}

/// The target of a write: its table, never a CTE; nothing is read until a column is.
void Resolver::bindTarget(Scope& scope, const ObjectName& name, const std::string& alias) {
  Binding binding;
  binding.alias = lowerCase(alias.empty() ? name.name : alias);
  auto [table, view] = schema_.find(name);
  binding.declared = table;
  binding.table = table ? table->name : view ? view->name : schema_.reportedName(name);
  binding.is_target = true;
  if (view) bindView(binding, *view);
  scope.bindings.push_back(std::move(binding));
}

/// The name of a column as it is reported; "" when the binding has no such column.
std::string Resolver::columnName(const Binding& binding, const std::string& written) const {
  if (binding.query || binding.cte || binding.is_function) {
    if (const Column* column = binding.isBoth() ? binding.declared->findColumn(written) : nullptr) return column->name;
    for (const Output& output : binding.outputs.columns)
      if (sameName(output.name, written)) return lowerCase(output.name);
    return binding.columnsKnown() ? "" : lowerCase(written);
  }
  if (binding.declared) {
    if (const Column* column = binding.declared->findColumn(written)) return column->name;
    std::string lower = lowerCase(written);
    if (dialect_ == Dialect::Sqlite && (lower == "rowid" || lower == "oid" || lower == "_rowid_"))
      return binding.declared->rowid_alias.empty() ? "rowid" : binding.declared->rowid_alias;
    if (binding.columnsKnown()) return "";
  }
  return written;
}

Resolver::Found Resolver::lookup(const Expr& column, Scope* scope, bool right_side) {
  if (column.path.empty()) return {};
  bool partial_qualifier = column.path.size() > 1 && column.path[column.path.size() - 2].find('*') != std::string::npos;
  if (column.path.size() > 1 && !partial_qualifier) return lookupQualified(column, scope);
  return lookupPlain(column, scope, right_side);
}

Resolver::Found Resolver::lookupQualified(const Expr& column, Scope* scope) {
  Found found;
  std::string qualifier = lowerCase(column.path[column.path.size() - 2]);
  const std::string& name = column.path.back();
  auto row = environment_.rows.find(qualifier);
  if (row != environment_.rows.end()) {
    found.kind = Found::Kind::Value;
    auto value = row->second->find(lowerCase(name));
    if (value != row->second->end()) found.values = value->second;
    return found;
  }
  for (Scope* at = scope; at; at = at->parent) {
    for (std::size_t i = 0; i < at->bindings.size(); ++i) {
      Binding& binding = at->bindings[i];
      bool matches = binding.alias == qualifier || (binding.isTable() && binding.alias == lowerCase(binding.table) &&
                                                    lowerCase(binding.table) == qualifier);
      if (!matches) continue;
      if (binding.row) {
        found.kind = Found::Kind::Value;
        auto value = binding.row->find(lowerCase(name));
        if (value != binding.row->end()) found.values = value->second;
        return found;
      }
      std::string reported = columnName(binding, name);
      if (reported.empty()) reported = name;  // the schema lags behind
      found.kind = Found::Kind::Column;
      found.columns.push_back({at, static_cast<int>(i), reported});
      return found;
    }
  }
  if (environment_.locals.count(qualifier) != 0) found.kind = Found::Kind::Value;
  return found;
}

Resolver::Found Resolver::lookupPlain(const Expr& column, Scope* scope, bool right_side) {
  Found found;
  const std::string& name = column.path.back();
  auto local = environment_.locals.find(lowerCase(name));
  if (local != environment_.locals.end()) {
    found.kind = Found::Kind::Value;
    found.values = local->second;
    return found;
  }
  bool text = column.maybe_text && dialect_ == Dialect::Sqlite;
  bool word = !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '*'; });
  for (Scope* at = scope; at; at = at->parent) {
    if (at->in_tail && at->aliases.count(lowerCase(name)) != 0) return found;
    std::vector<int> open;
    bool has_table = false;
    for (std::size_t i = 0; i < at->bindings.size(); ++i) {
      Binding& binding = at->bindings[i];
      if (binding.row) continue;
      has_table = true;
      if (!binding.columnsKnown()) {
        bool listed = false;
        for (const Output& output : binding.outputs.columns) listed = listed || sameName(output.name, name);
        if (!listed) {
          open.push_back(static_cast<int>(i));
          continue;
        }
      }
      std::string reported = columnName(binding, name);
      if (!reported.empty()) found.columns.push_back({at, static_cast<int>(i), reported});
    }
    if (!found.columns.empty()) {
      found.kind = Found::Kind::Column;
      return found;
    }
    if (!has_table || open.empty()) continue;
    if (at->aliases.count(lowerCase(name)) != 0 && open.size() > 1) return found;
    if (text && (right_side || !word)) continue;
    if (open.size() == 1 && !(at->from_open && column.path.size() == 1)) {
      found.kind = Found::Kind::Column;
      found.columns.push_back({at, open[0], columnName(at->bindings[static_cast<std::size_t>(open[0])], name)});
    } else {
      found.kind = Found::Kind::Ambiguous;
      for (int i : open) found.columns.push_back({at, i, name});
    }
    return found;
  }
  if (text) {
    found.kind = Found::Kind::Text;
    Operand operand;
    operand.kind = Operand::Kind::Literal;
    operand.text = name;
    found.values = {operand};
    return found;
  }
  // Declared tables, and none has it: with one table it can only be that one's.
  for (Scope* at = scope; at; at = at->parent) {
    if (at->aliases.count(lowerCase(name)) != 0) return found;
    int only = -1, tables = 0;
    for (std::size_t i = 0; i < at->bindings.size(); ++i)
      if (at->bindings[i].isTable()) only = static_cast<int>(i), ++tables;
    if (tables == 1 && at->bindings.size() == 1) {
      found.kind = Found::Kind::Column;
      found.columns.push_back({at, only, name});
      return found;
    }
    if (tables > 0) return found;
  }
  return found;
}

void Resolver::useColumn(const ColumnRef& reference) {
  Binding& binding = reference.scope->bindings[static_cast<std::size_t>(reference.binding)];
  if (reference.column.find('*') != std::string::npos) binding.any = true;
  else binding.columns.insert(reference.column);
  // A generated column changes with those it is computed from.
  const Column* column =
      binding.declared && binding.hasRows() ? binding.declared->findColumn(reference.column) : nullptr;
  if (!column) return;
  for (const std::string& name : column->computed_from)
    if (const Column* source = binding.declared->findColumn(name)) binding.columns.insert(source->name);
}

void Resolver::useAll(Binding& binding) {
  if (!binding.hasRows()) return;
  if (!binding.declaredColumnsKnown()) {
    binding.any = true;
    return;
  }
  for (const Column& column : binding.declared->columns)
    if (!column.hidden) binding.columns.insert(column.name);
}

}  // namespace touchgraph::sql
