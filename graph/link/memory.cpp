#include "graph/link/machine.h"

#include <algorithm>

// Places and what is in them: objects, symbols, and the values that the program assigns anywhere.
namespace touchgraph::linker {

namespace {

constexpr int kMaxNesting = 60;

struct Nested {
  explicit Nested(int& depth) : depth(depth) { ++depth; }
  ~Nested() { --depth; }
  int& depth;
  bool tooDeep() const { return depth > kMaxNesting; }
};

/// Notes a look-up while it lasts.
struct Under {
  Under(std::vector<V>& stack, V value) : stack(stack) { stack.push_back(value); }
  ~Under() { stack.pop_back(); }
  std::vector<V>& stack;
};

bool isUnder(const std::vector<V>& stack, V value) { return std::find(stack.begin(), stack.end(), value) != stack.end(); }

}  // namespace

V Machine::newObject(Frame& frame, Str class_symbol, V base, V origin) {
  std::uint32_t id = frame.next_object++;
  if (frame.state.objects.size() <= id) frame.state.objects.resize(id + 1);
  Object& object = frame.pool.emplace_back();
  object.class_symbol = class_symbol;
  object.base = base;
  object.origin = origin;
  object.epoch = State::epoch;
  frame.state.objects[id] = &object;
  return values_.object(id);
}

Object& Machine::edit(Frame& frame, std::uint32_t id) {
  if (frame.state.objects.size() <= id) frame.state.objects.resize(id + 1);
  const Object*& slot = frame.state.objects[id];
  if (slot && slot->epoch == State::epoch) return const_cast<Object&>(*slot);  // ours alone
  Object& copy = slot ? frame.pool.emplace_back(*slot) : frame.pool.emplace_back();
  copy.epoch = State::epoch;
  slot = &copy;
  return copy;
}

namespace {

const Object* objectOf(const Frame& frame, V value) {
  if (value->index >= frame.state.objects.size()) return nullptr;
  return frame.state.objects[value->index];
}

std::string elementName(V index) {
  if (index && (index->kind == Kind::Number || index->kind == Kind::Literal)) return "[" + *index->text + "]";
  return "[]";
}

}  // namespace

V Machine::loadSymbol(Frame& frame, V symbol) {
  Nested nested(nesting_);
  if (nested.tooDeep()) return values_.unknown("structure that points at itself");
  auto written = frame.state.overlay.find(symbol);
  if (written != frame.state.overlay.end()) return written->second;
  if (isUnder(loading_, symbol)) return symbol;
  Under under(loading_, symbol);
  if (symbol->kind == Kind::Member || symbol->kind == Kind::Element) {
    V base = loadSymbol(frame, symbol->kids[0]);
    if (base == symbol->kids[0]) return symbol;
    return symbol->kind == Kind::Member ? readField(frame, base, symbol->text) : elementsOf(frame, base);
  }
  if (symbol->kind == Kind::Global) return globalValue(frame, symbol->text);
  return symbol;
}

V Machine::instanceOf(Str class_symbol) { return values_.global(values_.str("$instance " + *class_symbol)); }

V Machine::load(Frame& frame, V place) {
  switch (place->kind) {
    case Kind::Ref: {
      const Object* object = objectOf(frame, place);
      if (!object) return values_.unknown("object out of reach");
      auto field = object->fields.find(place->text);
      if (field != object->fields.end()) return field->second;
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

V Machine::dereference(Frame& frame, V value) {
  for (int i = 0; i < 8 && value && value->kind == Kind::Ref; ++i) {
    V next = load(frame, value);
    if (next == value) break;
    value = next;
  }
  if (value && value->kind == Kind::OneOf &&
      std::any_of(value->kids.begin(), value->kids.end(), [](V kid) { return kid->kind == Kind::Ref; })) {
    std::vector<V> all;
    for (V kid : value->kids) all.push_back(kid->kind == Kind::Ref ? load(frame, kid) : kid);
    return values_.oneOf(all);
  }
  return value ? value : values_.unknown("no value");
}

void Machine::store(Frame& frame, V place, V value, bool weak) {
  if (!place || !value) return;
  if (place->kind == Kind::Member || place->kind == Kind::Element) {
    // The object may be known by now: then the field is written there.
    V base = loadSymbol(frame, place->kids[0]);
    if (base != place->kids[0] && !isSymbol(base))
      if (V inner = fieldPlace(frame, base, place->kind == Kind::Member ? place->text : any_)) place = inner;
  }
  if (place->kind == Kind::OneOf)
    for (V kid : place->kids) storeAt(frame, kid, value, true);
  else
    storeAt(frame, place, value, weak);
}

void Machine::storeAt(Frame& frame, V place, V value, bool weak) {
  switch (place->kind) {
    case Kind::Ref: {
      V& slot = edit(frame, place->index).fields[place->text];
      slot = weak && slot ? values_.join(slot, value) : value;
      return;
    }
    case Kind::Object: {
      // `*this = other` and whole-object assignment: take over the fields.
      V from = dereference(frame, value);
      if (from == place) return;
      if (from->kind == Kind::Object) {
        auto source = frame.state.objects[from->index];
        Object& object = edit(frame, place->index);
        for (auto& [field, v] : source->fields) object.fields[field] = weak && object.fields.contains(field) ? values_.join(object.fields[field], v) : v;
        if (source->base) object.base = source->base;
      } else if (isSymbol(from)) {
        Object& object = edit(frame, place->index);
        object.fields.clear();
        object.base = from;
      } else {
        edit(frame, place->index).fields[values_.empty()] = value;
      }
      return;
    }
    default: {
      if (!isSymbol(place)) return;
      auto written = frame.state.overlay.find(place);
      bool join = weak || place->kind == Kind::Element;
      if (join) value = values_.join(written != frame.state.overlay.end() ? written->second : place, value);
      frame.state.overlay[place] = value;
      return;
    }
  }
}

V Machine::fieldPlace(Frame& frame, V base, Str field) {
  Nested nested(nesting_);
  if (nested.tooDeep()) return nullptr;
  if (base->kind != Kind::Object && isUnder(placing_, base)) return isSymbol(base) ? values_.member(base, field) : nullptr;
  Under under(placing_, base);
  switch (base->kind) {
    case Kind::Object: {
      const Object* object = objectOf(frame, base);
      // A cell stands for what is in it.
      if (object && !object->class_symbol && !object->base) {
        auto content = object->fields.find(values_.empty());
        if (content != object->fields.end() && content->second != base && !field->empty()) return fieldPlace(frame, content->second, field);
      }
      return values_.ref(base->index, field);
    }
    case Kind::Ref: {
      V content = load(frame, base);
      if (content->kind == Kind::Object || content->kind == Kind::Ref || isSymbol(content) || content->kind == Kind::OneOf)
        return fieldPlace(frame, content, field);
      V object = content->kind == Kind::Record || (content->kind == Kind::List && content->text)
                     ? thaw(frame, content, nullptr)
                     : newObject(frame, nullptr, content->kind == Kind::Unknown && *content->text != "not initialised" ? content : nullptr);
      if (content->kind == Kind::List && !content->text) {
        Object& made = edit(frame, object->index);
        for (std::size_t k = 0; k < content->kids.size(); ++k) made.fields[values_.str("[" + std::to_string(k) + "]")] = content->kids[k];
      }
      if (object->kind != Kind::Object) return nullptr;
      edit(frame, base->index).fields[base->text] = object;
      return values_.ref(object->index, field);
    }
    case Kind::OneOf: {
      std::vector<V> all;
      for (V kid : base->kids)
        if (V inner = fieldPlace(frame, kid, field)) all.push_back(inner);
      return all.empty() ? nullptr : values_.oneOf(all);
    }
    case Kind::Record:
    case Kind::List: {
      V object = thaw(frame, base, nullptr);
      return object->kind == Kind::Object ? values_.ref(object->index, field) : nullptr;
    }
    default:
      if (!isSymbol(base)) return nullptr;
      V now = loadSymbol(frame, base);
      if (now != base && !isSymbol(now)) {
        if (now->kind == Kind::Object || now->kind == Kind::Ref || now->kind == Kind::OneOf) return fieldPlace(frame, now, field);
        if (now->kind == Kind::Record || (now->kind == Kind::List && now->text)) {
          V object = thaw(frame, now, base);
          if (object->kind == Kind::Object) {
            frame.state.overlay[base] = object;
            return values_.ref(object->index, field);
          }
        }
      } else if (now != base) {
        base = now;
      }
      return *field == "[]" ? values_.element(base) : values_.member(base, field);
  }
}

V Machine::elementPlace(Frame& frame, V base, V index) { return fieldPlace(frame, base, values_.str(elementName(index))); }

V Machine::readField(Frame& frame, V base, Str field) {
  Nested nested(nesting_);
  if (nested.tooDeep()) return values_.unknown("structure that points at itself");
  if (base->kind == Kind::Ref || base->kind == Kind::OneOf) {
    if (isUnder(reading_, base)) return values_.unknown("structure that points at itself");
  }
  Under under(reading_, base);
  switch (base->kind) {
    case Kind::Object: {
      const Object* object = objectOf(frame, base);
      if (!object) return values_.unknown("object out of reach");
      auto found = object->fields.find(field);
      if (found != object->fields.end()) {
        V value = found->second;
        if (value->kind == Kind::Record) {  // thawed when first looked into
          V thawed = thaw(frame, value, object->origin ? values_.member(object->origin, field) : nullptr);
          edit(frame, base->index).fields[field] = thawed;
          return thawed;
        }
        if (field->starts_with("[") && *field != "[]") {
          auto any = object->fields.find(any_);
          if (any != object->fields.end()) return values_.join(value, any->second);
        }
        return value;
      }
      if (!object->class_symbol && !object->base && !field->empty()) {
        auto content = object->fields.find(values_.empty());
        if (content != object->fields.end() && content->second != base) return readField(frame, content->second, field);
      }
      if (field->starts_with("[")) {
        std::vector<V> all;
        for (auto& [name, value] : object->fields)
          if (name->starts_with("[") && (*field == "[]" || *name == "[]")) all.push_back(value);
        if (!all.empty()) return values_.oneOf(all);
      }
      if (object->base) {
        if (isSymbol(object->base)) return loadSymbol(frame, *field == "[]" ? values_.element(object->base) : values_.member(object->base, field));
        if (object->base->kind == Kind::Unknown) return object->base;
        return readField(frame, object->base, field);
      }
      if (object->origin && isSymbol(object->origin) && !field->empty()) return values_.member(object->origin, field);
      if (object->class_symbol && !field->empty()) {
        // An object whose constructor was not seen to set this: what its class sets anywhere.
        frame.summary->consulted.insert(field);
        std::vector<V> everywhere = fields_.lookup(object->class_symbol, {field}, false);
        if (!everywhere.empty()) return values_.oneOf(everywhere);
      }
      return values_.unknown("not initialised");
    }
    case Kind::Ref:
      return readField(frame, load(frame, base), field);
    case Kind::Record:
    case Kind::List:
      if (base->kind == Kind::List && !base->text) {
        if (!field->starts_with("[") || base->kids.empty()) return values_.unknown("element of a list");
        std::string inside = field->substr(1, field->size() - 2);
        bool number = !inside.empty() && inside.size() < 9 && std::all_of(inside.begin(), inside.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (!number) return values_.oneOf(base->kids);
        std::size_t k = std::stoul(inside);
        return k < base->kids.size() ? base->kids[k] : values_.unknown("element past the end");
      }
      if (V value = recordField(base, field)) return value;
      if (field->starts_with("[")) {
        if (base->kind == Kind::List) {  // pairs and tuples: elements by position
          std::string inside = field->substr(1, field->size() - 2);
          if (inside.size() == 1 && inside[0] >= '0' && static_cast<std::size_t>(inside[0] - '0') < base->kids.size()) return base->kids[static_cast<std::size_t>(inside[0] - '0')];
        }
        std::vector<V> all;
        std::vector<std::string> names = fieldNames(base);
        for (std::size_t k = 0; k < names.size() && k < base->kids.size(); ++k)
          if (names[k] == "[]" || (*field == "[]" && names[k].starts_with("["))) all.push_back(base->kids[k]);
        if (!all.empty()) return values_.oneOf(all);
      }
      return values_.unknown("no such field");
    case Kind::OneOf: {
      std::vector<V> all;
      for (V kid : base->kids)
        if (kid->kind != Kind::Null) all.push_back(readField(frame, kid, field));
      return values_.oneOf(all);
    }
    case Kind::Unknown:
      return base;
    default:
      if (isSymbol(base)) return loadSymbol(frame, *field == "[]" ? values_.element(base) : values_.member(base, field));
      return values_.unknown("field of a value that is no object");
  }
}

V Machine::readElement(Frame& frame, V base, V index) { return readField(frame, base, values_.str(elementName(index))); }

V Machine::elementsOf(Frame& frame, V base) {
  base = dereference(frame, base);
  if (base->kind == Kind::List && base->kids.empty()) return values_.unknown("element of an empty list");
  if (base->kind == Kind::Unknown) return values_.unknown("element of " + *base->text);
  return readField(frame, base, any_);
}

V Machine::objectAt(Frame& frame, V place) {
  Nested nested(nesting_);
  if (nested.tooDeep()) return values_.unknown("structure that points at itself");
  V value = isSymbol(place) || place->kind == Kind::Ref ? load(frame, place) : place;
  switch (value->kind) {
    case Kind::Object: {
      const Object* object = objectOf(frame, value);
      if (object && !object->class_symbol && !object->base && !object->origin) {
        auto content = object->fields.find(values_.empty());
        if (content != object->fields.end() && content->second != value) return objectAt(frame, content->second);
      }
      return value;
    }
    case Kind::Ref:
      return objectAt(frame, value);
    case Kind::OneOf: {
      std::vector<V> all;
      for (V kid : value->kids)
        if (kid->kind != Kind::Null && kid->kind != Kind::Unknown) all.push_back(kid->kind == Kind::Ref ? objectAt(frame, kid) : kid->kind == Kind::Record ? thaw(frame, kid, nullptr) : kid);
      return all.empty() ? value : values_.oneOf(all);
    }
    case Kind::Record: {
      V object = thaw(frame, value, isSymbol(place) ? place : nullptr);
      if (isSymbol(place)) frame.state.overlay[place] = object;
      else if (place->kind == Kind::Ref) edit(frame, place->index).fields[place->text] = object;
      return object;
    }
    case Kind::Null:
    case Kind::Unknown: {
      if (value->kind == Kind::Unknown && *value->text != "not initialised") return value;
      if (place->kind != Kind::Ref && !isSymbol(place)) return value;
      V object = newObject(frame, nullptr);
      edit(frame, object->index).class_symbol = values_.str("$statement");
      store(frame, place, object);
      return object;
    }
    default:
      return value;
  }
}

V Machine::copyOf(Frame& frame, V value) {
  value = dereference(frame, value);
  if (value->kind == Kind::Object) {
    auto source = frame.state.objects[value->index];
    V copy = newObject(frame, source->class_symbol, source->base ? source->base : source->origin, nullptr);
    Object& object = edit(frame, copy->index);
    object.fields = source->fields;
    return copy;
  }
  if (isSymbol(value) && typeOf(*frame.function, value)) {
    // A copy of an object we do not know: its own from now on, with the fields of the original.
    return newObject(frame, typeOf(*frame.function, value), value, nullptr);
  }
  return value;
}

Str Machine::typeOf(const Function& function, V symbol) {
  switch (symbol->kind) {
    case Kind::Param:
      return symbol->index < function.facts->params.size() ? function.unit->str(function.facts->params[symbol->index].type) : nullptr;
    case Kind::This:
      return function.class_symbol;
    case Kind::Capture:
      return symbol->index < function.capture_types.size() ? function.capture_types[symbol->index] : nullptr;
    case Kind::Global: {
      if (symbol->text->starts_with("$instance ")) return values_.str(symbol->text->substr(10));
      const Global* global = program_.findGlobal(symbol->text);
      return global ? global->type : nullptr;
    }
    case Kind::Member: {
      Str base = typeOf(function, symbol->kids[0]);
      return base ? program_.fieldType(base, symbol->text) : nullptr;
    }
    default:
      return nullptr;
  }
}

V Machine::withoutOpen(const Function& function, V value) {
  return values_.rewrite(value, [&](V v) -> V {
    if (!isSymbol(v)) return nullptr;
    if (!isOpen(v)) return v;
    Str type = typeOf(function, v);
    return type ? instanceOf(type) : values_.unknown("value of another call");
  });
}

void Machine::record(Frame& frame, V at, V value) {
  if (at->kind == Kind::Ref && at->text->empty()) {
    const Object* cell = objectOf(frame, at);
    if (!cell || !cell->origin) return;  // a local variable
  }
  V closed = freeze(frame, value, nullptr);
  if (isOpen(closed) && (closed->kind == Kind::Function || closed->kind == Kind::Bound)) closed = withoutOpen(*frame.function, closed);
  if (isOpen(closed) && closed->kind == Kind::Record && closed->text) {
    // What the object holds apart from what only this body knows.
    std::vector<std::string> names = fieldNames(closed);
    std::string kept;
    std::vector<V> kids;
    for (std::size_t i = 0; i < names.size() && i < closed->kids.size(); ++i) {
      if (isOpen(closed->kids[i]) && names[i].starts_with("$") && *closed->text != "$partial") continue;
      kept += (kids.empty() ? "" : "\n") + names[i];
      kids.push_back(withoutOpen(*frame.function, closed->kids[i]));
    }
    if (kids.empty()) return;
    closed = values_.record(closed->text, values_.str(kept), kids);
  }
  if (isOpen(closed)) {
    // The alternatives that are closed are worth knowing; the open ones reach us through callers.
    if (closed->kind != Kind::OneOf) return;
    std::vector<V> parts;
    for (V kid : closed->kids)
      if (!isOpen(kid)) parts.push_back(kid);
    if (parts.empty()) return;
    closed = values_.oneOf(parts);
  }
  if (closed->kind == Kind::Unknown && *closed->text == "not initialised") return;
  Str own_class = frame.function->class_symbol;
  if (frame.function->facts->is_lambda) own_class = program_.function(frame.function->owner).class_symbol;
  auto add = [&](Str owner, const std::vector<Str>& path) {
    if (path.empty()) return;
    bool internal = own_class && (own_class == owner || program_.derivesFrom(own_class, owner) || program_.derivesFrom(owner, own_class));
    if (owner->starts_with("$")) internal = true;
    if (closed->kind == Kind::OneOf) {
      for (V kid : closed->kids)
        if (kid != at) fields_.add(owner, path, kid, internal);  // "or what it was" is no value
    } else
    {
      fields_.add(owner, path, closed, internal);
    }
  };
  if (at->kind == Kind::Ref) {
    const Object* object = objectOf(frame, at);
    if (!object || at->text->empty()) return;
    if (object->origin) return record(frame, *at->text == "[]" ? values_.element(object->origin) : values_.member(object->origin, at->text), value);
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
    if (Str owner = typeOf(*frame.function, step); owner && !path.empty() && program_.findClass(owner)) add(owner, path);
    path.insert(path.begin(), step->kind == Kind::Element ? any_ : step->text);
  }
}

std::vector<V> Machine::assignedAnywhere(const Function& function, V symbol, bool with_external, std::unordered_set<Str>* consulted) {
  std::vector<Str> path;
  for (V step = symbol;; step = step->kids[0]) {
    Str owner = nullptr;
    if (step->kind == Kind::Global && !step->text->starts_with("$instance ")) {
      path.insert(path.begin(), step->text);
      owner = values_.str("$global");
    } else {
      owner = typeOf(function, step);
    }
    if (owner && !path.empty()) {
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
  return found.empty() ? now : values_.oneOf(found);
}

V Machine::knownParameter(Frame& frame, V value) {
  value = dereference(frame, value);
  if (isSymbol(value)) {
    V now = loadSymbol(frame, value);
    if (now->kind == Kind::Param || now->kind == Kind::Capture || now->kind == Kind::Leaf) frame.summary->branched.insert(now);
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
    static const FunctionFacts kNoFacts = [] { FunctionFacts facts; facts.name = 0; facts.file = 0; return facts; }();
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
    for (std::size_t i = 0; i < global.facts->locals.size(); ++i) frame.locals.push_back(newObject(frame, nullptr)->index);
    value = freeze(frame, evaluate(frame, global.facts->initialiser), nullptr);
    if (isOpen(value)) value = values_.unknown("initialiser depends on its surroundings");
    fields_.add(values_.str("$global"), {global.symbol}, value, true);
    // What a constant object of a class holds is something that objects of that class hold.
    std::function<void(V)> aggregate = [&](V v) {
      if (v->kind != Kind::List) return;
      std::vector<std::string> names = fieldNames(v);
      for (std::size_t i = 0; i < v->kids.size(); ++i) {
        if (v->text && i < names.size()) fields_.add(global.type, {values_.str(names[i])}, v->kids[i], false);
        else aggregate(v->kids[i]);
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

V Machine::freeze(Frame& frame, V value, std::vector<V>* leaves) {
  if (!value->has_object && !(leaves && isOpen(value))) return value;
  std::unordered_map<V, V> done;  // objects are shared: each is taken once, and one inside itself ends there
  return frozen(frame, value, leaves, done, 0);
}

V Machine::frozen(Frame& frame, V value, std::vector<V>* leaves, std::unordered_map<V, V>& done, int depth) {
  if (!value->has_object && !(leaves && isOpen(value))) return value;
  if (depth > 8) return values_.unknown("object nested too deeply");
  return values_.rewrite(value, [&](V v) -> V {
    if (v->kind == Kind::Object || v->kind == Kind::Ref) {
      auto [known, is_new] = done.emplace(v, nullptr);
      if (!is_new) return known->second ? known->second : values_.unknown("structure that points at itself");
      V result = v->kind == Kind::Object ? frozenObject(frame, v, leaves, done, depth) : nullptr;
      if (v->kind == Kind::Ref) {
        V content = load(frame, v);
        result = content == v ? values_.unknown("structure that points at itself")
                              : values_.record(values_.str("&"), values_.str(""), {frozen(frame, content, leaves, done, depth + 1)});
      }
      if (result->weight > kMaxObjectWeight) {
        const Object* object = v->kind == Kind::Object ? objectOf(frame, v) : nullptr;
        result = object && object->class_symbol && program_.findClass(object->class_symbol)
                     ? instanceOf(object->class_symbol)
                     : values_.unknown("structure that is too large to be followed");
      }
      done[v] = result;
      return result;
    }
    if (leaves && isSymbol(v) && isOpen(v)) {
      leaves->push_back(v);
      return values_.symbol(Kind::Leaf, static_cast<std::uint32_t>(leaves->size() - 1));
    }
    return v->has_object || (leaves && isOpen(v)) ? nullptr : v;
  });
}

V Machine::frozenObject(Frame& frame, V v, std::vector<V>* leaves, std::unordered_map<V, V>& done, int depth) {
  const Object* object = objectOf(frame, v);
  if (!object) return values_.unknown("object out of reach");
  if (object->origin && !leaves && object->fields.empty()) return object->origin;
  // A cell without class is what is in it.
  if (!object->class_symbol && object->fields.size() == 1 && object->fields.begin()->first->empty())
    return frozen(frame, object->fields.begin()->second, leaves, done, depth + 1);
  std::string names;
  std::vector<V> kids;
  V base = object->base ? object->base : object->origin && isSymbol(object->origin) ? object->origin : nullptr;
  if (base) {
    names = "$base";
    kids.push_back(frozen(frame, base, leaves, done, depth + 1));
  }
  for (auto& [field, content] : object->fields) {
    if (content == v) continue;
    if (!names.empty()) names += '\n';
    names += *field;
    kids.push_back(frozen(frame, content, leaves, done, depth + 1));
  }
  return values_.record(object->class_symbol, values_.str(names), kids);
}

V Machine::thaw(Frame& frame, V value, V origin) {
  switch (value->kind) {
    case Kind::Record: {
      if (value->text && *value->text == "&") {  // a reference: a cell with its content
        V cell = newObject(frame, nullptr, nullptr, origin);
        V content = value->kids.empty() ? values_.null() : thaw(frame, value->kids[0], origin ? values_.member(origin, values_.empty()) : nullptr);
        edit(frame, cell->index).fields[values_.empty()] = content;
        if (origin) frame.initial_objects[cell->index] = *frame.state.objects[cell->index];
        return values_.ref(cell->index, values_.empty());
      }
      V base = recordField(value, values_.str("$base"));
      V object = newObject(frame, value->text, base, origin);
      std::vector<std::string> names = fieldNames(value);
      Object& made = edit(frame, object->index);
      for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] != "$base") made.fields[values_.str(names[i])] = value->kids[i];
      if (origin) frame.initial_objects[object->index] = *frame.state.objects[object->index];
      return object;
    }
    case Kind::List: {
      if (!value->text) return value;
      V object = newObject(frame, nullptr, nullptr, origin);
      std::vector<std::string> names = fieldNames(value);
      Object& made = edit(frame, object->index);
      made.class_symbol = values_.str("$aggregate");
      for (std::size_t i = 0; i < names.size(); ++i) {
        made.fields[values_.str(names[i])] = value->kids[i];
        made.fields[values_.str("[" + std::to_string(i) + "]")] = value->kids[i];
      }
      if (origin) frame.initial_objects[object->index] = *frame.state.objects[object->index];
      return object;
    }
    case Kind::Function: {
      std::vector<V> captures;
      for (std::size_t k = 0; k < value->kids.size(); ++k)
        captures.push_back(thaw(frame, value->kids[k], origin ? values_.member(origin, values_.str("$capture:" + std::to_string(k))) : nullptr));
      return values_.function(value->index, captures);
    }
    case Kind::Bound:
      return values_.bound(thaw(frame, value->kids[0], origin), thaw(frame, value->kids[1], nullptr));
    case Kind::OneOf: {
      std::vector<V> all;
      for (V kid : value->kids) all.push_back(thaw(frame, kid, nullptr));
      return values_.oneOf(all);
    }
    default:
      return value;
  }
}

void Machine::havoc(Frame& frame, V value, const std::string& reason) {
  if (value->kind == Kind::Ref) {
    V content = load(frame, value);
    if (content->kind == Kind::Object) return havoc(frame, content, reason);
    if (content->kind == Kind::Function) return;
    store(frame, value, values_.unknown(reason));
  } else if (value->kind == Kind::Object) {
    const Object* object = objectOf(frame, value);
    if (!object) return;
    // A statement keeps its text in foreign hands: losing it would hide what is executed later.
    if (object->fields.contains(text_field_) || object->fields.contains(table_field_)) return;
    if (object->class_symbol && program_.findClass(object->class_symbol) && program_.findClass(object->class_symbol)->has_definition) return;
    Object& edited = edit(frame, value->index);
    edited.fields.clear();
    edited.base = values_.unknown(reason);
  } else if (value->kind == Kind::OneOf) {
    for (V kid : value->kids) havoc(frame, kid, reason);
  } else if (isSymbol(value) && value->kind != Kind::This && value->kind != Kind::Global && !typeOf(*frame.function, value)) {
    frame.state.overlay[value] = values_.unknown(reason);
  }
}

}  // namespace touchgraph::linker
