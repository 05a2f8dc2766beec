#include "graph/link/machine.h"

#include <algorithm>

// Functions and statements: summaries, branches, loops, scopes.
namespace touchgraph::linker {

namespace {

constexpr std::size_t kMaxDepth = 48;       // calls on the stack; deeper ones are not followed
constexpr std::size_t kMaxSteps = 400'000;  // nodes evaluated in one summary
constexpr std::size_t kMaxSpecialisations = 60'000;
constexpr std::uint64_t kMaxWork =
    10'000'000;  // values made; what is not known then is unresolved where it is executed
constexpr std::uint64_t kMaxWorkInAll = 60'000'000;  // after that no body is followed any more
constexpr std::uint64_t kMaxSideWork = 300'000;      // values made for a function that executes nothing
constexpr std::size_t kMaxTotalSteps =
    30'000'000;  // in the whole program; after that callers share what is known without them
constexpr std::size_t kMaxUnrolledSteps = 20'000;
constexpr int kMaxUnrolled = 256;  // iterations of a loop whose end is decidable

}  // namespace

bool writesThrough(const UnitView& unit, const ParameterFacts& parameter) {
  if (parameter.is_reference) return true;
  const std::string& type =
      parameter.type_name == kNone ? *unit.strings[parameter.name] : unit.facts->str(parameter.type_name);
  return type.find('*') != std::string::npos || type.find('&') != std::string::npos ||
         type.find("_ptr") != std::string::npos || type.find("Ptr") != std::string::npos ||
         type.find("reference_wrapper") != std::string::npos;
}

Machine::Machine(const Program& program, const StatementReader& read, const LinkOptions& options)
    : program_(program), read_(read), options_(options), values_(program.values()), fields_(program, program.values()) {
  some_index_ = values_.unknown("which element");
  any_ = values_.str("[]");
  class_field_ = values_.str("$class");
  text_field_ = values_.str("$text");
  next_field_ = values_.str("$next");
  table_field_ = values_.str("$table");
  filter_field_ = values_.str("$filter");
  sites_field_ = values_.str("$sites");
  held_field_ = values_.str("$held");
}

bool Machine::forgetOutdated() {
  std::set<Str, ByText> changed = fields_.takeChanged();
  if (changed.empty()) return false;
  bool any = false;
  for (auto it = summaries_.begin(); it != summaries_.end();) {
    const std::unordered_set<Str>& used = it->second->consulted;
    bool outdated = std::any_of(changed.begin(), changed.end(), [&](Str name) { return used.contains(name); });
    any |= outdated;
    it = outdated ? summaries_.erase(it) : std::next(it);
  }
  return any;
}

const Summary& Machine::summarise(const Function& function, const Specialisation& known) {
  SummaryKey key(function.id, known);
  auto found = summaries_.find(key);
  if (found != summaries_.end()) {
    if (found->second->in_progress) {
      found->second->was_recursive = true;
      for (std::size_t i = running_.size(); i-- > 0 && running_[i].key != key;) running_[i].provisional = true;
    }
    return *found->second;
  }
  static const Summary kNothing;
  if (running_.size() >= kMaxDepth) return kNothing;
  if (!known.empty() && (++specialisations_ > kMaxSpecialisations || total_steps_ > kMaxTotalSteps ||
                         values_.work() - side_work_ > kMaxWork))
    return summarise(function, {});

  Summary* summary = summaries_.emplace(key, std::make_unique<Summary>()).first->second.get();
  running_.push_back({key, false});
  const std::size_t provisional_before = provisional_.size();
  // A recursive function is run again until its summary stands still, and with it those it calls in the cycle.
  for (int round = 0; round < 3; ++round) {
    Summary fresh;
    summary->in_progress = true;
    summary->was_recursive = false;
    Frame frame;
    frame.function = &function;
    frame.unit = function.unit;
    frame.summary = &fresh;
    frame.known = &known;
    frame.generic = known.empty();
    const std::uint64_t before = values_.work() - side_work_;
    run(frame);
    if (const std::uint64_t work = values_.work() - side_work_ - before; fresh.events.empty() && work > kMaxSideWork) {
      too_dear_.insert(function.id);
      side_work_ += work;
    }
    total_steps_ += frame.steps;
    bool recursive = summary->was_recursive;
    bool stable = fresh.events.size() == summary->events.size() && fresh.writes.size() == summary->writes.size() &&
                  fresh.returned == summary->returned;
    *summary = std::move(fresh);
    if (!recursive || stable) break;
    if (round == 2) break;
    for (std::size_t i = provisional_before; i < provisional_.size(); ++i) summaries_.erase(provisional_[i]);
    provisional_.resize(provisional_before);
  }
  summary->in_progress = false;
  bool provisional = running_.back().provisional;
  running_.pop_back();
  if (provisional)
    provisional_.push_back(key);
  else if (running_.empty())
    provisional_.clear();
  return *summary;
}

void Machine::bindParameters(Frame& frame) {
  const FunctionFacts& facts = *frame.function->facts;
  for (std::size_t i = 0; i < facts.params.size(); ++i) {
    V cell = newObject(frame, nullptr);
    edit(frame, cell->index).fields[values_.empty()] = values_.symbol(Kind::Param, static_cast<std::uint32_t>(i));
    frame.params.push_back(cell->index);
  }
  for (std::size_t i = 0; i < facts.locals.size(); ++i) {
    V cell = newObject(frame, nullptr);
    frame.locals.push_back(cell->index);
  }
  for (auto& [symbol, frozen] : *frame.known) {
    V value = thaw(frame, frozen, symbol);
    // A parameter passed by value starts with what was passed; anything else is what its symbol stands for.
    if (symbol->kind == Kind::Param && symbol->index < facts.params.size() &&
        !writesThrough(*frame.unit, facts.params[symbol->index])) {
      edit(frame, frame.params[symbol->index]).fields[values_.empty()] = value;
    }
    frame.state.overlay[symbol] = value;
  }
  frame.initial_overlay = frame.state.overlay;
}

void Machine::run(Frame& frame) {
  bindParameters(frame);
  const FunctionFacts& facts = *frame.function->facts;
  if (facts.body == kNone) return;
  execute(frame, facts.body);
  flushDeferred(frame);
  finishUncalledLambdas(frame);
  if (frame.exit) {
    bool live = frame.state.live;
    State end = live ? joinStates(values_, frame.state, *frame.exit) : *frame.exit;
    frame.state = std::move(end);
  }
  frame.state.live = true;
  if (frame.returned) frame.summary->returned = freeze(frame, frame.returned, nullptr);
  exportWrites(frame);
}

void Machine::execute(Frame& frame, Id id) {
  if (!frame.state.live) return;
  if (++frame.steps > kMaxSteps || values_.work() - side_work_ > kMaxWorkInAll) {
    if (!frame.out_of_steps) {
      frame.out_of_steps = true;
      Event event;
      event.kind = Event::Kind::Opaque;
      event.reason = "the function is too large to be followed to its end";
      event.function = frame.function->id;
      event.owner = frame.function->owner;
      event.node = id;
      event.line = frame.unit->node(id).line;
      if (frame.function->relevant) addEvent(frame, std::move(event));
    }
    return;
  }
  const Node& node = frame.unit->node(id);
  switch (node.op) {
    case Op::Block:
      executeBlock(frame, node);
      return;
    case Op::If:
      executeIf(frame, node);
      return;
    case Op::Loop:
      executeLoop(frame, node);
      return;
    case Op::ForEach:
      executeForEach(frame, node);
      return;
    case Op::Switch:
      executeSwitch(frame, node);
      return;
    case Op::Return: {
      V value = node.kid_count ? evaluate(frame, frame.unit->kid(node, 0)) : nullptr;
      flushDeferred(frame);
      if (value) frame.returned = frame.returned ? values_.join(frame.returned, value) : value;
      runScopeExits(frame, 0);
      joinInto(values_, frame.exit, frame.state);
      ++frame.returns;
      frame.state.live = false;
      return;
    }
    case Op::Throw:
      if (node.kid_count) evaluate(frame, frame.unit->kid(node, 0));
      frame.state.live = false;
      frame.state.threw = true;
      return;
    case Op::Break:
    case Op::Continue:
      if (!frame.loops.empty()) {
        auto& exits = frame.loops.back();
        auto& slot = node.op == Op::Break ? exits.breaks : exits.continues;
        joinInto(values_, slot, frame.state);
      }
      frame.state.live = false;
      return;
    case Op::Try: {
      State before = frame.state;
      execute(frame, frame.unit->kid(node, 0));
      State after = frame.state;
      for (Id k = 1; k < node.kid_count; ++k) {
        // A handler starts somewhere in the middle of the body.
        State middle = before;
        if (after.live) middle = joinStates(values_, before, after);
        frame.state = middle;
        frame.state.may = true;
        frame.state.live = true;
        execute(frame, frame.unit->kid(node, k));
        State handled = frame.state;
        handled.may = before.may;
        after = joinStates(values_, after, handled);
      }
      frame.state = after;
      return;
    }
    case Op::ScopeExit:
      if (frame.scopes.empty()) frame.scopes.emplace_back();
      if (node.kid_count) frame.scopes.back().push_back(frame.unit->kid(node, 0));
      return;
    case Op::Declare: {
      V value = node.kid_count ? evaluate(frame, frame.unit->kid(node, 0)) : nullptr;
      if (node.a < frame.locals.size()) {
        Object& cell = edit(frame, frame.locals[node.a]);
        if (value)
          cell.fields[values_.empty()] = value;
        else
          cell.fields.erase(values_.empty());
      }
      if (frame.in_expression == 0) {
        if (value) holdDeferred(frame, value);
        flushDeferred(frame);
      }
      return;
    }
    default:
      evaluate(frame, id);
      flushDeferred(frame);
      return;
  }
}

void Machine::runScopeExits(Frame& frame, std::size_t down_to) {
  for (std::size_t depth = frame.scopes.size(); depth-- > down_to;) {
    runHeld(frame, depth);
    std::vector<Id> calls = frame.scopes[depth];
    for (std::size_t i = calls.size(); i-- > 0;) {
      if (!frame.state.live) return;
      evaluate(frame, calls[i]);
      flushDeferred(frame);
    }
  }
}

void Machine::executeBlock(Frame& frame, const Node& node) {
  std::size_t depth = frame.scopes.size();
  frame.scopes.emplace_back();
  for (Id k = 0; k < node.kid_count; ++k) {
    execute(frame, frame.unit->kid(node, k));
    if (!frame.state.live) break;
  }
  if (frame.state.live) runScopeExits(frame, depth);
  frame.scopes.resize(depth);
  std::erase_if(frame.held, [&](const Frame::Held& held) { return held.scope >= depth; });
}

void Machine::executeIf(Frame& frame, const Node& node) {
  V condition = evaluate(frame, frame.unit->kid(node, 0));
  flushDeferred(frame);
  if (std::optional<bool> decided = truth(knownParameter(frame, condition))) {
    if (*decided)
      execute(frame, frame.unit->kid(node, 1));
    else if (node.kid_count > 2)
      execute(frame, frame.unit->kid(node, 2));
    return;
  }
  bool may = frame.state.may;
  State before = frame.state;
  frame.state.may = true;
  execute(frame, frame.unit->kid(node, 1));
  State then = std::move(frame.state);
  frame.state = std::move(before);
  frame.state.may = true;
  if (node.kid_count > 2) execute(frame, frame.unit->kid(node, 2));
  State otherwise = std::move(frame.state);
  bool left = (!then.live && !then.threw) || (!otherwise.live && !otherwise.threw);
  frame.state = joinStates(values_, then, otherwise);
  frame.state.may = may || left;
}

void Machine::executeLoop(Frame& frame, const Node& node) {
  const Id condition = frame.unit->kid(node, 0), body = frame.unit->kid(node, 1), step = frame.unit->kid(node, 2);
  std::optional<State> left_by_condition;  // the loop ends after its condition, not before it
  auto one_pass = [&](bool test) {
    if (test) {
      evaluate(frame, condition);
      flushDeferred(frame);
      joinInto(values_, left_by_condition, frame.state);
      frame.state.may = true;
    }
    frame.loops.emplace_back();
    execute(frame, body);
    auto exits = std::move(frame.loops.back());
    frame.loops.pop_back();
    if (exits.continues) frame.state = joinStates(values_, frame.state, *exits.continues);
    if (frame.state.live) execute(frame, step);
    return exits.breaks;
  };
  // `while (Row row = next())` has a Block with a declaration for its condition; an empty one is none.
  auto is_none = [&](Id id) { return frame.unit->node(id).op == Op::Block && frame.unit->node(id).kid_count == 0; };

  // While the condition is decided by what is known, run it as the program would: tables of SQL are filled like this.
  State before = frame.state;
  std::size_t events_before = frame.summary->events.size();
  // `while (true)` decides nothing.
  const bool once = (node.flags & kBodyFirst) && frame.unit->node(condition).op == Op::Number;
  if (!is_none(condition) && (frame.unit->node(condition).op != Op::Number || once)) {
    int rounds = 0;
    bool first = node.flags & kBodyFirst;
    const std::size_t steps_before = frame.steps;
    bool decided = true;
    std::optional<State> broke;
    while (decided && rounds < kMaxUnrolled && frame.state.live && frame.steps - steps_before < kMaxUnrolledSteps) {
      std::optional<bool> goes_on = first ? true : truth(knownParameter(frame, evaluate(frame, condition)));
      first = false;
      if (!goes_on) {
        decided = false;
        break;
      }
      if (!*goes_on) {
        if (broke) frame.state = joinStates(values_, frame.state, *broke);
        return;
      }
      if (std::optional<State> left = one_pass(false)) joinInto(values_, broke, *left);
      ++rounds;
    }
    if (!frame.state.live) {
      if (broke) frame.state = *broke;
      return;
    }
    frame.state = before;  // not decidable to the end: start again, this time for any number of rounds
    frame.summary->truncateEvents(events_before);
  }

  // Counters are different in every round.
  std::function<void(Id, int)> forget = [&](Id id, int depth) {
    const Node& n = frame.unit->node(id);
    if (n.op == Op::Increment || (n.op == Op::Assign && n.a != kNone && !frame.unit->str(n.a)->empty() && depth == 0)) {
      if (V counter = place(frame, frame.unit->kid(n, 0))) {
        V old = load(frame, counter);
        if (old && (old->kind == Kind::Number || old->kind == Kind::Unknown))
          store(frame, counter, values_.unknown(kCounter));
      }
      return;
    }
    for (Id k = 0; k < n.kid_count; ++k) forget(frame.unit->kid(n, k), depth + 1);
  };
  forget(step, 0);

  bool may = frame.state.may;
  const std::size_t returns = frame.returns;
  State entry = frame.state;
  std::optional<State> left;
  const bool body_first = node.flags & kBodyFirst;
  for (int round = 0; round < 2; ++round) {
    std::optional<State> broke = one_pass(!is_none(condition) && !body_first);
    if (body_first && frame.state.live && !is_none(condition)) evaluate(frame, condition);
    if (broke) joinInto(values_, left, *broke);
    if (round == 0) {
      frame.state = joinStates(values_, entry, frame.state);
      forget(step, 0);
      forget(body, 1);
    }
  }
  State end = body_first && frame.state.live ? frame.state
              : left_by_condition            ? joinStates(values_, *left_by_condition, frame.state)
                                             : joinStates(values_, entry, frame.state);
  if (left) end = joinStates(values_, end, *left);
  frame.state = std::move(end);
  frame.state.live = true;
  frame.state.may = may || frame.returns != returns;  // what follows does not happen after a return inside
}

void Machine::executeForEach(Frame& frame, const Node& node) {
  V range = evaluate(frame, frame.unit->kid(node, 0));
  flushDeferred(frame);
  const Id body = frame.unit->kid(node, 1);
  V container = dereference(frame, range);
  beginRange(frame, frame.unit->kid(node, 0), container);
  if (isSymbol(container)) {
    V value = known(frame, container);
    if (value->kind == Kind::List) container = value;
  }
  const bool of_map = isMap(frame.unit->str(frame.unit->node(frame.unit->kid(node, 0)).type));
  auto one_pass = [&](V element) {
    if (node.a < frame.locals.size()) edit(frame, frame.locals[node.a]).fields[values_.empty()] = element;
    frame.loops.emplace_back();
    execute(frame, body);
    auto exits = std::move(frame.loops.back());
    frame.loops.pop_back();
    if (exits.continues) frame.state = joinStates(values_, frame.state, *exits.continues);
    return exits.breaks;
  };
  std::optional<State> left;
  if (container->kind == Kind::List && !container->text &&
      container->kids.size() <= static_cast<std::size_t>(kMaxUnrolled)) {
    for (V element : container->kids) {
      if (!frame.state.live) break;
      V one = element->kind == Kind::List && element->text ? thaw(frame, element, nullptr) : element;
      if (std::optional<State> broke = one_pass(one)) {
        joinInto(values_, left, *broke);
        frame.state.may = true;
      }
    }
  } else {
    bool may = frame.state.may;
    const std::size_t returns = frame.returns;
    State entry = frame.state;
    for (int round = 0; round < 2; ++round) {
      std::optional<State> broke =
          one_pass(of_map ? entriesOf(frame, container, nullptr) : elementsOf(frame, container));
      if (broke) joinInto(values_, left, *broke);
      frame.state = joinStates(values_, entry, frame.state);
      if (!frame.state.live) break;
    }
    frame.state.live = true;
    frame.state.may = may || frame.returns != returns;
  }
  if (left) frame.state = joinStates(values_, frame.state, *left);
}

void Machine::executeSwitch(Frame& frame, const Node& node) {
  V condition = knownParameter(frame, dereference(frame, evaluate(frame, frame.unit->kid(node, 0))));
  flushDeferred(frame);
  std::vector<Id> cases;
  for (Id k = 1; k < node.kid_count; ++k) cases.push_back(frame.unit->kid(node, k));

  auto labels = [&](Id id, bool& is_default) {
    const Node& n = frame.unit->node(id);
    std::vector<V> out;
    for (Id k = 0; k < n.a && k < n.kid_count; ++k) {
      const Node& label = frame.unit->node(frame.unit->kid(n, k));
      if (label.op == Op::Unknown)
        is_default = true;
      else
        out.push_back(evaluate(frame, frame.unit->kid(n, k)));
    }
    return out;
  };
  // Which cases can be entered.
  std::vector<std::size_t> entered;
  bool decided = condition->kind == Kind::Number;
  std::size_t default_case = cases.size();
  for (std::size_t i = 0; i < cases.size(); ++i) {
    bool is_default = false;
    std::vector<V> values = labels(cases[i], is_default);
    if (is_default) default_case = i;
    bool matches = !decided;
    for (V value : values) matches |= value->kind == Kind::Number ? decided && *value->text == *condition->text : true;
    if (matches) entered.push_back(i);
  }
  if (decided && entered.empty() && default_case < cases.size()) entered.push_back(default_case);
  bool may = frame.state.may;
  bool falls_out = !decided && default_case == cases.size();
  State before = frame.state;
  std::optional<State> after;
  bool left = false;
  for (std::size_t start : entered) {
    frame.state = before;
    frame.state.may = may || !decided || entered.size() > 1;
    frame.loops.emplace_back();
    for (std::size_t i = start; i < cases.size(); ++i) {
      const Node& n = frame.unit->node(cases[i]);
      for (Id k = n.a; k < n.kid_count && frame.state.live; ++k) execute(frame, frame.unit->kid(n, k));
      if (!frame.state.live || !(n.flags & kFallsThrough)) break;
    }
    auto exits = std::move(frame.loops.back());
    frame.loops.pop_back();
    // `continue` inside a switch belongs to the loop around it.
    if (exits.continues && !frame.loops.empty()) {
      auto& outer = frame.loops.back().continues;
      joinInto(values_, outer, *exits.continues);
      left = true;
    }
    State end = frame.state;
    left |= !end.live && !end.threw && !exits.breaks;
    if (exits.breaks) end = joinStates(values_, end, *exits.breaks);
    joinInto(values_, after, end);
  }
  if (falls_out || !after) joinInto(values_, after, before);
  frame.state = std::move(*after);
  if (frame.state.live) frame.state.may = may || left;
}

}  // namespace touchgraph::linker
