#include "graph/link/machine.h"

#include <algorithm>
#include <utility>

// Containers of the standard library and Qt: what is put in comes out again.
namespace touchgraph::linker {

namespace {

/// What is seen of an entry of a map: its key and its place.
bool isPair(V value) {
  return value->kind == Kind::List && value->text && *value->text == "first,second" && value->kids.size() == 2;
}

/// A map of the standard library or one like it: what its iterators point at are pairs. Qt's point at the values.
bool isMapClass(const std::string& name) {
  const std::size_t colon = name.rfind("::");
  return colon != std::string::npos && name.find("map", colon) != std::string::npos;
}

bool isMapIterator(const std::string& name) {
  return name.find("_Rb_tree_") != std::string::npos || name.find("::_Node_") != std::string::npos ||
         name.find("map_iterator") != std::string::npos || name.find("map_const_iterator") != std::string::npos;
}

}  // namespace

bool Machine::pointsAtPairs(const UnitView& unit, const Callee& callee) const {
  Str of = unit.str(callee.class_symbol);
  if (!of) return false;
  const std::string name = nameOfClassSymbol(*of);
  if (isMapClass(name)) return true;
  if (!isMapIterator(name)) return false;
  for (Id i = 0; i < callee.template_argument_count; ++i)
    if (unit.str(unit.facts->kids[callee.first_template_argument + i])->starts_with("c:@N@std@S@pair>")) return true;
  return false;
}

bool Machine::isMap(Str class_symbol) const {
  return class_symbol && isMapClass(nameOfClassSymbol(*class_symbol));
}

std::vector<V> Machine::pairsIn(Frame& frame, V list, V key) {
  const Str names = values_.str("first,second");
  const bool key_known = key && (key->kind == Kind::Literal || key->kind == Kind::Number);
  std::vector<V> matching, all;
  for (V kid : list->kids) {
    V pair = kid->kind == Kind::Object ? freeze(frame, kid, nullptr) : kid;
    if ((pair->kind != Kind::List && pair->kind != Kind::Record) || pair->kids.size() < 2) return {};
    V first = recordField(pair, values_.str("first")), second = recordField(pair, values_.str("second"));
    if (!first || !second) first = pair->kids[0], second = pair->kids[1];
    all.push_back(values_.list({first, second}, names));
    if (key_known && first->kind == key->kind && first->text == key->text) matching.push_back(all.back());
  }
  return matching.empty() ? all : matching;
}

V Machine::entriesOf(Frame& frame, V at, V key) {
  V container = dereference(frame, at->kind == Kind::Ref || isSymbol(at) ? load(frame, at) : at);
  if (isPair(container)) return container;
  Nested nested(nesting_);
  if (nested.tooDeep()) return values_.unknown("structure that points at itself");
  const Str names = values_.str("first,second");
  V any_key = key ? key : values_.unknown("key of a map");
  if (container->kind == Kind::OneOf) {
    std::vector<V> all;
    for (V one : container->kids)
      if (one != at && one->kind != Kind::Null && one->kind != Kind::Unknown) all.push_back(entriesOf(frame, one, key));
    return all.empty() ? container : values_.oneOf(all);
  }
  if (container->kind == Kind::List && !container->text) {  // made from a list of pairs
    std::vector<V> pairs = pairsIn(frame, container, key);
    return pairs.empty() ? container : values_.oneOf(pairs);
  }
  if (container->kind != Kind::Object && !isSymbol(container)) return container;
  V place = elementPlace(frame, at->kind == Kind::Ref || isSymbol(at) ? at : container, key);
  return place ? values_.list({any_key, place}, names) : container;
}

V Machine::applyContainer(CallSiteView& call, const ModelRow& row) {
  Frame& frame = *call.frame;
  passed(call);
  V at = slotPlace(call, row.statement ? row.statement : kReceiver);
  if (!at) return values_.unknown("element");
  if (row.role == Role::Insert) {
    V index = row.index ? slotValue(call, row.index) : nullptr;
    V value = row.value ? slotPlace(call, row.value) : nullptr;
    if (row.index && row.value && row.index.kind == row.value.kind && row.index.index == row.value.index && index) {
      V pair = dereference(frame, index);
      index = readField(frame, pair, values_.str("first"));
      value = readField(frame, pair, values_.str("second"));
    }
    if (!row.value && row.bind_from >= 0) {
      std::vector<V> arguments(
          call.values.begin() +
              std::min<std::ptrdiff_t>(row.bind_from, static_cast<std::ptrdiff_t>(call.values.size())),
          call.values.end());
      if (row.each) {  // both given as tuples
        if (V key = index ? dereference(frame, index) : nullptr; key && key->kind == Kind::List && !key->kids.empty())
          index = key->kids[0];
        if (V tuple = arguments.empty() ? nullptr : dereference(frame, arguments[0]);
            tuple && tuple->kind == Kind::List)
          arguments = tuple->kids;
      }
      Str made = call.callee->template_argument_count ? elementClass(frame, *call.callee) : nullptr;
      V built = made ? constructLibrary(call, made, arguments) : nullptr;
      if (!built && made && program_.constructor(made, arguments.size()))
        built = construct(frame, call.node_id, made, arguments);
      value = built ? built : arguments.size() == 1 ? arguments[0] : values_.list(arguments);
    }
    if (!value) return at;
    V plain = value->kind == Kind::Ref ? dereference(frame, value) : value;
    if (row.each && row.value) {
      std::vector<V> elements = plain->kind == Kind::List ? plain->kids : std::vector<V>{elementsOf(frame, plain)};
      for (V element : elements) store(frame, fieldPlace(frame, at, any_), element, true);
      return at;
    }
    if (index) {
      index = text(frame, index);
      V place = elementPlace(frame, at, index);
      if (!place) return at;
      const bool exact = index->kind == Kind::Literal || index->kind == Kind::Number || isElementAt(place);
      store(frame, place, plain, !exact);
      // A pair of an iterator and whether it was new.
      const Str names = values_.str("first,second");
      V entry = values_.list({index, place}, names);
      return pointsAtPairs(*frame.unit, *call.callee)
                 ? values_.list({entry, values_.unknown("whether it was new")}, names)
                 : at;
    }
    // At the end: counted while the number of elements is known.
    V size_place = fieldPlace(frame, at, values_.str("$size"));
    V size = size_place ? load(frame, size_place) : nullptr;
    V container = at->kind == Kind::Ref ? load(frame, at) : at;
    if (size && isNotSet(size) && container->kind == Kind::Object) {
      auto object = frame.state.objects[container->index];
      bool empty =
          std::none_of(object->fields.begin(), object->fields.end(), [](auto& f) { return f.first->starts_with("["); });
      if (empty && !object->base && !object->origin) size = values_.number("0");
    }
    if (size && size->kind == Kind::Number && !isSymbol(at)) {
      V place = fieldPlace(frame, at, values_.str("[" + *size->text + "]"));
      if (place) store(frame, place, plain);
      store(frame, size_place, values_.number(std::atoll(size->text->c_str()) + 1));
    } else {
      if (V place = fieldPlace(frame, at, any_)) store(frame, place, plain, true);
    }
    return at;
  }
  // Element
  V index = row.index ? slotValue(call, row.index) : nullptr;
  if ((row.iterator || !row.index) && pointsAtPairs(*frame.unit, *call.callee)) {
    V key = index ? text(frame, index) : nullptr;
    return entriesOf(frame, at, key && isSymbol(key) && !isOpen(key) ? known(frame, key) : key);
  }
  if (row.template_index >= 0) {
    Id position = static_cast<Id>(row.template_index);
    if (position < call.callee->template_argument_count)
      index =
          values_.number(*frame.unit->str(frame.unit->facts->kids[call.callee->first_template_argument + position]));
  }
  if (index && !row.iterator) {
    V chosen = currentValue(frame, index);
    V holder = dereference(frame, at->kind == Kind::Ref || isSymbol(at) ? load(frame, at) : at);
    if (isSymbol(holder) && (isOpen(holder) || isInstance(rootOf(holder))))
      if (V place = elementPlace(frame, at, chosen); isElementAt(place)) return place;
  }
  if (index) index = text(frame, index);
  if (index && isSymbol(index)) index = known(frame, index);
  V container = at->kind == Kind::Ref || isSymbol(at) ? load(frame, at) : at;
  container = dereference(frame, container);
  if (isSymbol(container) && !isOpen(container)) container = known(frame, container);
  if (container->kind == Kind::List && !container->text && !container->kids.empty()) {
    const std::string& name = frame.unit->facts->str(call.callee->name);
    bool is_map = name.find("map") != std::string::npos || name.find("Map") != std::string::npos ||
                  name.find("Hash") != std::string::npos;
    std::vector<V> values;
    if (is_map)
      for (V pair : pairsIn(frame, container, index)) values.push_back(pair->kids[1]);
    if (!values.empty()) return values_.oneOf(values);
  }
  if (row.iterator) return readElement(frame, container, index);
  bool is_container = container->kind == Kind::List || isSymbol(container) || container->kind == Kind::OneOf ||
                      container->kind == Kind::Unknown;
  if (container->kind == Kind::Object) {
    auto object = frame.state.objects[container->index];
    is_container =
        object->base ||
        std::any_of(object->fields.begin(), object->fields.end(), [](auto& f) { return f.first->starts_with("["); }) ||
        (object->class_symbol && !program_.findClass(object->class_symbol));
    if (object->fields.contains(text_field_)) is_container = false;
  }
  if (!is_container) return container;  // an iterator that already is its element
  bool exact = index && (index->kind == Kind::Number || index->kind == Kind::Literal);
  if (V place = elementPlace(frame, at, index); place && (exact || place->kind != Kind::Ref)) {
    // As a place, so that it can be assigned to: map["k"] = statement.
    if (place->kind == Kind::Ref || isSymbol(place)) return place;
  }
  return readElement(frame, container, index);
}

Str Machine::elementClass(Frame& frame, const Callee& callee) {
  // The class's own arguments come last: the element, or the mapped value, before comparators and allocators.
  Str element = nullptr;
  for (Id i = 0; i < callee.template_argument_count; ++i) {
    Str argument = frame.unit->str(frame.unit->facts->kids[callee.first_template_argument + i]);
    std::string name = nameOfClassSymbol(*argument);
    if (name == "std::allocator" || name == "std::less" || name == "std::hash" || name == "std::equal_to" ||
        name == "std::char_traits")
      continue;
    std::size_t colon = name.rfind("::");
    if (program_.findClass(argument) ||
        !program_.modelsByName(name + "::" + (colon == std::string::npos ? name : name.substr(colon + 2))).empty())
      element = argument;
  }
  return element;
}

}  // namespace touchgraph::linker
