#include "graph/link/machine.h"

#include <algorithm>

// Calls of code with a body: which summary, and what it means here.
namespace touchgraph::linker {

namespace {
constexpr std::size_t kMaxFollowed =
    1500;  // nodes of a function that reaches no database: followed for the values it returns
constexpr std::size_t kMaxGuesses = 4;  // texts that objects of the class hold, taken for an object that is not known
constexpr int kMaxAssignments = 4;      // assignments from one global to the next on the way to a text
constexpr std::size_t kMaxEvents = 20'000;  // in one summary
}  // namespace

struct Machine::Binding {
  const Function* callee = nullptr;
  V receiver = nullptr;
  std::vector<V> arguments;
  V closure = nullptr;  ///< the Function value of a lambda
  std::vector<V> leaves;
};

V Machine::valueOf(Frame& frame, const Binding& binding, V symbol) {
  switch (symbol->kind) {
    case Kind::Param:
      return symbol->index < binding.arguments.size() && binding.arguments[symbol->index]
                 ? binding.arguments[symbol->index]
                 : values_.unknown("argument not passed");
    case Kind::This:
      return binding.receiver ? binding.receiver : values_.unknown("object not known");
    case Kind::Capture:
      return binding.closure && symbol->index < binding.closure->kids.size() ? binding.closure->kids[symbol->index]
                                                                             : values_.unknown("captured variable");
    case Kind::Leaf:
      return symbol->index < binding.leaves.size() ? binding.leaves[symbol->index]
                                                   : values_.unknown("part of an argument");
    case Kind::Global:
      return loadSymbol(frame, symbol);
    case Kind::Member: {
      V base = valueOf(frame, binding, symbol->kids[0]);
      if (symbol->text == class_field_) {
        // Which class the object is of, when that says more than the callee knows itself.
        V object = dereference(frame, base);
        auto [known_class, exact] = classOf(frame, object);
        (void)exact;
        if (known_class && known_class != typeOf(*binding.callee, symbol->kids[0]) && program_.findClass(known_class))
          return values_.literal(*known_class);
        return isSymbol(object) ? values_.member(object, class_field_) : values_.unknown("class of an object");
      }
      if (symbol->text->empty()) return dereference(frame, base);
      if (symbol->text->starts_with("$capture:")) {
        base = dereference(frame, base);
        std::size_t k = std::stoul(symbol->text->substr(9));
        return base->kind == Kind::Function && k < base->kids.size() ? base->kids[k]
                                                                     : values_.unknown("captured variable");
      }
      return readField(frame, dereference(frame, base), symbol->text);
    }
    case Kind::Element: {
      V base = valueOf(frame, binding, symbol->kids[0]);
      if (!isElementAt(symbol)) return elementsOf(frame, base);
      V index = currentValue(frame, valueOf(frame, binding, symbol->kids[1]));
      if (isAbsent(index)) return values_.unknown(kNothingPicked);
      return readElement(frame, dereference(frame, base), index);
    }
    default:
      return symbol;
  }
}

V Machine::placeOf(Frame& frame, const Binding& binding, V symbol) {
  switch (symbol->kind) {
    case Kind::Member: {
      if (symbol->text->starts_with("$capture:")) return valueOf(frame, binding, symbol);
      V base = placeOf(frame, binding, symbol->kids[0]);
      if (!base || symbol->text->empty()) return base;
      return fieldPlace(frame, base, symbol->text);
    }
    case Kind::Element: {
      V base = placeOf(frame, binding, symbol->kids[0]);
      if (!base || !isElementAt(symbol)) return base ? fieldPlace(frame, base, any_) : nullptr;
      return elementPlace(frame, base, currentValue(frame, valueOf(frame, binding, symbol->kids[1])));
    }
    case Kind::Global:
      return symbol;
    default: {
      V value = valueOf(frame, binding, symbol);
      bool is_place =
          value->kind == Kind::Ref || value->kind == Kind::Object || value->kind == Kind::OneOf || isSymbol(value);
      return is_place ? value : nullptr;
    }
  }
}

V Machine::mapped(Frame& frame, const Binding& binding, V value) {
  return values_.rewrite(value, [&](V v) -> V { return isSymbol(v) ? valueOf(frame, binding, v) : nullptr; });
}

bool Machine::settle(const Function& function, Event& event, bool with_external, std::unordered_set<Str>* consulted) {
  if (event.kind == Event::Kind::Opaque) return true;
  if (resolve(event).text_known) return true;
  bool changed = false;
  V replaced = values_.rewrite(event.text, [&](V v) -> V {
    if (!isSymbol(v)) return nullptr;
    V root = rootOf(v);
    // So is which statement of a table of statements is run, when its number is not ours.
    bool callers_business =
        root->kind == Kind::Param || root->kind == Kind::Capture || root->kind == Kind::Leaf || isPicked(v);
    if (callers_business && !with_external) {
      // Not for us to say, but whoever assigns it must have been looked at when it is said.
      assignedAnywhere(function, v, false, consulted);
      return v;
    }
    std::vector<V> found = assignedAnywhere(function, v, with_external, consulted);
    if (found.empty()) return v;
    changed = true;
    if (pickedElement(v) && found.size() > kMaxGuesses)
      return values_.unknown("which of " + std::to_string(found.size()) + " texts is not known");
    return values_.oneOf(found);
  });
  if (!changed) return false;
  Event known = event;
  known.text = replaced;
  // Values that were assigned to a field may themselves be globals, or texts with globals in them.
  for (int step = 0; step < kMaxAssignments && !resolve(known).text_known; ++step) {
    const V before = known.text;
    known.text = values_.rewrite(before, [&](V v) -> V {
      if (!isSymbol(v) || rootOf(v)->kind != Kind::Global || isPicked(v)) return nullptr;
      std::vector<V> found = assignedAnywhere(function, v, with_external, consulted);
      return found.empty() ? v : values_.oneOf(found);
    });
    if (known.text == before) break;
  }
  known.text = values_.rewrite(known.text, [&](V v) -> V {
    return v->kind == Kind::Record || v->kind == Kind::List ? values_.unknown("object where text is expected")
                                                            : nullptr;
  });
  if (!resolve(known).text_known && !with_external) {
    // Partly known is better than open, when nobody else can know more.
    if (known.text->has_param || known.text->has_this) return false;
    // Of a text of which nothing is known, whoever gave it to this object knows more.
    const auto nothing = [](V text) { return text->kind == Kind::Unknown; };
    const bool some_unknown =
        nothing(known.text) ||
        (known.text->kind == Kind::OneOf && std::any_of(known.text->kids.begin(), known.text->kids.end(), nothing));
    if (some_unknown && event.via.empty() && event.text->has_this && !program_.callersOf(function.id).empty())
      return false;
  }
  event.text = known.text;
  return true;
}

Event Machine::finalise(const Event& event, FunctionId function) {
  Event known = event;
  settle(program_.function(function), known, true, nullptr);
  return known;
}

Event Machine::eventAt(const Frame& frame, Id node) const {
  Event event;
  event.function = frame.function->id;
  event.node = node;
  event.line = frame.unit->node(node).line;
  event.may = frame.state.may;
  return event;
}

void Machine::addEvent(Frame& frame, Event event) {
  if (frame.summary->events.size() >= kMaxEvents) return;
  std::size_t hash = std::hash<const void*>()(event.text) * 31 + event.node * 7919u + event.function;
  auto [first, last] = frame.summary->event_index.equal_range(hash);
  for (auto it = first; it != last; ++it) {
    Event& old = frame.summary->events[it->second];
    if (old.node == event.node && old.function == event.function && old.kind == event.kind && old.text == event.text &&
        old.binds == event.binds && old.owner == event.owner && old.statement == event.statement &&
        old.reason == event.reason) {
      if (event.via.size() < old.via.size()) old.via = event.via;
      old.may = old.may && event.may;
      return;
    }
  }
  frame.summary->event_index.emplace(hash, frame.summary->events.size());
  frame.summary->events.push_back(std::move(event));
}

void Machine::mergeBinds(Frame& frame, V statement, Event& event) {
  V object = isSymbol(statement) ? loadSymbol(frame, statement) : dereference(frame, statement);
  if (object->kind == Kind::Object) {
    auto fields = frame.state.objects[object->index]->fields;
    for (auto& [field, value] : fields)
      if (field->starts_with("$bind:")) event.binds.emplace(field->substr(6), flat(frame, value));
    V base = frame.state.objects[object->index]->base;
    V origin = frame.state.objects[object->index]->origin;
    event.statement = base && isSymbol(base) ? base : origin && isSymbol(origin) ? origin : nullptr;
    return;
  }
  event.statement = nullptr;
  if (!isSymbol(object)) return;
  event.statement = object;
  for (auto& [symbol, value] : frame.state.overlay)
    if (symbol->kind == Kind::Member && symbol->kids[0] == object && symbol->text->starts_with("$bind:"))
      event.binds.emplace(symbol->text->substr(6), flat(frame, value));
  // A statement of this object that was bound to members of it when it was made.
  if (object->kind != Kind::Member || object->kids[0]->kind != Kind::This) return;
  for (int position = 1; position <= 64; ++position) {
    const std::string name = std::to_string(position);
    std::vector<V> bound = assignedAnywhere(*frame.function, values_.member(object, values_.str("$bind:" + name)),
                                            false, &frame.summary->consulted);
    if (bound.empty()) break;
    if (bound.size() == 1 && isSymbol(bound[0])) event.binds.emplace(name, flat(frame, loadSymbol(frame, bound[0])));
  }
  for (V made : assignedAnywhere(*frame.function, object, false, &frame.summary->consulted)) {
    if (made->kind != Kind::Record) continue;
    std::vector<std::string> names = fieldNames(made);
    for (std::size_t i = 0; i < names.size() && i < made->kids.size(); ++i)
      if (names[i].starts_with("$bind:")) {
        V value =
            isFrozenReference(made->kids[i]) && !made->kids[i]->kids.empty() ? made->kids[i]->kids[0] : made->kids[i];
        event.binds.emplace(names[i].substr(6), flat(frame, isSymbol(value) ? loadSymbol(frame, value) : value));
      }
  }
}

bool Machine::specialise(Frame& frame, const Binding& binding, const Summary& summary, Specialisation& known,
                         std::vector<V>& leaves) {
  bool grew = false;
  auto prefix_known = [&](V symbol) {
    for (V step = symbol;; step = step->kids[0]) {
      if (known.contains(step)) return true;
      if (step->kind != Kind::Member && step->kind != Kind::Element) return false;
    }
  };
  auto depth = [](V symbol) {
    int d = 0;
    for (; symbol->kind == Kind::Member || symbol->kind == Kind::Element; symbol = symbol->kids[0]) ++d;
    return d;
  };
  std::vector<std::pair<V, bool>> wanted;  // symbol, only for a condition
  for (V symbol : summary.inspected) wanted.emplace_back(symbol, false);
  for (V symbol : summary.branched)
    if (!summary.inspected.contains(symbol)) wanted.emplace_back(symbol, true);
  std::stable_sort(wanted.begin(), wanted.end(), [&](auto& a, auto& b) { return depth(a.first) < depth(b.first); });
  for (auto& [symbol, for_condition] : wanted) {
    V root = rootOf(symbol);
    if (root->kind == Kind::Global || root->kind == Kind::Leaf || prefix_known(symbol)) continue;
    V value = valueOf(frame, binding, symbol);
    V direct = dereference(frame, value);
    if (for_condition) {
      if (isSymbol(direct)) {
        V now = loadSymbol(frame, direct);
        if (now->kind == Kind::Param || now->kind == Kind::Capture) frame.summary->branched.insert(now);
        continue;
      }
      if (direct->kind != Kind::Number && direct->kind != Kind::Null && direct->kind != Kind::Literal) continue;
    } else if (isSymbol(direct) || direct->kind == Kind::OneOf) {
      value = this->known(frame, direct);
      if (isSymbol(value)) continue;
      // Several texts that a place holds somewhere in the program stay that place: whoever fills it is charged.
      auto is_text = [](V v) { return v->has_text || isFrozenReference(v); };
      if (isSymbol(direct) && value->kind == Kind::OneOf &&
          std::any_of(value->kids.begin(), value->kids.end(), is_text))
        continue;
    }
    if (dereference(frame, value)->kind == Kind::Unknown) continue;
    std::vector<V> fresh = leaves;
    V frozen = freeze(frame, value, &fresh);
    if (frozen->weight > kMaxWeight) continue;
    leaves = std::move(fresh);
    known.emplace(symbol, frozen);
    grew = true;
    // A lambda that the callee looks into is called there.
    std::function<void(V)> called = [&](V v) {
      if (v->kind == Kind::Function) frame.uncalled_lambdas.erase(v->index);
      for (V kid : v->kids) called(kid);
    };
    called(frozen);
  }
  return grew;
}

void Machine::applySummary(Frame& frame, Id node, const Binding& binding, const Summary& summary, bool may) {
  const Function& callee = *binding.callee;
  frame.summary->consulted.insert(summary.consulted.begin(), summary.consulted.end());
  bool here_may = may || frame.state.may;

  for (const Event& event : summary.events) {
    Event here = event;
    if (here.text) {
      const bool was_open = isOpen(event.text);
      if (was_open) {
        here.text = values_.rewrite(event.text, [&](V v) -> V {
          if (!isSymbol(v)) return nullptr;
          V value = flat(frame, valueOf(frame, binding, v));
          if (value->kind == Kind::Unknown && rootOf(v)->kind == Kind::This) {
            // The object is not known here: what its class assigns anywhere is all there is.
            std::vector<V> found = assignedAnywhere(callee, v, true, &frame.summary->consulted);
            if (!found.empty() && found.size() <= kMaxGuesses) return values_.oneOf(found);
            if (!found.empty())
              return values_.unknown("which of " + std::to_string(found.size()) +
                                     " texts the object holds is not known");
          }
          return value;
        });
      }
      here.text = flat(frame, here.text);
      // The worker of the queue would run this if something else was put in.
      if (event.queued && was_open && isAbsent(here.text)) continue;
      // An element of a container that is empty here: nothing runs. Whoever fills it is charged (see
      // noteExecutedLater).
      if (was_open && event.text->kind == Kind::Element && isNotSet(here.text)) continue;
    }
    for (auto& [key, value] : here.binds) value = flat(frame, mapped(frame, binding, value));
    if (here.statement) {
      V statement = placeOf(frame, binding, here.statement);
      if (statement) {
        mergeBinds(frame, statement, here);
        noteExecuted(frame, statement);
      } else {
        here.statement = nullptr;
      }
    }
    here.may = here.may || here_may;
    if (!callee.facts->is_lambda && callee.id != frame.function->id) here.via.insert(here.via.begin(), callee.id);
    if (here.via.size() > 24) continue;
    if (here.owner == kNone) charge(frame, node, here);
    addEvent(frame, std::move(here));
  }
  for (V object : summary.changed)
    if (V place = placeOf(frame, binding, object)) forgetScalars(frame, place, "changed in " + callee.name());
  if (summary.changed_globals) forgetGlobals(frame, "changed in " + callee.name());
  std::unordered_map<V, bool> ours;  // containers of bulk writes: whether they are this body's own
  for (const Write& write : summary.writes) {
    if (frame.out_of_steps) break;
    if (write.bulk) {
      auto [known, is_new] = ours.emplace(write.place->kids[0], false);
      if (is_new) {
        V container = placeOf(frame, binding, write.place->kids[0]);
        const Object* object = container && container->kind == Kind::Ref ? objectIn(frame.state, container) : nullptr;
        known->second = object && !object->origin;
      }
      if (!known->second) continue;
    }
    V place = placeOf(frame, binding, write.place);
    if (!place) continue;
    V value = mapped(frame, binding, write.value);
    if (value->kind == Kind::Record || value->kind == Kind::OneOf || value->kind == Kind::Function)
      value = thaw(frame, value, nullptr);
    store(frame, place, value, write.may || may);
  }
}

V Machine::callFunction(Frame& frame, Id node, const Function& function, V receiver, const std::vector<V>& arguments,
                        bool may) {
  const auto hidden = [&] {
    forgetPassed(frame, function.unit->facts->str(function.facts->signature), receiver, arguments,
                 "changed by " + function.name());
    return values_.unknown("result of " + function.name());
  };
  if ((!function.relevant && function.nodes > kMaxFollowed) || too_dear_.contains(function.id)) return hidden();
  Binding binding;
  binding.callee = &function;
  if (function.facts->is_lambda) {
    frame.uncalled_lambdas.erase(function.id);
    binding.closure = receiver;
  } else {
    binding.receiver = receiver;
  }
  binding.arguments = arguments;
  const Summary* summary = &summarise(function, {});
  if (too_dear_.contains(function.id)) return hidden();
  Specialisation known;
  // What the generic summary could have used decides the next one, which may look at more.
  for (int round = 0; round < 3; ++round) {
    if (!specialise(frame, binding, *summary, known, binding.leaves)) break;
    summary = &summarise(function, known);
  }
  applySummary(frame, node, binding, *summary, may);
  if (!summary->returned) return values_.unknown("result of " + function.name());
  V result = mapped(frame, binding, summary->returned);
  if (result->kind == Kind::Record || result->kind == Kind::OneOf || result->kind == Kind::Function)
    result = thaw(frame, result, nullptr);
  return result;
}

V Machine::callValue(Frame& frame, Id node, V function, const std::vector<V>& arguments, bool may) {
  function = dereference(frame, function);
  // A variable that may hold what it held before is nobody new.
  if (std::find(frame.calling.begin(), frame.calling.end(), function) != frame.calling.end())
    return values_.unknown("result of a function that is not known");
  Under under(frame.calling, function);
  if (isSymbol(function)) function = thaw(frame, known(frame, function), nullptr);
  switch (function->kind) {
    case Kind::Function: {
      const Function& target = program_.function(function->index);
      if (target.excluded) return values_.unknown("excluded function");
      // A method named as a value takes its object first.
      if (target.class_symbol && !target.facts->is_static && !target.facts->is_lambda && !arguments.empty())
        return callFunction(frame, node, target, arguments[0], std::vector<V>(arguments.begin() + 1, arguments.end()),
                            may);
      return callFunction(frame, node, target, function, arguments, may);
    }
    case Kind::Bound: {
      V inner = dereference(frame, function->kids[0]);
      if (isSymbol(inner)) inner = known(frame, inner);
      if (inner->kind != Kind::Function) {
        if (inner->kind == Kind::OneOf) {
          std::vector<V> results;
          for (V kid : inner->kids)
            results.push_back(callValue(frame, node, values_.bound(kid, function->kids[1]), arguments, true));
          return values_.oneOf(results);
        }
        return values_.unknown("result of a member function that is not known");
      }
      const Function& target = program_.function(inner->index);
      if (target.facts->is_lambda) return callFunction(frame, node, target, inner, arguments, may);
      return dispatch(frame, node, target, function->kids[1], arguments, may);
    }
    case Kind::Object: {
      auto object = frame.state.objects[function->index];
      if (object->class_symbol && *object->class_symbol == "$partial")
        return callPartial(frame, node, function, arguments, may);
      if (object->class_symbol)
        if (const Function* target = program_.callOperator(object->class_symbol))
          return callFunction(frame, node, *target, function, arguments, may);
      return values_.unknown("result of an object that is called");
    }
    case Kind::OneOf: {
      std::vector<V> results;
      State before = frame.state;
      std::optional<State> after;
      for (V kid : function->kids) {
        if (kid->kind == Kind::Null || kid->kind == Kind::Unknown) continue;
        frame.state = before;
        results.push_back(
            callValue(frame, node, kid->kind == Kind::Record ? thaw(frame, kid, nullptr) : kid, arguments, true));
        joinInto(values_, after, frame.state);
      }
      if (after) frame.state = std::move(*after);
      return values_.oneOf(results);
    }
    case Kind::Record:
      return callValue(frame, node, thaw(frame, function, nullptr), arguments, may);
    case Kind::External: {
      // A library function named as a value: its models do not apply to calls we cannot see, but a handle must not get
      // lost.
      return values_.unknown("result of " + *function->extra);
    }
    default:
      return values_.unknown("result of a function that is not known");
  }
}

V Machine::dispatch(Frame& frame, Id node, const Function& target, V receiver, const std::vector<V>& arguments,
                    bool may) {
  std::vector<const Function*> targets{&target};
  if (target.facts->is_virtual) {
    auto [static_class, exact] = classOf(frame, receiver);
    targets = program_.overriders(target.symbol, static_class ? static_class : target.class_symbol, exact);
    if (targets.empty()) targets = {&target};
  }
  return callAny(frame, node, targets, receiver, arguments, may);
}

V Machine::callAny(Frame& frame, Id node, const std::vector<const Function*>& targets, V receiver,
                   const std::vector<V>& arguments, bool may) {
  if (targets.size() == 1) return callFunction(frame, node, *targets[0], receiver, arguments, may);
  State before = frame.state;
  std::optional<State> after;
  V result = nullptr;
  for (const Function* target : targets) {
    frame.state = before;
    V value = callFunction(frame, node, *target, receiver, arguments, true);
    result = result ? values_.join(result, value) : value;
    joinInto(values_, after, frame.state);
  }
  if (after) frame.state = std::move(*after);
  return result ? result : values_.unknown("no value");
}

std::pair<Str, bool> Machine::classOf(Frame& frame, V value) {
  value = dereference(frame, value);
  if (value->kind == Kind::Object) {
    const Object* object = frame.state.objects[value->index];
    if (object->class_symbol && !object->class_symbol->starts_with("$"))
      return {object->class_symbol, object->base == nullptr};
  }
  if (isSymbol(value)) {
    auto told = frame.state.overlay.find(values_.member(value, class_field_));
    if (told != frame.state.overlay.end() && told->second->kind == Kind::Literal) return {told->second->text, false};
    return {typeOf(*frame.function, value), false};
  }
  return {nullptr, false};
}

const std::vector<V>& Machine::passed(CallSiteView& call) {
  if (call.values.size() < call.arguments.size()) {
    for (std::size_t i = call.values.size(); i < call.arguments.size(); ++i)
      call.values.push_back(evaluate(*call.frame, call.arguments[i]));
  }
  return call.values;
}

V Machine::evaluateCall(Frame& frame, Id id, const Node& node) {
  CallSiteView call;
  call.frame = &frame;
  call.node_id = id;
  call.node = &node;
  call.callee = &frame.unit->facts->callees[node.a];
  std::size_t first = 0;
  if (node.flags & kHasReceiver) {
    call.receiver = frame.unit->kid(node, 0);
    first = 1;
  }
  for (std::size_t i = first; i < node.kid_count; ++i) call.arguments.push_back(frame.unit->kid(node, i));

  std::vector<Model> models = program_.models(*frame.unit, *call.callee, call.arguments.size());
  if (!models.empty())
    if (std::optional<V> value = applyModels(call, models)) return *value;

  Str symbol = frame.unit->str(call.callee->symbol);
  const Function* target = program_.find(symbol);
  std::vector<const Function*> targets;
  bool exact = false;
  if (node.flags & kVirtual) {
    V receiver = slotPlace(call, kReceiver);
    V object = receiver ? dereference(frame, receiver->kind == Kind::Ref || isSymbol(receiver) ? load(frame, receiver)
                                                                                               : receiver)
                        : nullptr;
    if (object && object->kind == Kind::OneOf) {
      // Each possible object by its own class.
      std::vector<V> results;
      State before = frame.state;
      std::optional<State> after;
      passed(call);
      for (V one : object->kids) {
        if (one->kind == Kind::Null) continue;
        if (one->kind == Kind::Record) one = thaw(frame, one, nullptr);
        auto [one_class, exact] = classOf(frame, one);
        auto found =
            program_.overriders(symbol, one_class ? one_class : frame.unit->str(call.callee->class_symbol), exact);
        if (found.empty()) continue;
        frame.state = before;
        results.push_back(callAny(frame, id, found, one, call.values, true));
        joinInto(values_, after, frame.state);
      }
      if (after) {
        frame.state = std::move(*after);
        return values_.oneOf(results);
      }
    }
    Str static_class = nullptr;
    if (object && isSymbol(object)) frame.summary->inspected.insert(values_.member(object, class_field_));
    if (object) std::tie(static_class, exact) = classOf(frame, object);
    if (!static_class || !program_.findClass(static_class))
      static_class = frame.unit->str(frame.unit->node(call.receiver).type);
    if (!static_class) static_class = frame.unit->str(call.callee->class_symbol);
    targets = program_.overriders(symbol, static_class, exact);
    if (targets.empty() && static_class != frame.unit->str(call.callee->class_symbol))
      targets = program_.overriders(symbol, frame.unit->str(call.callee->class_symbol), false);
  } else if (target && !target->excluded) {
    targets = {target};
  }
  if (targets.empty()) return callBodyless(call);

  V receiver = call.receiver == kNone ? nullptr : slotPlace(call, kReceiver);
  if (receiver && receiver->kind == Kind::Ref) {
    // A method works on the object, not on the variable that points at it.
    V object = objectAt(frame, receiver);
    if (object->kind == Kind::Object || isSymbol(object) || object->kind == Kind::OneOf) receiver = object;
  }
  passed(call);
  passArrays(call, *targets.front());
  V result = callAny(frame, id, targets, receiver, passedTo(call, *targets.front()), false);
  // Which way a virtual function decides is not told by the bodies that are known: there may be others.
  const bool decides = result->kind == Kind::Number || result->kind == Kind::Null;
  return (node.flags & kVirtual) && !exact && decides ? values_.join(result, values_.unknown("another override"))
                                                      : result;
}

std::vector<V> Machine::passedTo(CallSiteView& call, const Function& callee) {
  std::vector<V> values = call.values;
  const std::vector<ParameterFacts>& parameters = callee.facts->params;
  if (values.size() != parameters.size()) return values;
  bool list = false;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (parameters[i].type_name == kNone) continue;
    const std::string& type = callee.unit->facts->str(parameters[i].type_name);
    list |= type.find("va_list") != std::string::npos;
    if (type != "char *") continue;
    if (V place = targetOf(call, argument(static_cast<int>(i))); place && place->kind == Kind::Ref) values[i] = place;
  }
  // A va_list is the variable arguments of the function around, which the callee finds behind its own parameters.
  const std::size_t first = call.frame->function->facts->params.size();
  for (std::size_t i = 0; list && i < kMaxVariable; ++i)
    values.push_back(values_.symbol(Kind::Param, static_cast<std::uint32_t>(first + i)));
  return values;
}

V Machine::construct(Frame& frame, Id node, Str class_symbol, const std::vector<V>& arguments) {
  V object = newObject(frame, class_symbol);
  if (const Function* constructor = program_.constructor(class_symbol, arguments.size())) {
    std::vector<V> all = arguments;
    all.resize(constructor->facts->params.size(), nullptr);
    for (V& value : all)
      if (!value) value = values_.unknown("default argument");
    callFunction(frame, node, *constructor, object, all, false);
  } else if (program_.findClass(class_symbol)) {
    for (std::size_t i = 0; i < arguments.size(); ++i)
      edit(frame, object->index).fields[values_.str("[" + std::to_string(i) + "]")] = arguments[i];
  }
  return object;
}

V Machine::evaluateConstruct(Frame& frame, Id id, const Node& node) {
  CallSiteView call;
  call.frame = &frame;
  call.node_id = id;
  call.node = &node;
  call.callee = &frame.unit->facts->callees[node.a];
  for (std::size_t i = 0; i < node.kid_count; ++i) call.arguments.push_back(frame.unit->kid(node, i));
  Str class_symbol = frame.unit->str(call.callee->class_symbol);

  std::vector<Model> models = program_.models(*frame.unit, *call.callee, call.arguments.size());
  if (!models.empty())
    if (std::optional<V> value = applyModels(call, models)) return *value;

  const Function* constructor = program_.find(frame.unit->str(call.callee->symbol));
  passed(call);
  if ((node.flags & kMove) && call.values.size() == 1) return dereference(frame, call.values[0]);
  if ((node.flags & kCopy) && call.values.size() == 1 && !constructor) return copyOf(frame, call.values[0]);
  if (constructor && !constructor->excluded) {
    V object = newObject(frame, class_symbol);
    callFunction(frame, id, *constructor, object, call.values, false);
    return object;
  }
  // A conversion that the compiler inserted and no model explains keeps the value in sight.
  if ((node.flags & kConversion) && !call.values.empty()) return dereference(frame, call.values[0]);
  callBodyless(call);
  V object = newObject(frame, class_symbol);
  return object;
}

}  // namespace touchgraph::linker
