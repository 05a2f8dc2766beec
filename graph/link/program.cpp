#include "graph/link/program.h"

#include "graph/link/namesakes.h"

#include <algorithm>
#include <functional>
#include <numeric>

namespace touchgraph::linker {

bool isDatabaseRole(Role role) {
  switch (role) {
    case Role::Statement:
    case Role::Column:
    case Role::InsertedKey:
    case Role::Begin:
    case Role::Commit:
    case Role::Rollback:
    case Role::Access:
    case Role::TableState:
    case Role::TableRun:
    case Role::Connection:
    case Role::Opaque:
      return true;
    case Role::Ignore:
    case Role::TextAppend:
    case Role::TextConcat:
    case Role::TextForward:
    case Role::TextFormat:
    case Role::TextAssign:
    case Role::TextReplace:
    case Role::Quote:
    case Role::Forward:
    case Role::Construct:
    case Role::Invoke:
    case Role::InvokeEach:
    case Role::Insert:
    case Role::Element:
    case Role::Connect:
    case Role::Publish:
    case Role::Clause:
    case Role::Change:
    case Role::TextCut:
    case Role::TextFind:
    case Role::TextTest:
    case Role::TextLength:
    case Role::TextJoin:
    case Role::Partial:
    case Role::Pack:
    case Role::Resource:
      return false;
  }
  return false;
}

namespace {
constexpr std::size_t kAnyArity = ~std::size_t{0};
}

bool globMatch(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = std::string_view::npos, mark = 0;
  while (t < text.size()) {
    if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p, ++t;
    } else if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      mark = t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++mark;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

std::string nameOfClassSymbol(const std::string& symbol) {
  std::string name;
  std::size_t i = symbol.find("c:");
  if (i != 0) return symbol;
  i = 2;
  // USR pieces are "@N@ns", "@S@Class", "@ST>1#T@Template", "@SP>…@…" and instance arguments after ">#".
  while (i < symbol.size()) {
    if (symbol[i] != '@') {
      ++i;
      continue;
    }
    std::size_t tag_end = symbol.find('@', i + 1);
    if (tag_end == std::string::npos) break;
    std::string_view tag(symbol.data() + i + 1, tag_end - i - 1);
    bool scope = tag == "N" || tag == "T" || tag == "S" || tag == "U" || tag == "SA" || tag.starts_with("ST") ||
                 tag.starts_with("SP");
    if (!scope) {
      i = tag_end;
      continue;
    }
    std::size_t end = tag_end + 1;
    while (end < symbol.size() && symbol[end] != '@' && symbol[end] != '>' && symbol[end] != '#') ++end;
    std::string piece = symbol.substr(tag_end + 1, end - tag_end - 1);
    bool inline_namespace = tag == "N" && piece.starts_with("__");
    if (!inline_namespace) name += (name.empty() ? "" : "::") + piece;
    if (end < symbol.size() && symbol[end] == '>') break;  // template arguments of the instance
    i = end;
  }
  return name.empty() ? symbol : name;
}

Program::Program(const std::vector<UnitFacts>& units, const std::vector<Library>& libraries, const LinkOptions& options,
                 Values& values)
    : values_(values) {
  addUnits(units);
  addModels(libraries);
  exclude(options);
  scanBodies();
  markRelevant();
}

void Program::addUnits(const std::vector<UnitFacts>& units) {
  std::vector<const UnitFacts*> sorted;
  for (const UnitFacts& unit : units) sorted.push_back(&unit);
  std::sort(sorted.begin(), sorted.end(), [](auto* a, auto* b) { return a->file < b->file; });

  for (const UnitFacts* facts : sorted) {
    auto view = std::make_unique<UnitView>();
    view->facts = facts;
    view->strings.reserve(facts->strings.size());
    for (const std::string& text : facts->strings) view->strings.push_back(values_.str(text));
    units_.push_back(std::move(view));
  }
  separateNamesakes(units_, values_);
  for (auto& view : units_) {
    const UnitFacts& facts = *view->facts;
    std::vector<FunctionId>& ids = unit_functions_[view.get()];
    ids.assign(facts.functions.size(), kNone);
    for (std::size_t i = 0; i < facts.functions.size(); ++i) {
      const FunctionFacts& f = facts.functions[i];
      Str symbol = view->str(f.symbol);
      auto [slot, is_new] = by_symbol_.emplace(symbol, static_cast<FunctionId>(functions_.size()));
      if (!is_new) {
        ids[i] = slot->second;  // the same inline function, seen in another unit before
        continue;
      }
      Function function;
      function.unit = view.get();
      function.facts = &f;
      function.id = slot->second;
      function.symbol = symbol;
      function.class_symbol = view->str(f.class_symbol);
      ids[i] = function.id;
      if (function.class_symbol) methods_[function.class_symbol].push_back(function.id);
      functions_.push_back(std::move(function));
      for (Id overridden : f.overrides) overriders_[view->str(overridden)].push_back(symbol);
    }
    for (const ClassFacts& c : facts.classes) {
      Class& merged = classes_[view->str(c.symbol)];
      if (merged.has_definition) continue;
      merged.symbol = view->str(c.symbol);
      merged.name = view->str(c.name);
      merged.bases.clear();
      for (Id base : c.bases) merged.bases.push_back(view->str(base));
      for (const FieldFacts& field : c.fields) {
        if (field.type != kNone) merged.field_types[view->str(field.name)] = view->str(field.type);
        if (field.type_name != kNone) {
          const std::string& type = facts.str(field.type_name);
          if (type.find_first_of("*&") != std::string::npos || type.find("shared_ptr") != std::string::npos)
            merged.pointers.insert(view->str(field.name));
        }
        if (field.initialiser != kNone)
          merged.field_initialisers[view->str(field.name)] = {view.get(), field.initialiser};
      }
      merged.has_definition = !c.fields.empty() || !c.constructors.empty() || !c.bases.empty();
      auto& constructors = constructors_[merged.symbol];
      for (std::size_t i = 0; i < c.constructors.size() && i < c.constructor_arity.size(); ++i)
        constructors.emplace_back(c.constructor_arity[i], view->str(c.constructors[i]));
    }
    for (const ContainerFacts& c : facts.containers) element_types_.emplace(view->str(c.symbol), view->str(c.element));
    for (const GlobalFacts& g : facts.globals) {
      Global& merged = globals_[view->str(g.symbol)];
      if (merged.facts && (merged.facts->initialiser != kNone || g.initialiser == kNone)) continue;
      merged = {view->str(g.symbol), view->str(g.type), view.get(), &g};
    }
    auto keep_annotations = [&](Id symbol, const std::vector<Annotation>& annotations) {
      for (const Annotation& annotation : annotations) {
        std::vector<std::string> arguments;
        for (Id argument : annotation.arguments) arguments.push_back(facts.str(argument));
        auto& all = annotations_[view->str(symbol)];
        if (std::find(all.begin(), all.end(), arguments) == all.end()) all.push_back(std::move(arguments));
      }
    };
    for (const FunctionFacts& f : facts.functions) keep_annotations(f.symbol, f.annotations);
    for (const AnnotatedDeclaration& d : facts.declarations) keep_annotations(d.symbol, d.annotations);
  }
  for (auto& [symbol, c] : classes_)
    for (Str base : c.bases) {
      auto found = classes_.find(base);
      if (found != classes_.end()) found->second.derived.push_back(symbol);
    }
  auto by_text = [](Str a, Str b) { return *a < *b; };
  for (auto& [symbol, c] : classes_) std::sort(c.derived.begin(), c.derived.end(), by_text);
  for (auto& [symbol, list] : overriders_) {
    std::sort(list.begin(), list.end(), by_text);
    list.erase(std::unique(list.begin(), list.end()), list.end());
  }
  for (auto& [symbol, g] : globals_) global_order_.push_back(&g);
  std::sort(global_order_.begin(), global_order_.end(), [](auto* a, auto* b) { return *a->symbol < *b->symbol; });
}

void Program::addModels(const std::vector<Library>& libraries) {
  for (const Library& library : libraries) {
    for (const ModelRow& row : library.rows) models_[row.callee].push_back({&row, &library});
    for (const std::string& handle : library.handle_classes) handles_.emplace(handle, &library);
    harmless_[&library].insert(library.harmless.begin(), library.harmless.end());
  }
}

void Program::exclude(const LinkOptions& options) {
  // A file that defines a modelled function is the library itself, built from source: its inside is not the program.
  // So is what lies beside the handles of a library and in their namespace, when its headers are not the system's.
  std::unordered_set<std::string_view> library_files;
  for (const Function& f : functions_) {
    auto found = models_.find(f.name());
    if (found == models_.end()) continue;
    for (const Model& model : found->second)
      if (isDatabaseRole(model.row->role)) library_files.insert(f.file());
  }
  std::set<std::pair<std::string, std::string>> library_places;  // directory, namespace
  for (auto& view : units_)
    for (const ClassFacts& c : view->facts->classes) {
      if (c.file == kNone || c.name == kNone) continue;
      const std::string& name = *view->str(c.name);
      const std::string& file = *view->str(c.file);
      const std::size_t colon = name.rfind("::");
      const std::size_t slash = file.rfind('/');
      if (colon == std::string::npos || slash == std::string::npos || !handles_.contains(name)) continue;
      library_places.emplace(file.substr(0, slash + 1), name.substr(0, colon + 2));
    }
  for (Function& f : functions_) {
    f.excluded =
        library_files.contains(f.file()) || std::any_of(library_places.begin(), library_places.end(), [&](auto& place) {
          return f.file().starts_with(place.first) && f.name().starts_with(place.second);
        });
    for (const std::string& pattern : options.exclude)
      f.excluded = f.excluded || globMatch(pattern, f.file()) || globMatch(pattern, f.name());
  }
}

void Program::scanBodies() {
  callers_.resize(functions_.size());
  for (auto& view : units_) {
    const std::vector<FunctionId>& ids = unit_functions_[view.get()];
    for (std::size_t i = 0; i < ids.size(); ++i) {
      Function& f = functions_[ids[i]];
      if (f.unit != view.get()) continue;
      f.owner = f.id;
      if (f.facts->is_lambda && f.facts->parent != kNone) {
        Id parent = f.facts->parent;
        while (view->facts->functions[parent].is_lambda && view->facts->functions[parent].parent != kNone)
          parent = view->facts->functions[parent].parent;
        f.owner = ids[parent];
      }
    }
  }
  for (Function& f : functions_) {
    const UnitView& unit = *f.unit;
    std::vector<Str> written;
    std::function<void(Id)> visit = [&](Id id) {
      const Node& n = unit.node(id);
      ++f.nodes;
      auto edge = [&](Str symbol) {
        if (const Function* callee = find(symbol))
          f.callees.push_back(callee->id);
        else
          f.bodyless.push_back(symbol);
      };
      if (n.op == Op::Call || n.op == Op::Construct || n.op == Op::FunctionRef) {
        const Callee& callee = unit.facts->callees[n.a];
        std::size_t arguments = n.kid_count - ((n.flags & kHasReceiver) ? 1 : 0);
        bool modelled = false;
        if (n.op != Op::FunctionRef)
          for (const Model& model : models(unit, callee, arguments)) {
            modelled = true;
            if (isDatabaseRole(model.row->role)) f.has_database_call = true;
          }
        if (!modelled) {
          edge(unit.str(callee.symbol));
          if (callee.is_virtual)
            for (const Function* over : overriders(unit.str(callee.symbol), unit.str(callee.class_symbol), false))
              f.callees.push_back(over->id);
          if (const Library* library = handleLibrary(unit.str(callee.class_symbol)); library && callee.is_system)
            if (!isHarmless(*library, *unit.str(callee.name))) f.has_database_call = true;
          // A handle that goes out of sight is a database call of its own.
          if (n.op != Op::FunctionRef && !find(unit.str(callee.symbol)))
            for (Id k = 0; k < n.kid_count; ++k)
              if (const Library* library = handleLibrary(unit.str(unit.node(unit.kid(n, k)).type));
                  library && !isHarmless(*library, *unit.str(callee.name)))
                f.has_database_call = true;
        }
        // make_unique<T>(…) and friends name the class they construct.
        for (Id t = 0; t < callee.template_argument_count; ++t) {
          Str argument = unit.str(unit.facts->kids[callee.first_template_argument + t]);
          auto made = constructors_.find(argument);
          if (made != constructors_.end())
            for (auto& [arity, symbol] : made->second) edge(symbol);
        }
        // Calls whose target is a value, or is decided by whoever subscribed.
        bool through_value = false;
        for (const Model& model : models(unit, callee, arguments)) {
          Role role = model.row->role;
          through_value |= role == Role::Invoke || role == Role::InvokeEach || role == Role::Publish;
        }
        if (n.op == Op::Call && !modelled && !callee.is_system && !find(unit.str(callee.symbol))) through_value = true;
        if (through_value) f.value_calls.push_back(kAnyArity);
        if (n.op == Op::FunctionRef)
          if (const Function* target = find(unit.str(callee.symbol))) functions_[target->id].is_value = true;
      } else if (n.op == Op::ForEach) {
        if (Str range = n.kid_count ? unit.str(unit.node(unit.kid(n, 0)).type) : nullptr)
          for (const Model& model : modelsByName(nameOfClassSymbol(*range) + "::begin"))
            if (isDatabaseRole(model.row->role)) f.has_database_call = true;
      } else if (n.op == Op::CallValue) {
        for (Id k = 1; k < n.kid_count; ++k)
          if (handleLibrary(unit.str(unit.node(unit.kid(n, k)).type))) f.has_database_call = true;
        f.value_calls.push_back(kAnyArity);
      } else if (n.op == Op::Lambda) {
        if (FunctionId made = lambda(f.unit, n.a); made != kNone) functions_[made].is_value = true;
        FunctionId lambda_id = lambda(f.unit, n.a);
        if (lambda_id != kNone) {
          f.callees.push_back(lambda_id);
          Function& made = functions_[lambda_id];
          made.capture_types.clear();
          made.capture_names.clear();
          for (Id k = 0; k < n.kid_count; ++k) {
            const Node* captured = &unit.node(unit.kid(n, k));
            made.capture_types.push_back(captured->op == Op::This ? f.class_symbol : unit.str(captured->type));
            while (captured->op == Op::AddressOf || captured->op == Op::Construct) {
              if (captured->kid_count == 0) break;
              captured = &unit.node(unit.kid(*captured, 0));
            }
            std::string name = "captured";
            if (captured->op == Op::Local && captured->a < f.facts->locals.size()) {
              name = unit.facts->str(f.facts->locals[captured->a].name);
              if (!made.capture_types.back()) made.capture_types.back() = unit.str(f.facts->locals[captured->a].type);
            } else if (captured->op == Op::Param && captured->a < f.facts->params.size()) {
              name = unit.facts->str(f.facts->params[captured->a].name);
              if (!made.capture_types.back()) made.capture_types.back() = unit.str(f.facts->params[captured->a].type);
            } else if (captured->op == Op::This) {
              name = "this";
            } else if (captured->op == Op::Field) {
              name = *unit.str(captured->a);
            } else if (captured->op == Op::Capture && captured->a < f.capture_names.size()) {
              name = f.capture_names[captured->a];
              if (!made.capture_types.back()) made.capture_types.back() = f.capture_types[captured->a];
            }
            made.capture_names.push_back(name);
          }
        }
      }
      // Who writes to a field or global: the left side of an assignment, or whatever a call is given to write through.
      bool writes = n.op == Op::Assign || n.op == Op::AddressOf || n.op == Op::Increment || n.op == Op::Call;
      if (writes && n.kid_count > 0) {
        Id target = unit.kid(n, 0);
        for (int depth = 0; depth < 8; ++depth) {
          const Node& t = unit.node(target);
          if (t.op == Op::Field || t.op == Op::Global) written.push_back(unit.str(t.a));
          if ((t.op == Op::Field || t.op == Op::Index || t.op == Op::Deref || t.op == Op::AddressOf) && t.kid_count > 0)
            target = unit.kid(t, 0);
          else if (t.op == Op::Call && (t.flags & kHasReceiver))
            target = unit.kid(t, 0);
          else
            break;
        }
      }
      for (Id k = 0; k < n.kid_count; ++k) visit(unit.kid(n, k));
    };
    if (f.facts->body != kNone) visit(f.facts->body);
    auto unique = [](auto& list) {
      std::sort(list.begin(), list.end());
      list.erase(std::unique(list.begin(), list.end()), list.end());
    };
    unique(f.callees);
    unique(f.bodyless);
    unique(written);
    for (Str name : written) writers_[name].push_back(f.id);
  }
  for (const Function& f : functions_)
    for (FunctionId callee : f.callees) callers_[callee].push_back(f.id);
  // Tables of functions: what they name can be called from anywhere.
  for (const Global* global : global_order_) {
    if (!global->facts || global->facts->initialiser == kNone) continue;
    const UnitView& unit = *global->unit;
    std::function<void(Id)> visit = [&](Id id) {
      const Node& n = unit.node(id);
      if (n.op == Op::FunctionRef)
        if (const Function* target = find(unit.str(unit.facts->callees[n.a].symbol)))
          functions_[target->id].is_value = true;
      if (n.op == Op::Lambda)
        if (FunctionId made = lambda(&unit, n.a); made != kNone) functions_[made].is_value = true;
      for (Id k = 0; k < n.kid_count; ++k) visit(unit.kid(n, k));
    };
    visit(global->facts->initialiser);
  }
}

void Program::markRelevant() {
  std::vector<FunctionId> work;
  bool values_call = false;
  auto mark = [&](Function& f) {
    if (f.relevant || f.excluded) return;
    f.relevant = true;
    work.push_back(f.id);
    if (!f.is_value || values_call) return;
    // Something that reaches the database is called as a value somewhere: whoever calls values may be the one.
    values_call = true;
    for (Function& caller : functions_)
      if (!caller.value_calls.empty() && !caller.excluded && !caller.relevant) {
        caller.relevant = true;
        work.push_back(caller.id);
      }
  };
  for (Function& f : functions_)
    if (f.has_database_call) mark(f);
  while (!work.empty()) {
    FunctionId id = work.back();
    work.pop_back();
    for (FunctionId caller : callers_[id]) mark(functions_[caller]);
  }
}

const Function* Program::find(Str symbol) const {
  auto found = by_symbol_.find(symbol);
  return found == by_symbol_.end() ? nullptr : &functions_[found->second];
}

const Class* Program::findClass(Str symbol) const {
  auto found = classes_.find(symbol);
  return found == classes_.end() ? nullptr : &found->second;
}

const Global* Program::findGlobal(Str symbol) const {
  auto found = globals_.find(symbol);
  return found == globals_.end() ? nullptr : &found->second;
}

const Class* Program::findInBases(Str class_symbol, const std::function<bool(const Class&)>& wanted) const {
  std::vector<Str> work{class_symbol};
  for (std::size_t i = 0; i < work.size() && i < 64; ++i) {
    const Class* c = work[i] ? findClass(work[i]) : nullptr;
    if (!c) continue;
    if (wanted(*c)) return c;
    work.insert(work.end(), c->bases.begin(), c->bases.end());
  }
  return nullptr;
}

Str Program::fieldType(Str class_symbol, Str field) const {
  const Class* c = findInBases(class_symbol, [&](const Class& one) { return one.field_types.contains(field); });
  return c ? c->field_types.at(field) : nullptr;
}

bool Program::isPointer(Str class_symbol, Str field) const {
  return findInBases(class_symbol, [&](const Class& one) { return one.pointers.contains(field); }) != nullptr;
}

std::vector<Str> Program::fieldsOfType(Str class_symbol) const {
  std::vector<Str> names;
  for (auto& [symbol, c] : classes_)
    for (auto& [name, type] : c.field_types)
      if (type == class_symbol) names.push_back(name);
  std::sort(names.begin(), names.end(), [](Str a, Str b) { return *a < *b; });
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

Str Program::elementType(Str container) const {
  auto found = element_types_.find(container);
  return found == element_types_.end() ? nullptr : found->second;
}

bool Program::derivesFrom(Str derived, Str base) const {
  std::vector<Str> work{derived};
  for (std::size_t i = 0; i < work.size() && i < 256; ++i) {
    if (work[i] == base) return true;
    if (const Class* c = findClass(work[i])) work.insert(work.end(), c->bases.begin(), c->bases.end());
  }
  return false;
}

std::vector<Str> Program::withDerived(Str class_symbol) const {
  std::vector<Str> all{class_symbol};
  std::unordered_set<Str> seen{class_symbol};
  for (std::size_t i = 0; i < all.size(); ++i)
    if (const Class* c = findClass(all[i]))
      for (Str derived : c->derived)
        if (seen.insert(derived).second) all.push_back(derived);
  return all;
}

std::vector<const Function*> Program::overriders(Str method, Str class_symbol, bool exact) const {
  // All methods that override `method`, directly or not.
  std::vector<Str> family{method};
  std::unordered_set<Str> seen{method};
  for (std::size_t i = 0; i < family.size(); ++i) {
    auto found = overriders_.find(family[i]);
    if (found == overriders_.end()) continue;
    for (Str over : found->second)
      if (seen.insert(over).second) family.push_back(over);
  }
  std::vector<const Function*> bodies;
  if (exact && class_symbol) {
    // The one that the class itself or its nearest base defines.
    std::vector<Str> work{class_symbol};
    for (std::size_t i = 0; i < work.size() && i < 64; ++i) {
      for (Str symbol : family)
        if (const Function* f = find(symbol); f && f->class_symbol == work[i]) return {f};
      if (const Class* c = findClass(work[i])) work.insert(work.end(), c->bases.begin(), c->bases.end());
    }
  }
  for (Str symbol : family)
    if (const Function* f = find(symbol); f && !f->excluded) {
      bool inherited = class_symbol && f->class_symbol && derivesFrom(class_symbol, f->class_symbol);
      if (!class_symbol || !f->class_symbol || inherited || derivesFrom(f->class_symbol, class_symbol))
        bodies.push_back(f);
    }
  return bodies;
}

const Function* Program::constructor(Str class_symbol, std::size_t arguments) const {
  auto found = constructors_.find(class_symbol);
  if (found == constructors_.end()) return nullptr;
  const Function* with_defaults = nullptr;
  for (auto& [arity, symbol] : found->second) {
    const Function* f = find(symbol);
    if (!f) continue;
    if (arity == arguments) return f;
    if (arity > arguments && !with_defaults) with_defaults = f;
  }
  return with_defaults;
}

const Function* Program::callOperator(Str class_symbol) const {
  return method(class_symbol, "operator()");
}

const Function* Program::method(Str class_symbol, const std::string& name) const {
  std::vector<Str> work{class_symbol};
  for (std::size_t i = 0; i < work.size() && i < 32; ++i) {
    auto found = methods_.find(work[i]);
    if (found != methods_.end())
      for (FunctionId id : found->second)
        if (functions_[id].name().ends_with("::" + name)) return &functions_[id];
    if (const Class* c = findClass(work[i])) work.insert(work.end(), c->bases.begin(), c->bases.end());
  }
  return nullptr;
}

FunctionId Program::lambda(const UnitView* unit, Id function_index) const {
  auto found = unit_functions_.find(unit);
  if (found == unit_functions_.end() || function_index >= found->second.size()) return kNone;
  return found->second[function_index];
}

std::vector<Model> Program::models(const UnitView& unit, const Callee& callee, std::size_t arguments) const {
  std::vector<Model> matching;
  auto found = models_.find(unit.facts->str(callee.name));
  if (found == models_.end()) return matching;
  const std::string& signature = callee.signature == kNone ? *values_.empty() : unit.facts->str(callee.signature);
  int count = static_cast<int>(arguments);
  for (const Model& model : found->second) {
    if (count < model.row->min_args || count > model.row->max_args) continue;
    if (!model.row->signature_has.empty() && signature.find(model.row->signature_has) == std::string::npos) continue;
    matching.push_back(model);
  }
  return matching;
}

std::vector<Model> Program::modelsByName(const std::string& name) const {
  auto found = models_.find(name);
  return found == models_.end() ? std::vector<Model>{} : found->second;
}

const Library* Program::handleLibrary(Str class_symbol) const {
  if (!class_symbol || handles_.empty()) return nullptr;
  auto found = handles_.find(nameOfClassSymbol(*class_symbol));
  return found == handles_.end() ? nullptr : found->second;
}

bool Program::isHarmless(const Library& library, const std::string& callee) const {
  auto found = harmless_.find(&library);
  return found != harmless_.end() && found->second.contains(callee);
}

namespace {
const std::vector<FunctionId> kNobody;
}

const std::vector<FunctionId>& Program::writersOf(Str name) const {
  auto found = writers_.find(name);
  return found == writers_.end() ? kNobody : found->second;
}

const std::vector<FunctionId>& Program::callersOf(FunctionId id) const {
  return callers_[id];
}

std::vector<std::vector<std::string>> Program::annotationsOf(Str symbol) const {
  auto found = annotations_.find(symbol);
  return found == annotations_.end() ? std::vector<std::vector<std::string>>{} : found->second;
}

}  // namespace touchgraph::linker
