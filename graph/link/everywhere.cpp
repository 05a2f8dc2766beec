#include "graph/link/machine.h"

#include <algorithm>

// What the program assigns to fields and globals anywhere, and the classes of symbols.
namespace touchgraph::linker {

V Machine::instanceOf(Str class_symbol) {
  return values_.global(values_.str("$instance " + *class_symbol));
}

V Machine::load(Frame& frame, V place) {
  switch (place->kind) {
    case Kind::Ref: {
      const Object* object = objectIn(frame.state, place);
      if (!object) return values_.unknown("object out of reach");
      auto field = object->fields.find(place->text);
      // What was put somewhere among the elements may be in each of them.
      if (field != object->fields.end() && !place->text->starts_with("[")) return field->second;
      return readField(frame, values_.object(place->index), place->text);
    }
    case Kind::OneOf: {
      std::vector<V> all;
      for (V kid : place->kids) all.push_back(load(frame, kid));
      return values_.oneOf(all);
    }
    default:
      return isSymbol(place) ? loadSymbol(frame, place) : place;
  }
}

Str Machine::typeOf(const Function& function, V symbol) {
  switch (symbol->kind) {
    case Kind::Param:
      return symbol->index < function.facts->params.size()
                 ? function.unit->str(function.facts->params[symbol->index].type)
                 : nullptr;
    case Kind::This:
      return function.class_symbol;
    case Kind::Capture:
      return symbol->index < function.capture_types.size() ? function.capture_types[symbol->index] : nullptr;
    case Kind::Global: {
      if (isInstance(symbol)) return values_.str(symbol->text->substr(10));
      const Global* global = program_.findGlobal(symbol->text);
      return global ? global->type : nullptr;
    }
    case Kind::Member: {
      Str base = typeOf(function, symbol->kids[0]);
      if (!base) return nullptr;
      if (symbol->text->empty()) return base;
      return symbol->text->starts_with("[") ? elementType(base) : program_.fieldType(base, symbol->text);
    }
    case Kind::Element: {
      Str base = typeOf(function, symbol->kids[0]);
      return base ? elementType(base) : nullptr;
    }
    default:
      return nullptr;
  }
}

Str Machine::elementType(Str container) const {
  // Arrays and pointers are known by the class of their elements.
  Str element = program_.elementType(container);
  return element ? element : program_.findClass(container) ? container : nullptr;
}

V Machine::withoutOpen(const Function& function, V value) {
  return values_.rewrite(value, [&](V v) -> V {
    if (!isSymbol(v)) return nullptr;
    if (!isOpen(v)) return v;
    Str type = typeOf(function, v);
    return type ? instanceOf(type) : values_.unknown("value of another call");
  });
}

V Machine::closedPart(const Function& function, V value) {
  if (!isOpen(value)) return value;
  if (isSymbol(value)) {
    Str type = typeOf(function, value);
    return type ? instanceOf(type) : nullptr;
  }
  if (value->kind != Kind::Record || !value->text) return withoutOpen(function, value);
  std::vector<std::string> names = fieldNames(value);
  std::string kept;
  std::vector<V> kids;
  for (std::size_t i = 0; i < names.size() && i < value->kids.size(); ++i) {
    V kid = value->kids[i];
    // A statement bound to members of its object stays bound to them.
    const bool members = names[i].starts_with("$bind:") && !kid->has_param && isSymbol(kid);
    if (!members && isOpen(kid) && names[i].starts_with("$") && *value->text != "$partial") continue;
    if (!members) kid = closedPart(function, kid);
    if (!kid) continue;
    kept += (kids.empty() ? "" : "\n") + names[i];
    kids.push_back(kid);
  }
  return kids.empty() ? nullptr : values_.record(value->text, values_.str(kept), kids);
}

void Machine::record(Frame& frame, V at, V value) {
  if (at->kind == Kind::Ref && at->text->empty()) {
    const Object* cell = objectIn(frame.state, at);
    if (!cell || !cell->origin) return;  // a local variable
  }
  V closed = freeze(frame, value, nullptr);
  if (isOpen(closed) && (closed->kind == Kind::Function || closed->kind == Kind::Bound))
    closed = withoutOpen(*frame.function, closed);
  if (isOpen(closed) && closed->kind == Kind::Record) {
    closed = closedPart(*frame.function, closed);
    if (!closed) return;
  }
  // A statement that is bound to members of its object stays bound to them.
  const bool bound_to_member =
      at->kind == Kind::Member && at->text->starts_with("$bind:") && isSymbol(closed) && !closed->has_param;
  if (isOpen(closed) && !bound_to_member && (closed->kind != Kind::Record || closed->has_param)) {
    // The alternatives that are closed are worth knowing; the open ones reach us through callers.
    if (closed->kind != Kind::OneOf) return;
    std::vector<V> parts;
    for (V kid : closed->kids) {
      if (!isOpen(kid))
        parts.push_back(kid);
      else if (kid->kind == Kind::Function || kid->kind == Kind::Bound)
        parts.push_back(withoutOpen(*frame.function, kid));
      else if (kid->kind == Kind::Record && recordField(kid, text_field_)) {
        if (V part = closedPart(*frame.function, kid)) parts.push_back(part);
      }
    }
    if (parts.empty()) return;
    closed = values_.oneOf(parts);
  }
  if (isNotSet(closed)) return;
  Str own_class = frame.function->class_symbol;
  if (frame.function->facts->is_lambda) own_class = program_.function(frame.function->owner).class_symbol;
  auto add = [&](Str owner, const std::vector<Str>& path) {
    if (path.empty()) return;
    // The text of a library's statement is that one's; what some statement somewhere holds says nothing, also when the
    // library's headers are the program's own.
    if (path.front()->starts_with("$") && program_.handleLibrary(owner)) return;
    bool internal = own_class && (own_class == owner || program_.derivesFrom(own_class, owner) ||
                                  program_.derivesFrom(owner, own_class));
    if (owner->starts_with("$")) internal = true;
    if (closed->kind == Kind::OneOf) {
      for (V kid : closed->kids)
        if (kid != at) fields_.add(owner, path, kid, internal);  // "or what it was" is no value
    } else {
      fields_.add(owner, path, closed, internal);
    }
  };
  if (at->kind == Kind::Ref) {
    const Object* object = objectIn(frame.state, at);
    if (!object || at->text->empty()) return;
    if (object->origin)
      return record(
          frame, *at->text == "[]" ? values_.element(object->origin) : values_.member(object->origin, at->text), value);
    if (object->class_symbol && program_.findClass(object->class_symbol)) add(object->class_symbol, {at->text});
    return;
  }
  std::vector<Str> path;
  for (V step = at;; step = step->kids[0]) {
    if (step->kind == Kind::Global) {
      path.insert(path.begin(), step->text);
      add(values_.str("$global"), path);
      return;
    }
    if (step->kind != Kind::Member && step->kind != Kind::Element) {
      if (Str owner = typeOf(*frame.function, step); owner && program_.findClass(owner)) add(owner, path);
      return;
    }
    if (Str owner = typeOf(*frame.function, step); owner && !path.empty() && program_.findClass(owner))
      add(owner, path);
    path.insert(path.begin(), step->kind == Kind::Element ? any_ : step->text);
  }
}

std::vector<V> Machine::assignedAnywhere(const Function& function, V symbol, bool with_external,
                                         std::unordered_set<Str>* consulted) {
  // Which element of a container it is in tells more than the class of the element does.
  V picked = symbol;
  while ((picked->kind == Kind::Member && !picked->text->starts_with("[")) || picked->kind == Kind::Element)
    picked = picked->kids[0];
  if (picked->kind == Kind::Member) {
    std::vector<V> found = assignedAbove(function, symbol, picked->kids[0], with_external, consulted);
    if (!found.empty()) return found;
  }
  return assignedAbove(function, symbol, symbol, with_external, consulted);
}

std::vector<V> Machine::assignedAbove(const Function& function, V symbol, V from, bool with_external,
                                      std::unordered_set<Str>* consulted) {
  std::vector<Str> path;
  bool above = symbol == from;
  for (V step = symbol;; step = step->kids[0]) {
    above |= step == from;
    Str owner = nullptr;
    if (step->kind == Kind::Global && !isInstance(step)) {
      path.insert(path.begin(), step->text);
      owner = values_.str("$global");
    } else {
      owner = typeOf(function, step);
    }
    if (owner && !path.empty() && above) {
      if (consulted) consulted->insert(path.front());
      std::vector<V> found = fields_.lookup(owner, path, with_external || owner->starts_with("$"));
      if (!found.empty()) return found;
    }
    if (step->kind != Kind::Member && step->kind != Kind::Element) return {};
    path.insert(path.begin(), step->kind == Kind::Element ? any_ : step->text);
  }
}

V Machine::known(Frame& frame, V value) {
  value = dereference(frame, value);
  if (value->kind == Kind::OneOf) {
    if (std::none_of(value->kids.begin(), value->kids.end(), [](V kid) { return isSymbol(kid); })) return value;
    std::vector<V> all;
    for (V kid : value->kids) all.push_back(isSymbol(kid) ? known(frame, kid) : kid);
    return values_.oneOf(all);
  }
  if (!isSymbol(value)) return value;
  V now = loadSymbol(frame, value);
  if (!isSymbol(now)) return now;
  frame.summary->inspected.insert(now);
  std::vector<V> found = assignedAnywhere(*frame.function, now, true, &frame.summary->consulted);
  // Of a large table whoever knows the index asks again.
  return found.empty() || (isPicked(now) && found.size() > kMaxAlternatives) ? now : values_.oneOf(found);
}

V Machine::knownParameter(Frame& frame, V value) {
  value = dereference(frame, value);
  if (isSymbol(value)) {
    V now = loadSymbol(frame, value);
    if (now->kind == Kind::Param || now->kind == Kind::Capture || now->kind == Kind::Leaf)
      frame.summary->branched.insert(now);
    return now;
  }
  return value;
}

V Machine::constantInitialiser(const Global& global) {
  auto found = constants_.find(global.symbol);
  if (found != constants_.end()) return found->second;
  if (!evaluating_constants_.insert(global.symbol).second) return nullptr;
  V value = nullptr;
  if (global.facts && global.facts->initialiser != kNone) {
    // An initialiser runs like a body of its own.
    static const FunctionFacts kNoFacts = [] {
      FunctionFacts facts;
      facts.name = 0;
      facts.file = 0;
      return facts;
    }();
    Function holder;
    holder.unit = global.unit;
    holder.facts = &kNoFacts;
    holder.id = holder.owner = kNone;
    Summary scratch;
    Specialisation nothing;
    Frame frame;
    frame.function = &holder;
    frame.unit = global.unit;
    frame.summary = &scratch;
    frame.known = &nothing;
    for (std::size_t i = 0; i < global.facts->locals.size(); ++i)
      frame.locals.push_back(newObject(frame, nullptr)->index);
    value = freeze(frame, evaluate(frame, global.facts->initialiser), nullptr);
    if (isOpen(value)) value = values_.unknown("initialiser depends on its surroundings");
    fields_.add(values_.str("$global"), {global.symbol}, value, true);
    // What a constant object of a class holds is something that objects of that class hold.
    std::function<void(V)> aggregate = [&](V v) {
      if (v->kind != Kind::List) return;
      std::vector<std::string> names = fieldNames(v);
      for (std::size_t i = 0; i < v->kids.size(); ++i) {
        if (v->text && i < names.size())
          fields_.add(global.type, {values_.str(names[i])}, v->kids[i], false);
        else
          aggregate(v->kids[i]);
      }
    };
    if (global.type && program_.findClass(global.type)) aggregate(value);
  }
  evaluating_constants_.erase(global.symbol);
  constants_[global.symbol] = value;
  return value;
}

void Machine::evaluateGlobals() {
  for (const Global* global : program_.globals()) constantInitialiser(*global);
}

V Machine::globalValue(Frame& frame, Str symbol) {
  V place = values_.global(symbol);
  const Global* global = program_.findGlobal(symbol);
  if (!global) return place;
  V initial = constantInitialiser(*global);
  if (!initial) return place;
  (void)frame;
  return global->facts->is_constant ? initial : place;
}

}  // namespace touchgraph::linker
