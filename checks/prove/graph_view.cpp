#include "checks/prove/graph_view.h"

#include "graph/graph_json.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "checks/prove/generate.h"

namespace touchgraph::prove {
namespace {

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

/// "arg:in.address.city" → "address.city": the function's parameter is the input itself. "" for anything else.
std::string fieldOf(const std::string& value) {
  std::string path = value;
  std::string suffix;
  if (path.starts_with("each(") && path.ends_with(")")) path = path.substr(5, path.size() - 6);
  if (!path.starts_with("arg:")) return "";
  const auto dot = path.find('.');
  return dot == std::string::npos ? "" : path.substr(dot + 1);
}

std::string argumentOf(const std::string& parameter) {
  const std::string text = parameter.starts_with("arg:") ? parameter.substr(4) : parameter;
  const auto dot = text.find('.');
  return dot == std::string::npos ? text : text.substr(dot + 1);
}

bool covers(const Touch& touch, const std::string& op) {
  switch (touch.op) {
    case TouchOp::Insert:
      return op == "insert";
    case TouchOp::Update:
      return op == "update";
    case TouchOp::Delete:
      return op == "delete";
    case TouchOp::Upsert:
      return op == "insert" || op == "update";
    case TouchOp::Replace:
      return op == "insert" || op == "delete" || op == "update";
    case TouchOp::Ddl:
    case TouchOp::Unknown:
      return true;
  }
  return true;
}

}  // namespace

std::optional<Value> valueAt(const Value& value, const std::string& path) {
  const Record* record = value.record();
  if (record == nullptr) return std::nullopt;
  const auto dot = path.find('.');
  for (const auto& [name, field] : record->fields) {
    if (name != path.substr(0, dot)) continue;
    return dot == std::string::npos ? std::optional<Value>(field) : valueAt(field, path.substr(dot + 1));
  }
  return std::nullopt;
}

GraphView GraphView::of(const Program& program) {
  GraphView view;
  std::string text = program.graph_text;
  if (text.empty() && !program.graph_file.empty()) {
    std::ifstream in(program.graph_file, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read the graph " + program.graph_file);
    std::ostringstream all;
    all << in.rdbuf();
    text = all.str();
  }
  if (text.empty()) return view;
  std::string error;
  view.graph_ = parseGraph(text, error);
  if (!view.graph_) throw std::runtime_error("the graph cannot be read: " + error);
  return view;
}

bool GraphView::knows(const std::string& mutation) const {
  return graph_ && findMutation(*graph_, mutation) != nullptr;
}
bool GraphView::knowsQuery(const std::string& query) const {
  return graph_ && findQuery(*graph_, query) != nullptr;
}
bool GraphView::complete(const std::string& mutation) const {
  const auto* found = graph_ ? findMutation(*graph_, mutation) : nullptr;
  return found != nullptr && found->unresolved.empty();
}
bool GraphView::invalidates(const std::string& mutation, const std::string& query) const {
  return graph_ && findEdge(*graph_, mutation, query) != nullptr;
}

bool GraphView::allows(const std::string& mutation, const std::string& table, const std::string& op,
                       const std::vector<std::string>& columns, std::string& why) const {
  const auto* found = graph_ ? findMutation(*graph_, mutation) : nullptr;
  if (found == nullptr) return true;
  bool table_seen = false, op_seen = false;
  std::vector<std::string> missing = columns;
  for (const Touch& touch : found->touches) {
    const bool wild = touch.table.find('*') != std::string::npos;
    if (!wild && lower(touch.table) != lower(table)) continue;
    table_seen = true;
    if (!covers(touch, op)) continue;
    op_seen = true;
    if (op != "update" || !touch.columns) return true;
    std::erase_if(missing, [&](const std::string& column) {
      return std::any_of(touch.columns->begin(), touch.columns->end(),
                         [&](const std::string& c) { return lower(c) == lower(column); });
    });
    if (missing.empty()) return true;
  }
  if (!table_seen) {
    why = "table " + table + " is not among the touches";
  } else if (!op_seen) {
    why = "no " + op + " of " + table + " is among the touches";
  } else {
    why = "column " + table + "." + missing.front() + " is not among the touches";
  }
  return false;
}

bool GraphView::hasInstances(const std::string& mutation, const std::string& query,
                             const std::vector<InstanceKey>& extra) const {
  if (std::any_of(extra.begin(), extra.end(),
                  [&](const InstanceKey& k) { return k.mutation == mutation && k.query == query; })) {
    return true;
  }
  const auto* edge = graph_ ? findEdge(*graph_, mutation, query) : nullptr;
  if (edge == nullptr || !edge->instances || edge->instances->empty()) return false;
  return std::all_of(edge->instances->begin(), edge->instances->end(), [](const Instance& instance) {
    return std::any_of(instance.begin(), instance.end(), [](const Binding& binding) {
      return binding.value.starts_with("const:") ||
             (!binding.value.starts_with("each(") && !fieldOf(binding.value).empty());
    });
  });
}

bool GraphView::outside(const std::string& mutation, const std::string& query, const Value& input, const Value& args,
                        const std::vector<InstanceKey>& extra) const {
  for (const InstanceKey& key : extra) {
    if (key.mutation != mutation || key.query != query) continue;
    const auto field = valueAt(input, key.field), argument = valueAt(args, key.argument);
    return field && argument && !(*field == *argument);
  }
  const auto* edge = graph_ ? findEdge(*graph_, mutation, query) : nullptr;
  if (edge == nullptr || !edge->instances || edge->instances->empty()) return false;
  return std::all_of(edge->instances->begin(), edge->instances->end(), [&](const Instance& instance) {
    return std::any_of(instance.begin(), instance.end(), [&](const Binding& binding) {
      const auto argument = valueAt(args, argumentOf(binding.parameter));
      if (!argument) return false;
      if (binding.value.starts_with("const:")) {
        const std::string text = binding.value.substr(6);
        if (const auto* number = argument->integer()) return std::to_string(*number) != text;
        return argument->text() != nullptr && *argument->text() != text;
      }
      if (binding.value.starts_with("each(")) return false;  // one of a list: not told apart here
      const std::string field = fieldOf(binding.value);
      const auto value = field.empty() ? std::nullopt : valueAt(input, field);
      return value && !(*value == *argument);
    });
  });
}

void GraphView::bindFields(Program& program) const {
  if (!graph_) return;
  const auto bind = [](std::vector<Domain>& fields, const std::string& field, const std::string& place) {
    if (!field.empty() && domainOf(fields, field) == nullptr) fields.push_back({field, place, {}, true});
  };
  for (Mutation& mutation : program.mutations) {
    const auto* found = findMutation(*graph_, mutation.name);
    if (found == nullptr) continue;
    const auto read = [&](const Access& access) {
      if (!access.keys) return;
      for (const Key& key : *access.keys) bind(mutation.fields, fieldOf(key.value), access.table + "." + key.column);
    };
    for (const Touch& touch : found->touches) read(touch);
    for (const Read& r : found->reads) read(r);
  }
  for (Query& query : program.queries) {
    const auto* found = findQuery(*graph_, query.name);
    if (found == nullptr) continue;
    for (const Parameter& parameter : found->parameters) {
      bind(query.fields, argumentOf(parameter.name), parameter.table + "." + parameter.column);
    }
  }
}

}  // namespace touchgraph::prove
