#include "graph/link/machine.h"

#include <algorithm>

// Objects out of their State and back into one: how values travel between bodies.
namespace touchgraph::linker {

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
                              : values_.record(values_.str("&"), values_.str(""),
                                               {frozen(frame, content, leaves, done, depth + 1)});
      }
      if (result->weight > kMaxObjectWeight) {
        const Object* object = v->kind == Kind::Object ? objectIn(frame.state, v) : nullptr;
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
  const Object* object = objectIn(frame.state, v);
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

V Machine::flat(Frame& frame, V value) {
  if (!value->has_object && value->kind != Kind::Record) return value;
  Nested nested(nesting_);
  if (nested.tooDeep()) return values_.unknown("structure that points at itself");
  // Each object is taken once; one inside itself ends there.
  if (flattening_++ == 0) flattened_.clear();
  V plain = flattened(frame, value);
  --flattening_;
  return plain;
}

V Machine::flattened(Frame& frame, V value) {
  return values_.rewrite(value, [&](V v) -> V {
    if (v->kind != Kind::Ref && v->kind != Kind::Object) return nullptr;
    auto [known, is_new] = flattened_.emplace(v, nullptr);
    if (!is_new) return known->second ? known->second : values_.unknown("structure that points at itself");
    V plain = v->kind == Kind::Ref ? flatReference(frame, v) : flatObject(frame, v);
    flattened_[v] = plain;
    return plain;
  });
}

V Machine::flatReference(Frame& frame, V reference) {
  V content = dereference(frame, reference);
  return content->kind == Kind::Ref ? values_.unknown("reference") : flat(frame, content);
}

V Machine::flatObject(Frame& frame, V v) {
  const Object* object = v->index < frame.state.objects.size() ? frame.state.objects[v->index] : nullptr;
  if (object && !object->class_symbol) {
    auto content = object->fields.find(values_.empty());
    if (content != object->fields.end() && content->second != v) return flat(frame, content->second);
  }
  if (object && object->fields.empty() && object->base && isSymbol(object->base)) return object->base;
  return values_.unknown("object");
}

V Machine::thaw(Frame& frame, V value, V origin) {
  switch (value->kind) {
    case Kind::Record: {
      if (isFrozenReference(value)) {  // a reference: a cell with its content
        V cell = newObject(frame, nullptr, nullptr, origin);
        V content = value->kids.empty()
                        ? values_.null()
                        : thaw(frame, value->kids[0], origin ? values_.member(origin, values_.empty()) : nullptr);
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
        captures.push_back(
            thaw(frame, value->kids[k],
                 origin ? values_.member(origin, values_.str("$capture:" + std::to_string(k))) : nullptr));
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

}  // namespace touchgraph::linker
