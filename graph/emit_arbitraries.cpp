#include "graph/emit_arbitraries.h"

#include "graph/text.h"

#include <algorithm>
#include <set>

namespace touchgraph {
namespace {

constexpr std::size_t kMostMacroFields = 24;  // of TOUCHGRAPH_FIELDS, whose expansion is bounded

/// A class or enumeration with the unit that its string ids belong to.
template <class Facts>
struct Found {
  const UnitFacts* unit = nullptr;
  const Facts* facts = nullptr;
  std::string text(Id id) const { return id == kNone ? std::string() : unit->str(id); }
  std::vector<std::string> texts(const std::vector<Id>& ids) const {
    std::vector<std::string> out;
    for (Id id : ids) out.push_back(text(id));
    return out;
  }
};

bool isHeader(const std::string& file) {
  const std::size_t dot = file.rfind('.');
  const std::string extension = dot == std::string::npos ? "" : file.substr(dot + 1);
  return extension == "h" || extension == "hpp" || extension == "hh" || extension == "hxx" || extension == "inl" ||
         extension == "ipp";
}

/// "lines[].sku" → "lines[]" and "sku".
std::pair<std::string, std::string> firstStep(const std::string& path) {
  const std::size_t dot = path.find('.');
  return {path.substr(0, dot), dot == std::string::npos ? "" : path.substr(dot + 1)};
}

class Writer {
 public:
  Writer(const Graph& graph, const std::vector<UnitFacts>& units, const std::map<std::string, std::string>& references)
      : graph_(graph), references_(references) {
    for (const UnitFacts& unit : units) {
      for (const ClassFacts& c : unit.classes) classes_.try_emplace(unit.str(c.symbol), Found<ClassFacts>{&unit, &c});
      for (const EnumFacts& e : unit.enums) enums_.try_emplace(unit.str(e.symbol), Found<EnumFacts>{&unit, &e});
      for (const FunctionFacts& f : unit.functions)
        functions_.try_emplace(unit.str(f.symbol), Found<FunctionFacts>{&unit, &f});
    }
  }

  std::string write() {
    for (const Mutation& mutation : graph_.mutations) {
      for (const std::string& input : inputsOf(mutation)) {
        use(input, true, "input of " + mutation.name);
        for (const Touch& touch : mutation.touches) takeKeys(input, touch);
        for (const Read& read : mutation.reads) takeKeys(input, read);
      }
    }
    for (const Query& query : graph_.queries) {
      for (const std::string& args : inputsOf(query)) {
        use(args, true, "arguments of " + query.name);
        for (const Parameter& parameter : query.parameters)
          bind(args, fieldOf("arg:" + parameter.name), parameter.table + "." + parameter.column);
      }
      for (const std::string& symbol : query.symbols) {
        const auto found = functions_.find(symbol);
        if (found == functions_.end()) continue;
        for (const std::string& part : found->second.texts(found->second.facts->result_parts))
          use(part, false, "result of " + query.name);
      }
    }
    return text();
  }

 private:
  struct Use {
    bool drawn = false;  ///< it is taken: an Arbitrary is wanted
    std::set<std::string> by;
  };

  /// Symbols of what the entry point takes last. The first parameter of a free function is the database.
  std::vector<std::string> inputsOf(const EntryPoint& point) const {
    std::vector<std::string> out;
    for (const std::string& symbol : point.symbols) {
      const auto found = functions_.find(symbol);
      if (found == functions_.end()) continue;
      const FunctionFacts& f = *found->second.facts;
      const bool method = f.class_symbol != kNone && !f.is_static;
      if (f.params.size() <= (method ? 0 : 1)) continue;
      for (std::string& part : found->second.texts(f.params.back().parts)) out.push_back(std::move(part));
    }
    return out;
  }

  void use(const std::string& symbol, bool drawn, const std::string& by) {
    const bool known = uses_.count(symbol) != 0 && (uses_[symbol].drawn || !drawn);
    Use& mine = uses_[symbol];
    mine.drawn = mine.drawn || drawn;
    mine.by.insert(by);
    if (known) return;
    for (const auto& [owner, field] : fieldsOf(symbol)) {
      for (const std::string& part : owner.texts(field->parts)) use(part, drawn, "part of " + nameOf(symbol));
    }
  }

  /// Fields with those of base classes, bases first.
  std::vector<std::pair<Found<ClassFacts>, const FieldFacts*>> fieldsOf(const std::string& symbol) const {
    std::vector<std::pair<Found<ClassFacts>, const FieldFacts*>> out;
    const auto found = classes_.find(symbol);
    if (found == classes_.end()) return out;
    if (found->second.facts->has_open_bases) {
      for (const std::string& base : found->second.texts(found->second.facts->bases)) {
        if (base == symbol) continue;
        for (auto& field : fieldsOf(base)) out.push_back(std::move(field));
      }
    }
    for (const FieldFacts& field : found->second.facts->fields) out.emplace_back(found->second, &field);
    return out;
  }

  std::string nameOf(const std::string& symbol) const {
    if (const auto found = classes_.find(symbol); found != classes_.end())
      return found->second.text(found->second.facts->name);
    if (const auto found = enums_.find(symbol); found != enums_.end())
      return found->second.text(found->second.facts->name);
    return symbol;
  }

  /// "arg:in.lines[].sku", "each(arg:…)" → "lines[].sku"; "" for what is no field of the input.
  static std::string fieldOf(const std::string& value) {
    std::string path = value;
    if (path.starts_with("each(") && path.ends_with(")")) path = path.substr(5, path.size() - 6);
    if (!path.starts_with("arg:")) return "";
    const std::size_t dot = path.find('.');
    return dot == std::string::npos ? "" : path.substr(dot + 1);
  }

  void takeKeys(const std::string& input, const Access& access) {
    // A value that goes into a new row is drawn toward rows only where the row has to refer to one.
    for (const Key& key : access.row) {
      if (const std::string column = access.table + "." + key.column; references_.count(column) != 0)
        bind(input, fieldOf(key.value), column);
    }
    if (!access.keys) return;
    for (const Key& key : *access.keys) bind(input, fieldOf(key.value), access.table + "." + key.column);
  }

  /// The field at `path` of the struct picks rows by `column`.
  void bind(const std::string& symbol, const std::string& path, std::string column) {
    if (path.empty()) return;
    std::set<std::string> seen;
    for (auto parent = references_.find(column); parent != references_.end() && seen.insert(column).second;
         parent = references_.find(column))
      column = parent->second;
    auto [first, rest] = firstStep(path);
    if (first.ends_with("[]")) first.resize(first.size() - 2);
    for (const auto& [owner, field] : fieldsOf(symbol)) {
      if (owner.text(field->name) != first) continue;
      if (rest.empty()) keys_[{symbol, first}].insert(column);
      for (const std::string& part : rest.empty() ? std::vector<std::string>() : owner.texts(field->parts))
        bind(part, rest, column);
    }
  }

  /// Whether a struct is, or has somewhere in it, another.
  bool holds(const std::string& symbol, const std::string& other) const {
    std::set<std::string> seen;
    const auto visit = [&](auto&& self, const std::string& at) -> bool {
      if (at == other) return true;
      if (!seen.insert(at).second) return false;
      for (const auto& [owner, field] : fieldsOf(at)) {
        for (const std::string& part : owner.texts(field->parts))
          if (self(self, part)) return true;
      }
      return false;
    };
    return visit(visit, symbol);
  }

  /// Why code elsewhere cannot have this class; "" when it can.
  static std::string whyNot(const Found<ClassFacts>& c) {
    if (!c.facts->is_nameable) return "other code cannot name it";
    if (!isHeader(c.text(c.facts->file))) return "it is defined in " + c.text(c.facts->file) + ", which is no header";
    if (!c.facts->is_makeable) return "it has no public default constructor";
    return "";
  }

  std::string text() {
    std::set<std::string> headers;
    std::map<std::string, std::map<std::string, std::string>> fields;  // by namespace and qualified name
    std::map<std::string, std::string> enumerators, arbitraries;       // by qualified name
    std::vector<std::string> left_out;
    for (const auto& [symbol, use] : uses_) {
      if (const auto e = enums_.find(symbol); e != enums_.end()) {
        writeEnum(e->second, headers, enumerators, left_out);
        continue;
      }
      const auto c = classes_.find(symbol);
      if (c == classes_.end()) continue;
      const std::string name = nameOf(symbol);
      if (const std::string why = whyNot(c->second); !why.empty()) {
        left_out.push_back(name + ": " + why);
        continue;
      }
      headers.insert(c->second.text(c->second.facts->file));
      std::vector<std::string> names;
      for (const auto& [owner, field] : fieldsOf(symbol)) {
        const std::vector<std::string> parts = owner.texts(field->parts);
        if (std::any_of(parts.begin(), parts.end(), [&](const std::string& part) { return holds(part, symbol); })) {
          left_out.push_back(name + "::" + owner.text(field->name) + ": it holds the struct itself");
        } else if (field->settable) {
          names.push_back(owner.text(field->name));
        } else if (!owner.text(field->name).empty()) {
          left_out.push_back(name + "::" + owner.text(field->name) + ": it cannot be assigned from outside");
        }
      }
      if (names.empty()) continue;
      fields[c->second.text(c->second.facts->space)][name] = fieldsText(c->second, names);
      if (use.drawn) arbitraries[name] = arbitraryText(symbol, names, use);
    }
    return assembled(headers, fields, enumerators, arbitraries, std::move(left_out));
  }

  void writeEnum(const Found<EnumFacts>& e, std::set<std::string>& headers,
                 std::map<std::string, std::string>& enumerators, std::vector<std::string>& left_out) const {
    const std::string name = e.text(e.facts->name), file = e.text(e.facts->file);
    if (!e.facts->is_nameable || !isHeader(file)) {
      left_out.push_back(name + ": other code cannot name it");
      return;
    }
    headers.insert(file);
    std::vector<std::string> values;
    for (const std::string& enumerator : e.texts(e.facts->enumerators)) values.push_back(name + "::" + enumerator);
    if (values.empty()) return;
    enumerators[name] = "template <>\nstruct Enumerators<" + name + "> {\n  static constexpr " + name + " kAll[] = {" +
                        join(values, ", ") + "};\n};\n";
  }

  /// In the struct's own namespace, where argument-dependent lookup finds it.
  std::string fieldsText(const Found<ClassFacts>& c, const std::vector<std::string>& names) const {
    const std::string space = c.text(c.facts->space);
    std::string name = c.text(c.facts->name);
    if (!space.empty() && name.starts_with(space + "::")) name = name.substr(space.size() + 2);
    if (names.size() <= kMostMacroFields) return "TOUCHGRAPH_FIELDS(" + name + ", " + join(names, ", ") + ")\n";
    std::vector<std::string> parts;
    for (const std::string& field : names)
      parts.push_back("::touchgraph::prove::namedField(\"" + field + "\", &" + name + "::" + field + ")");
    return "[[maybe_unused]] inline auto touchgraphFields(const " + name + "*) {\n  return std::make_tuple(" +
           join(parts, ",\n                         ") + ");\n}\n";
  }

  std::string arbitraryText(const std::string& symbol, const std::vector<std::string>& names, const Use& use) const {
    const std::string name = nameOf(symbol);
    std::vector<std::string> parts;
    for (const std::string& field : names) {
      const auto found = keys_.find({symbol, field});
      if (found == keys_.end()) {
        parts.push_back("prove::plain(&T::" + field + ")");
        continue;
      }
      std::vector<std::string> columns;
      for (const std::string& column : found->second) columns.push_back("\"" + column + "\"");
      parts.push_back("prove::key(&T::" + field + ", {" + join(columns, ", ") + "})");
    }
    return "/// " + join(std::vector<std::string>(use.by.begin(), use.by.end()), ", ") + "\ninline Gen<" + name +
           "> Arbitrary<" + name + ">::arbitrary() {\n  namespace prove = ::touchgraph::prove;\n  using T = " + name +
           ";\n  return prove::assembled<T>(" + join(parts, ",\n                             ") + ");\n}\n";
  }

  static std::string assembled(const std::set<std::string>& headers,
                               const std::map<std::string, std::map<std::string, std::string>>& fields,
                               const std::map<std::string, std::string>& enumerators,
                               const std::map<std::string, std::string>& arbitraries,
                               std::vector<std::string> left_out) {
    std::string out =
        "// Generated by `touchgraph emit arbitraries`. Do not edit.\n//\n"
        "// What the property runner has to know of the structs that mutations and queries take and return, and how "
        "inputs\n// are drawn with RapidCheck. A key is drawn toward those that are there: in a proofs program those "
        "of "
        "the state at\n// hand, elsewhere those of a touchgraph::prove::KeysInScope. See docs/prove.md.\n#pragma "
        "once\n\n"
        "#include <touchgraph/prove.h>\n\n#include <checks/prove/arbitrary.h>\n\n";
    for (const std::string& header : headers) out += "#include \"" + header + "\"\n";
    std::sort(left_out.begin(), left_out.end());
    left_out.erase(std::unique(left_out.begin(), left_out.end()), left_out.end());
    if (!left_out.empty()) out += "\n// Left out:\n";
    for (const std::string& line : left_out) out += "//   " + line + "\n";
    out += "\n";
    for (const auto& [space, lines] : fields) {
      if (!space.empty()) out += "namespace " + space + " {\n";
      for (const auto& [name, text] : lines) out += text;
      if (!space.empty()) out += "}  // namespace " + space + "\n";
    }
    if (!enumerators.empty()) {
      out += "\nnamespace touchgraph::prove {\n";
      for (const auto& [name, text] : enumerators) out += text;
      out += "}  // namespace touchgraph::prove\n";
    }
    if (!arbitraries.empty()) {
      out += "\nnamespace rc {\n\n";
      for (const auto& [name, text] : arbitraries)
        out += "template <>\nstruct Arbitrary<" + name + "> {\n  static Gen<" + name + "> arbitrary();\n};\n";
      for (const auto& [name, text] : arbitraries) out += "\n" + text;
      out += "\n}  // namespace rc\n";
    }
    return out;
  }

  const Graph& graph_;
  const std::map<std::string, std::string>& references_;
  std::map<std::string, Found<ClassFacts>> classes_;
  std::map<std::string, Found<EnumFacts>> enums_;
  std::map<std::string, Found<FunctionFacts>> functions_;
  std::map<std::string, Use> uses_;                                            ///< by symbol
  std::map<std::pair<std::string, std::string>, std::set<std::string>> keys_;  ///< by symbol and field
};

}  // namespace

std::string emitArbitraries(const Graph& graph, const std::vector<UnitFacts>& units,
                            const std::map<std::string, std::string>& references) {
  return Writer(graph, units, references).write();
}

}  // namespace touchgraph
