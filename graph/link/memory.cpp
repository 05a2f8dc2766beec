#include "graph/link/machine.h"

#include <algorithm>

// Places and what is in them: objects, symbols, and the values that the program assigns anywhere.
namespace touchgraph::linker {

namespace {

bool isUnder(const std::vector<V>& stack, V value) {
  return std::find(stack.begin(), stack.end(), value) != stack.end();
}

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

/// "[3]", "[name]", "[]" when it is not known which; for an enumerator with its name, see plainElement().
std::string elementName(V index) {
  if (!index || (index->kind != Kind::Number && index->kind != Kind::Literal)) return "[]";
  return "[" + *index->text + (index->kind == Kind::Number && index->extra ? "\t" + *index->extra : "") + "]";
}

}  // namespace

V Machine::loadSymbol(Frame& frame, V symbol) {
  auto written = frame.state.overlay.find(symbol);
  if (written != frame.state.overlay.end()) return written->second;
  if (symbol->kind != Kind::Member && symbol->kind != Kind::Element && symbol->kind != Kind::Global) return symbol;
  Nested nested(nesting_);
  if (nested.tooDeep()) return values_.unknown("structure that points at itself");
  if (isUnder(loading_, symbol)) return symbol;
  // Places that may be one another's make one look-up ask for the same parts again and again.
  if (loading_.empty()) loaded_.clear();
  if (auto known = loaded_.find(symbol); known != loaded_.end()) return known->second;
  Under under(loading_, symbol);
  V value = loadPart(frame, symbol);
  loaded_[symbol] = value;
  return value;
}

V Machine::loadPart(Frame& frame, V symbol) {
  if (symbol->kind == Kind::Member || symbol->kind == Kind::Element) {
    V base = loadSymbol(frame, symbol->kids[0]);
    if (base == symbol->kids[0]) return symbol;
    auto part_of = [&](V whole) {
      if (symbol->kind == Kind::Member) return readField(frame, whole, symbol->text);
      if (!isElementAt(symbol)) return elementsOf(frame, whole);
      return whole->kind == Kind::List ? symbol : readElement(frame, whole, symbol->kids[1]);
    };
    if (base->kind != Kind::OneOf ||
        std::find(base->kids.begin(), base->kids.end(), symbol->kids[0]) == base->kids.end())
      return part_of(base);
    // "Or what it was": of that, the part is what it was too.
    std::vector<V> all;
    for (V kid : base->kids)
      if (kid->kind != Kind::Null) all.push_back(kid == symbol->kids[0] ? symbol : part_of(kid));
    return values_.oneOf(all);
  }
  if (symbol->kind == Kind::Global) return globalValue(frame, symbol->text);
  return symbol;
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

V Machine::currentValue(Frame& frame, V value) {
  value = dereference(frame, value);
  return isSymbol(value) ? loadSymbol(frame, value) : value;
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
      auto whole = [](V v) {
        return v->kind == Kind::Object || v->kind == Kind::Record || (v->kind == Kind::List && v->text);
      };
      if (V old = weak ? load(frame, place) : nullptr; old && whole(old) && !whole(value) && value->kind != Kind::Null)
        return forgetScalars(frame, place, "changed in part");  // some part of the object, written by a pointer into it
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
        for (auto& [field, v] : source->fields)
          object.fields[field] = weak && object.fields.contains(field) ? values_.join(object.fields[field], v) : v;
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
      bool join = weak || (place->kind == Kind::Element && (!isElementAt(place) || place->kids[1] == some_index_));
      if (join) value = values_.join(written != frame.state.overlay.end() ? written->second : place, value);
      frame.state.overlay[place] = value;
      return;
    }
  }
}

V Machine::fieldPlace(Frame& frame, V base, Str field) {
  Nested nested(nesting_);
  if (nested.tooDeep()) return nullptr;
  if (base->kind == Kind::Object) return fieldOfObject(frame, base, field);
  if (isUnder(placing_, base)) return isSymbol(base) ? values_.member(base, field) : nullptr;
  // On the way to one place the field asked for is always the same.
  if (placing_.empty()) placed_.clear();
  if (auto known = placed_.find(base); known != placed_.end()) return known->second;
  Under under(placing_, base);
  V at = fieldPart(frame, base, field);
  placed_[base] = at;
  return at;
}

V Machine::fieldOfObject(Frame& frame, V base, Str field) {
  const Object* object = objectIn(frame.state, base);
  // A cell stands for what is in it.
  if (object && !object->class_symbol && !object->base) {
    auto content = object->fields.find(values_.empty());
    if (content != object->fields.end() && content->second != base && !field->empty())
      return fieldPlace(frame, content->second, field);
  }
  return values_.ref(base->index, plainElement(values_, field));
}

V Machine::fieldPart(Frame& frame, V base, Str field) {
  switch (base->kind) {
    case Kind::Ref: {
      V content = load(frame, base);
      if (content->kind == Kind::Object || content->kind == Kind::Ref || isSymbol(content) ||
          content->kind == Kind::OneOf)
        return fieldPlace(frame, content, field);
      V object =
          content->kind == Kind::Record || (content->kind == Kind::List && content->text)
              ? thaw(frame, content, nullptr)
              : newObject(frame, nullptr, content->kind == Kind::Unknown && !isNotSet(content) ? content : nullptr);
      if (content->kind == Kind::List && !content->text) {
        Object& made = edit(frame, object->index);
        for (std::size_t k = 0; k < content->kids.size(); ++k)
          made.fields[values_.str("[" + std::to_string(k) + "]")] = content->kids[k];
      }
      if (object->kind != Kind::Object) return nullptr;
      edit(frame, base->index).fields[base->text] = object;
      return values_.ref(object->index, plainElement(values_, field));
    }
    case Kind::OneOf: {
      std::vector<V> all;
      for (V kid : base->kids) {
        const bool elsewhere = kid->kind == Kind::Unknown && *kid->text == kOffset;
        if (V inner = elsewhere ? kid : fieldPlace(frame, kid, field)) all.push_back(inner);
      }
      return all.empty() ? nullptr : values_.oneOf(all);
    }
    case Kind::Record:
    case Kind::List: {
      // A pair of a key and a place, as a map's iterator points at: the place itself.
      if (V inside = base->kind == Kind::List && base->text ? recordField(base, field) : nullptr;
          inside && (inside->kind == Kind::Ref || isSymbol(inside)))
        return inside;
      V object = thaw(frame, base, nullptr);
      return object->kind == Kind::Object ? values_.ref(object->index, plainElement(values_, field)) : nullptr;
    }
    default:
      if (!isSymbol(base)) return nullptr;
      V now = loadSymbol(frame, base);
      if (now != base && !isSymbol(now)) {
        if (now->kind == Kind::Object || now->kind == Kind::Ref || now->kind == Kind::OneOf)
          return fieldPlace(frame, now, field);
        if (now->kind == Kind::Record || (now->kind == Kind::List && now->text)) {
          V object = thaw(frame, now, base);
          if (object->kind == Kind::Object) {
            frame.state.overlay[base] = object;
            return values_.ref(object->index, plainElement(values_, field));
          }
        }
      } else if (now != base) {
        base = now;
      }
      return *field == "[]" ? values_.element(base) : values_.member(base, field);
  }
}

V Machine::pickedBy(V index) const {
  if (!index) return nullptr;
  if (isSymbol(index)) return isOpen(index) ? index : some_index_;
  // Not every element in turn, as by a counter, but one that is picked in a way that is not followed.
  if (index->kind == Kind::Concat) return some_index_;
  return index->kind == Kind::Unknown && *index->text != kCounter ? some_index_ : nullptr;
}

V Machine::elementPlace(Frame& frame, V base, V index) {
  V at = fieldPlace(frame, base, values_.str(elementName(index)));
  if (!at || !index) return at;
  V open = pickedBy(index);
  if (!open) return at;
  auto picked = [&](V one) {
    return one->kind == Kind::Element && !isElementAt(one) ? values_.element(one->kids[0], open) : one;
  };
  if (at->kind != Kind::OneOf) return picked(at);
  std::vector<V> all;
  for (V kid : at->kids) all.push_back(picked(kid));
  return values_.oneOf(all);
}

V Machine::readField(Frame& frame, V base, Str field) {
  Nested nested(nesting_);
  if (nested.tooDeep()) return values_.unknown("structure that points at itself");
  if (base->kind == Kind::Ref || base->kind == Kind::OneOf) {
    if (isUnder(reading_, base)) return values_.unknown("structure that points at itself");
  }
  Under under(reading_, base);
  if (!isSymbol(base) && base->kind != Kind::OneOf && base->kind != Kind::Ref) field = plainElement(values_, field);
  switch (base->kind) {
    case Kind::Object: {
      const Object* object = objectIn(frame.state, base);
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
        if (content != object->fields.end() && content->second != base) {
          const auto any = field->starts_with("[") ? object->fields.find(any_) : object->fields.end();
          V some = any != object->fields.end() ? any->second : nullptr;
          V value = readField(frame, content->second, field);
          return some ? values_.join(value, some) : value;
        }
      }
      if (field->starts_with("[")) {
        std::vector<V> all;
        for (auto& [name, value] : object->fields)
          if (name->starts_with("[") && (*field == "[]" || *name == "[]")) all.push_back(value);
        if (!all.empty()) return values_.oneOf(all);
      }
      if (object->base) {
        if (isSymbol(object->base))
          return loadSymbol(frame,
                            *field == "[]" ? values_.element(object->base) : values_.member(object->base, field));
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
      return values_.unknown(kNotSet);
    }
    case Kind::Ref:
      return readField(frame, load(frame, base), field);
    case Kind::Record:
    case Kind::List:
      if (base->kind == Kind::List && !base->text) {
        if (!field->starts_with("[") || base->kids.empty()) return values_.unknown("element of a list");
        std::string inside = field->substr(1, field->size() - 2);
        bool number = !inside.empty() && inside.size() < 9 &&
                      std::all_of(inside.begin(), inside.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (!number) return values_.oneOf(base->kids);
        std::size_t k = std::stoul(inside);
        return k < base->kids.size() ? base->kids[k] : values_.unknown("element past the end");
      }
      if (V value = recordField(base, field)) return value;
      if (field->starts_with("[")) {
        if (base->kind == Kind::List) {  // pairs and tuples: elements by position
          std::string inside = field->substr(1, field->size() - 2);
          if (inside.size() == 1 && inside[0] >= '0' && static_cast<std::size_t>(inside[0] - '0') < base->kids.size())
            return base->kids[static_cast<std::size_t>(inside[0] - '0')];
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
      if (isSymbol(base))
        return loadSymbol(frame, *field == "[]" ? values_.element(base) : values_.member(base, field));
      return values_.unknown("field of a value that is no object");
  }
}

V Machine::readElement(Frame& frame, V base, V index) {
  if (isSymbol(base))
    if (V open = pickedBy(index)) return loadSymbol(frame, values_.element(base, open));
  if (index && base->kind == Kind::OneOf) {
    std::vector<V> all;
    for (V one : base->kids)
      if (one->kind != Kind::Null) all.push_back(readElement(frame, one, index));
    return values_.oneOf(all);
  }
  if (index && index->kind == Kind::OneOf) {
    std::vector<V> all;
    for (V one : index->kids) all.push_back(readElement(frame, base, one));
    return values_.oneOf(all);
  }
  return readField(frame, base, values_.str(elementName(index)));
}

V Machine::elementsOf(Frame& frame, V base) {
  base = dereference(frame, base);
  if (base->kind == Kind::List && base->kids.empty()) return values_.unknown("element of an empty list");
  if (base->kind == Kind::Unknown) return values_.unknown("element of " + *base->text);
  // The rows of a result are read from the statement itself.
  if (const Object* object = base->kind == Kind::Object ? objectIn(frame.state, base) : nullptr;
      object && object->fields.contains(text_field_))
    return base;
  return readField(frame, base, any_);
}

V Machine::objectAt(Frame& frame, V place) {
  Nested nested(nesting_);
  if (nested.tooDeep()) return values_.unknown("structure that points at itself");
  V value = isSymbol(place) || place->kind == Kind::Ref ? load(frame, place) : place;
  switch (value->kind) {
    case Kind::Object: {
      const Object* object = objectIn(frame.state, value);
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
        if (kid->kind != Kind::Null && kid->kind != Kind::Unknown)
          all.push_back(kid->kind == Kind::Ref      ? objectAt(frame, kid)
                        : kid->kind == Kind::Record ? thaw(frame, kid, nullptr)
                                                    : kid);
      return all.empty() ? value : values_.oneOf(all);
    }
    case Kind::Record: {
      V object = thaw(frame, value, isSymbol(place) ? place : nullptr);
      if (isSymbol(place))
        frame.state.overlay[place] = object;
      else if (place->kind == Kind::Ref)
        edit(frame, place->index).fields[place->text] = object;
      return object;
    }
    case Kind::Null:
    case Kind::Unknown: {
      if (value->kind == Kind::Unknown && !isNotSet(value)) return value;
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

}  // namespace touchgraph::linker
