#include "graph/link/link.h"

#include "graph/link/machine.h"

#include <pthread.h>

#include <algorithm>
#include <functional>
#include <unordered_map>
#include <utility>

namespace touchgraph {

using namespace linker;

namespace {

/// A value in the notation of the contract, as `function` sees it; nothing when it is no key.
std::optional<std::string> keyText(const Function& function, V value) {
  const UnitView& unit = *function.unit;
  switch (value->kind) {
    case Kind::Param: {
      if (value->index >= function.facts->params.size()) return std::nullopt;
      const ParameterFacts& parameter = function.facts->params[value->index];
      const std::string& name = unit.facts->str(parameter.name);
      if (name.empty()) return std::nullopt;
      return "arg:" + name;
    }
    case Kind::Number:
      return "const:" + *value->text;
    case Kind::Literal:
      return "const:" + *value->text;
    case Kind::List:
      return value->kids.size() == 1 && !value->text ? keyText(function, value->kids[0]) : std::nullopt;
    case Kind::Row:
      return "row:" + *value->text + "." + *value->extra;
    case Kind::New:
      return "new";
    case Kind::Member:
    case Kind::Element: {
      // The whole path: members by name, elements as [].
      std::string path;
      bool each = false;
      V step = value;
      for (; step->kind == Kind::Member || step->kind == Kind::Element; step = step->kids[0]) {
        if (step->kind == Kind::Element) {
          path = "[]" + path;
          each = true;
        } else if (step->text->starts_with("$")) {
          return std::nullopt;
        } else if (step->text->starts_with("[")) {
          path = step->text->substr(0, step->text->find_first_of("\t]")) + "]" + path;
        } else {
          path = "." + *step->text + path;
        }
      }
      std::string root;
      if (step->kind == Kind::This) {
        root = "field:";
        if (path.starts_with(".")) path.erase(0, 1);
      } else {
        std::optional<std::string> parameter = keyText(function, step);
        if (!parameter || !parameter->starts_with("arg:")) return std::nullopt;
        root = *parameter;
      }
      return each ? "each(" + root + path + ")" : root + path;
    }
    default:
      return std::nullopt;
  }
}

std::optional<std::vector<Key>> keysOf(const Function& function, const std::vector<std::pair<std::string, V>>& terms) {
  std::map<std::string, bool> complete;
  std::vector<Key> keys;
  auto add = [&](const std::string& column, V value, auto& self) -> void {
    if (value->kind == Kind::OneOf) {
      // One of several constants is a set of keys; a parameter that may have been replaced is no key at all.
      bool constants = std::all_of(value->kids.begin(), value->kids.end(),
                                   [](V kid) { return kid->kind == Kind::Number || kid->kind == Kind::Literal; });
      if (constants)
        for (V kid : value->kids) self(column, kid, self);
      else
        complete[column] = false;
      return;
    }
    std::optional<std::string> text = keyText(function, value);
    complete[column] = complete.contains(column) ? complete[column] && text : text.has_value();
    if (text) keys.push_back({column, *text});
  };
  for (auto& [column, value] : terms) add(column, value, add);
  std::erase_if(keys, [&](const Key& key) { return !complete[key.column]; });
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  if (keys.empty()) return std::nullopt;
  return keys;
}

std::string expressionOf(const Program& program, const Function& function, V text) {
  if (!text) return "";
  std::string out = describe(text, [&](V root) -> std::string {
    switch (root->kind) {
      case Kind::Param:
        return root->index < function.facts->params.size()
                   ? function.unit->facts->str(function.facts->params[root->index].name)
                   : "...";
      case Kind::This:
        return "this";
      case Kind::Capture:
        return root->index < function.capture_names.size() ? function.capture_names[root->index] : "captured";
      case Kind::Global: {
        const Global* global = program.findGlobal(root->text);
        return global ? global->unit->facts->str(global->facts->name) : *root->text;
      }
      default:
        return "value";
    }
  });
  for (char& c : out)
    if (c == '\n' || c == '\t' || c == '\r') c = ' ';
  if (out.size() > 400) out = out.substr(0, 400) + "…";
  return out;
}

/// Accesses that can be the same one, or alternatives of one statement, have this in common.
template <class T>
std::string groupOf(const T& access) {
  std::string group = access.table + '\n' + access.cause + '\n';
  if constexpr (std::is_same_v<T, Touch>) group += std::to_string(static_cast<int>(access.op));
  if (!access.columns) return group;
  for (const std::string& column : *access.columns) group += '\n' + column;
  return group;
}

/// The accesses of a list by group.
using Groups = std::unordered_map<std::string, std::vector<std::size_t>>;

template <class T>
void addAccess(std::vector<T>& all, Groups& groups, T access) {
  std::vector<std::size_t>& group = groups[groupOf(access)];
  // Alternatives of one statement: when one of them concerns any row, the others say nothing more.
  for (std::size_t i : group) {
    T& old = all[i];
    if (!(old.site == access.site && old.via == access.via)) continue;
    if (!old.keys && access.keys) access.keys.reset(), access.row.clear();
    if (old.keys && !access.keys) old.keys.reset(), old.row.clear();
  }
  for (std::size_t i : group) {
    T& old = all[i];
    if (!(old.keys == access.keys && old.row == access.row)) continue;
    if constexpr (std::is_same_v<T, Touch>)
      if (access.certainty == Certainty::Must) old.certainty = Certainty::Must;
    if (access.via.size() < old.via.size()) {
      old.via = access.via;
      old.site = access.site;
    }
    old.non_equality = old.non_equality || access.non_equality;
    return;
  }
  group.push_back(all.size());
  all.push_back(std::move(access));
}

template <class T>
Groups groupsOf(const std::vector<T>& all) {
  Groups groups;
  for (std::size_t i = 0; i < all.size(); ++i) groups[groupOf(all[i])].push_back(i);
  return groups;
}

/// Of the effects being written, by group.
struct EffectGroups {
  explicit EffectGroups(const EffectSet& set) : touches(groupsOf(set.touches)), reads(groupsOf(set.reads)) {}
  Groups touches, reads;
};

void sortSet(EffectSet& set) {
  auto order = [](const Access& a, const Access& b) {
    return std::tie(a.table, a.columns, a.keys, a.cause, a.via) < std::tie(b.table, b.columns, b.keys, b.cause, b.via);
  };
  std::sort(set.touches.begin(), set.touches.end(), [&](const Touch& a, const Touch& b) {
    if (a.table != b.table) return a.table < b.table;
    if (a.op != b.op) return a.op < b.op;
    if (order(a, b) != order(b, a)) return order(a, b);
    return a.certainty < b.certainty;
  });
  std::sort(set.reads.begin(), set.reads.end(), order);
  std::sort(set.unresolved.begin(), set.unresolved.end(), [](const Unresolved& a, const Unresolved& b) {
    return std::tie(a.site.file, a.site.line, a.reason, a.expression) <
           std::tie(b.site.file, b.site.line, b.reason, b.expression);
  });
}

class Writer {
 public:
  Writer(const Program& program, Machine& machine, const LinkOptions& options)
      : program_(program), machine_(machine), options_(options) {}

  FunctionEffects effectsOf(const Function& function) {
    FunctionEffects out = describe(function);
    groupBy(out);
    const Summary& summary = machine_.summary(function.id);
    for (const Event& event : summary.events) {
      Event known = event;
      if (event.owner == kNone) {
        if (!program_.callersOf(function.id).empty()) {  // charged to whoever calls
          passed_on_.emplace_back(function.id, event);
          // A method of a base class works on the table of whichever class it is called for: some table.
          if (event.by_class) add(function, event, event.via.empty(), out, true);
          continue;
        }
        known = machine_.finalise(event, function.id);
        // A worker that could run anything: whoever fills its queue is charged.
        if (machine_.isChargedElsewhere(function, event.text) && !machine_.resolve(known).text_known) {
          passed_on_.emplace_back(function.id, event);
          continue;
        }
      } else if (event.text && !machine_.resolve(event).text_known) {
        known = machine_.finalise(event, function.id);
      }
      bool own = event.owner == function.id || (event.owner == kNone && event.via.empty());
      add(function, known, own, out);
    }
    sortSet(out.all);
    sortSet(out.own);
    return out;
  }

  /// After the effects of all functions: what a body left to its callers and none was charged with is its own. Its only
  /// caller may be itself, or be one that nothing is known of.
  void claimRest(std::vector<FunctionEffects>& functions) {
    std::set<std::pair<FunctionId, Id>> claimed = resolved_sites;
    claimed.insert(unresolved_sites.begin(), unresolved_sites.end());
    for (const auto& [id, event] : std::exchange(passed_on_, {})) {
      if (!event.via.empty() || claimed.contains({event.function, event.node})) continue;
      const Function& function = program_.function(id);
      auto at = std::find_if(functions.begin(), functions.end(),
                             [&](const FunctionEffects& known) { return known.symbol == *function.symbol; });
      if (at == functions.end()) at = functions.insert(at, describe(function));
      groupBy(*at);
      add(function, machine_.finalise(event, id), true, *at);
      sortSet(at->all);
      sortSet(at->own);
    }
  }

  std::set<std::pair<FunctionId, Id>> resolved_sites, unresolved_sites;
  std::vector<std::string> ddl;

 private:
  /// From now on accesses are added to these.
  void groupBy(const FunctionEffects& out) {
    own_groups_ = EffectGroups(out.own);
    all_groups_ = EffectGroups(out.all);
  }

  FunctionEffects describe(const Function& function) const {
    FunctionEffects out;
    out.symbol = *function.symbol;
    out.function = function.name();
    out.signature = function.unit->facts->str(function.facts->signature);
    out.file = function.file();
    out.line = function.facts->line;
    out.annotations = program_.annotationsOf(function);
    return out;
  }

  /// `passed_on`: what cannot be resolved here is resolved or listed by who calls.
  void add(const Function& function, const Event& event, bool own, FunctionEffects& out, bool passed_on = false) {
    const Function& place = program_.function(event.function);
    Site site{place.file(), program_.function(place.owner).name(), event.line};
    std::vector<std::string> via;
    for (FunctionId id : event.via) {
      const std::string& name = program_.function(program_.function(id).owner).name();
      if (program_.function(id).owner == function.id) continue;
      if (via.empty() || via.back() != name) via.push_back(name);
    }
    auto unresolved = [&](Unresolved::Kind kind, std::string reason, std::string code) {
      if (passed_on) return;
      Unresolved entry;
      entry.kind = kind;
      entry.reason = std::move(reason);
      entry.expression = event.text ? expressionOf(program_, function, event.text) : event.callee ? *event.callee : "";
      entry.code = std::move(code);
      entry.site = site;
      auto add_to = [&](EffectSet& set) {
        for (Unresolved& old : set.unresolved)
          if (old.site == entry.site && old.reason == entry.reason && old.expression == entry.expression) return;
        set.unresolved.push_back(entry);
      };
      add_to(out.all);
      if (own) add_to(out.own);
      unresolved_sites.insert({event.function, event.node});
    };
    if (event.kind == Event::Kind::Opaque) {
      unresolved(Unresolved::Kind::Unknown, event.reason, "");
      return;
    }
    const Machine::Resolution& resolution = machine_.resolve(event);
    for (const StatementProblem& problem : resolution.problems)
      if (!(options_.partial_schema && problem.code == "TG404"))
        unresolved(static_cast<Unresolved::Kind>(static_cast<int>(problem.kind)), problem.reason, problem.code);
    bool only_soft =
        std::all_of(resolution.problems.begin(), resolution.problems.end(), [](auto& p) { return !p.code.empty(); });
    if (only_soft && !passed_on) resolved_sites.insert({event.function, event.node});
    for (const std::string& text : resolution.ddl) ddl.push_back(text);
    for (const Machine::ResolvedUse& use : resolution.uses) {
      auto fill = [&](Access& access, bool is_own) {
        access.table = use.use->table;
        access.columns = use.use->columns;
        if (use.has_keys) access.keys = keysOf(function, use.keys);
        if (std::optional<std::vector<Key>> row = keysOf(function, use.row)) access.row = *row;
        if (!is_own) access.via = via;
        access.cause = !event.cause.empty() && use.use->cause == "direct" ? event.cause : use.use->cause;
        access.site = site;
        access.non_equality = use.use->non_equality;
      };
      for (bool is_own : {false, true}) {
        if (is_own && !own) continue;
        EffectSet& set = is_own ? out.own : out.all;
        EffectGroups& groups = is_own ? own_groups_ : all_groups_;
        if (use.touch) {
          Touch touch;
          fill(touch, is_own || own);
          touch.op = use.touch->op;
          touch.certainty =
              event.may || use.may || use.touch->certainty == Certainty::May ? Certainty::May : Certainty::Must;
          addAccess(set.touches, groups.touches, std::move(touch));
        } else {
          Read read;
          fill(read, is_own || own);
          addAccess(set.reads, groups.reads, std::move(read));
        }
      }
    }
  }

  const Program& program_;
  Machine& machine_;
  const LinkOptions& options_;
  EffectGroups own_groups_{EffectSet{}}, all_groups_{EffectSet{}};
  std::vector<std::pair<FunctionId, Event>> passed_on_;  ///< events that callers are to be charged with
};

/// Optimistic entries: globals initialised by `touchgraph::optimistic<&mutation>().predict<&query>(…)` and the like.
void collectOptimistic(const Program& program, ProgramEffects& out) {
  for (const Global* global : program.globals()) {
    if (!global->facts || global->facts->initialiser == kNone) continue;
    const UnitView& unit = *global->unit;
    std::string mutation, queue;
    std::vector<OptimisticEntry> entries;
    std::function<void(Id)> visit = [&](Id id) {
      const Node& node = unit.node(id);
      for (Id k = 0; k < node.kid_count; ++k) visit(unit.kid(node, k));
      if (node.op != Op::Call) return;
      const Callee& callee = unit.facts->callees[node.a];
      const std::string& name = unit.facts->str(callee.name);
      if (!name.starts_with("touchgraph::")) return;
      auto argument = [&](Id i) -> std::string {
        return i < callee.template_argument_count
                   ? unit.facts->str(unit.facts->kids[callee.first_template_argument + i])
                   : "";
      };
      std::size_t first_argument = (node.flags & kHasReceiver) ? 1 : 0;
      std::function<std::string(Id)> text_in = [&](Id at) -> std::string {
        const Node& n = unit.node(at);
        if (n.op == Op::Text) return *unit.str(n.a);
        for (Id k = 0; k < n.kid_count; ++k)
          if (std::string found = text_in(unit.kid(n, k)); !found.empty()) return found;
        return "";
      };
      std::string text = first_argument < node.kid_count ? text_in(unit.kid(node, first_argument)) : "";
      if (name == "touchgraph::optimistic") {
        mutation = argument(0);
      } else if (name.ends_with("::queue")) {
        queue = text;
      } else if (name.ends_with("::predict") || name.ends_with("::await")) {
        OptimisticEntry entry;
        entry.query_symbol = argument(0);
        entry.kind = name.ends_with("::await") ? OptimisticEntry::Kind::Await : OptimisticEntry::Kind::Predict;
        entry.reason = entry.kind == OptimisticEntry::Kind::Await ? text : "";
        entry.site = {unit.facts->str(global->facts->file), unit.facts->str(global->facts->name), node.line};
        entries.push_back(entry);
      }
    };
    visit(global->facts->initialiser);
    if (mutation.empty()) continue;
    for (OptimisticEntry& entry : entries) {
      entry.mutation_symbol = mutation;
      entry.queue = queue;
      out.optimistic.push_back(entry);
    }
  }
  std::sort(out.optimistic.begin(), out.optimistic.end(), [](auto& a, auto& b) {
    return std::tie(a.mutation_symbol, a.query_symbol, a.site) < std::tie(b.mutation_symbol, b.query_symbol, b.site);
  });
}

/// Every call of a modelled function that executes or prepares: what became of it.
class Sites {
 public:
  Sites(const Program& program, const Machine& machine, const Writer& writer)
      : program_(program), machine_(machine), writer_(writer) {}

  std::vector<CallSite> collect() {
    for (const Function& function : program_.functions())
      if (!function.excluded && function.facts->body != kNone) visit(function, function.facts->body);
    std::vector<CallSite> sites;
    for (auto& [place, site] : found_) sites.push_back(std::move(site));
    std::sort(sites.begin(), sites.end(), [](auto& a, auto& b) {
      return std::tie(a.site.file, a.site.line, a.column, a.library, a.callee) <
             std::tie(b.site.file, b.site.line, b.column, b.library, b.callee);
    });
    return sites;
  }

 private:
  using State = CallSite::State;

  /// The row that makes this call a site.
  std::optional<Model> rowOf(const UnitView& unit, const Node& node) const {
    if (node.op != Op::Call && node.op != Op::Construct) return std::nullopt;
    const Callee& callee = unit.facts->callees[node.a];
    std::size_t arguments = node.kid_count - ((node.flags & kHasReceiver) ? 1 : 0);
    for (const Model& model : program_.models(unit, callee, arguments)) {
      const ModelRow& row = *model.row;
      if ((row.role == Role::Statement && (row.run || row.text)) || row.role == Role::Access ||
          row.role == Role::TableRun || row.role == Role::Opaque)
        return model;
      if (!row.also) break;
    }
    return std::nullopt;
  }

  /// `QSqlQuery query;`, by default with the text `QString()`: nothing is handed over.
  static bool hasEmptyText(const UnitView& unit, const Node& node, const ModelRow& row) {
    if (row.text.kind != Slot::Kind::Argument) return false;
    std::size_t kid = static_cast<std::size_t>(row.text.index) + ((node.flags & kHasReceiver) ? 1 : 0);
    if (kid >= node.kid_count) return false;
    const Node* text = &unit.node(unit.kid(node, kid));
    while (text->op == Op::Construct && text->kid_count == 1) text = &unit.node(unit.kid(*text, 0));
    return (text->op == Op::Construct && text->kid_count == 0) || (text->op == Op::Text && unit.str(text->a)->empty());
  }

  void visit(const Function& function, Id id) {
    const UnitView& unit = *function.unit;
    const Node& node = unit.node(id);
    if (std::optional<Model> model = rowOf(unit, node)) {
      // `db << "…" << "…"`: one statement, and its site is where it begins.
      bool continues = model->row->append && node.kid_count > 0 && rowOf(unit, unit.node(unit.kid(node, 0)));
      if (!continues && !hasEmptyText(unit, node, *model->row)) add(function, id, *model->library);
    }
    for (Id k = 0; k < node.kid_count; ++k) visit(function, unit.kid(node, k));
  }

  void add(const Function& function, Id id, const Library& library) {
    const Node& node = function.unit->node(id);
    CallSite site;
    site.library = library.name;
    site.callee = function.unit->facts->str(function.unit->facts->callees[node.a].name);
    site.site = {function.file(), program_.function(function.owner).name(), node.line};
    site.column = node.column;
    auto key = std::make_pair(function.id, id);
    site.state = writer_.unresolved_sites.contains(key)                                          ? State::Unresolved
                 : writer_.resolved_sites.contains(key) || machine_.executed_sites.contains(key) ? State::Resolved
                                                                                                 : State::NeverExecuted;
    auto [at, fresh] = found_.try_emplace({site.site.file, node.line, node.column, site.callee}, site);
    // Instances of a template differ in what becomes of them: what is not known comes first, then what runs.
    auto weight = [](State state) { return state == State::Unresolved ? 0 : state == State::Resolved ? 1 : 2; };
    if (!fresh && weight(site.state) < weight(at->second.state)) at->second.state = site.state;
  }

  const Program& program_;
  const Machine& machine_;
  const Writer& writer_;
  std::map<std::tuple<std::string, Id, Id, std::string>, CallSite> found_;
};

}  // namespace

namespace {

ProgramEffects linkHere(const std::vector<UnitFacts>& units, const std::vector<Library>& libraries,
                        const StatementReader& read, const LinkOptions& options) {
  Values values;
  Program program(units, libraries, options, values);
  Machine machine(program, read, options);

  // Globals first: their initialisers are what tables of SQL and constants are made of.
  std::set<FunctionId> work;
  for (const Function& function : program.functions())
    if (function.relevant && !function.excluded && !function.facts->is_lambda) work.insert(function.id);
  machine.evaluateGlobals();

  // Rounds: what a body assigns to fields can change what others do. After this loop nothing new is assigned.
  for (int round = 0; round < 6; ++round) {
    std::set<Str, ByText> consulted;  // in a stable order: it decides who is asked first
    for (FunctionId id : work) {
      const Summary& summary = machine.summary(id);
      consulted.insert(summary.consulted.begin(), summary.consulted.end());
    }
    // Whoever assigns to a field that was asked for runs too, and whoever calls them, for what they pass.
    std::set<FunctionId> grown = work;
    std::vector<std::pair<FunctionId, int>> add;
    for (Str name : consulted)
      for (FunctionId writer : program.writersOf(name)) add.emplace_back(writer, 0);
    for (std::size_t i = 0; i < add.size(); ++i) {
      auto [id, depth] = add[i];
      const Function& function = program.function(id);
      FunctionId owner = function.owner;
      if (function.excluded || !grown.insert(owner).second) continue;
      if (depth < 3)
        for (FunctionId caller : program.callersOf(owner)) add.emplace_back(caller, depth + 1);
    }
    // Texts that a worker takes from a queue are charged to whoever put them there.
    bool queues = false;
    if (round < 4)
      for (FunctionId id : work)
        for (const Event& event : machine.summary(id).events)
          if (event.owner == kNone && event.text && program.function(id).relevant)
            queues |= machine.noteExecutedLater(program.function(id), event);
    if (queues) machine.forgetAll();
    for (Str name : machine.queueFields())
      for (FunctionId writer : program.writersOf(name)) {
        std::vector<FunctionId> chain{writer};
        for (std::size_t i = 0; i < chain.size() && chain.size() < 5000; ++i)
          if (grown.insert(program.function(chain[i]).owner).second || i == 0)
            for (FunctionId caller : program.callersOf(program.function(chain[i]).owner)) chain.push_back(caller);
      }
    bool more_work = queues || grown.size() != work.size();
    work = std::move(grown);
    bool changed = machine.forgetOutdated();
    if (!changed && !more_work) break;
  }

  ProgramEffects out;
  Writer writer(program, machine, options);
  for (const Function& function : program.functions()) {
    if (function.excluded || function.facts->is_lambda) continue;
    bool annotated = !program.annotationsOf(function).empty();
    if (!function.relevant && !annotated && !work.contains(function.id)) continue;
    FunctionEffects effects = writer.effectsOf(function);
    if (!effects.all.empty() || annotated) out.functions.push_back(std::move(effects));
  }
  writer.claimRest(out.functions);
  std::sort(out.functions.begin(), out.functions.end(), [](auto& a, auto& b) {
    return std::tie(a.file, a.function, a.signature, a.line, a.symbol) <
           std::tie(b.file, b.function, b.signature, b.line, b.symbol);
  });
  collectOptimistic(program, out);
  out.sites = Sites(program, machine, writer).collect();
  std::set<std::string> seen;
  for (std::string& text : writer.ddl)
    if (seen.insert(text).second) out.ddl.push_back(text);
  return out;
}

/// Runs `work` on a stack of its own. The interpreter follows the nesting of the program it reads: long else-if chains
/// and deep calls must not end it.
void onLargeStack(const std::function<void()>& work) {
  constexpr std::size_t kStackBytes = std::size_t{1} << 29;  // reserved, not used
  pthread_attr_t attributes;
  pthread_t thread;
  auto entry = [](void* argument) -> void* {
    (*static_cast<const std::function<void()>*>(argument))();
    return nullptr;
  };
  bool started = pthread_attr_init(&attributes) == 0 && pthread_attr_setstacksize(&attributes, kStackBytes) == 0 &&
                 pthread_create(&thread, &attributes, entry, const_cast<std::function<void()>*>(&work)) == 0;
  if (started)
    pthread_join(thread, nullptr);
  else
    work();
  pthread_attr_destroy(&attributes);
}

}  // namespace

ProgramEffects link(const std::vector<UnitFacts>& units, const std::vector<Library>& libraries,
                    const StatementReader& read, const LinkOptions& options) {
  ProgramEffects effects;
  onLargeStack([&] { effects = linkHere(units, libraries, read, options); });
  return effects;
}

}  // namespace touchgraph
