#include "graph/link/machine.h"

#include <algorithm>

// The end of a body: what its caller and the rest of the program get to see.
namespace touchgraph::linker {

void Machine::finishUncalledLambdas(Frame& frame) {
  // A lambda that was made here and handed on to somewhere unknown still belongs to this body.
  auto lambdas = frame.uncalled_lambdas;
  for (auto& [id, value] : lambdas) {
    const Function& lambda = program_.function(id);
    if (!lambda.relevant || !frame.uncalled_lambdas.contains(id)) continue;
    bool live = frame.state.live;
    frame.state.live = true;
    callFunction(frame, kNone, lambda, value,
                 std::vector<V>(lambda.facts->params.size(), values_.unknown("argument of a stored lambda")), true);
    frame.state.live = live;
  }
}

std::vector<Str> Machine::queueFields() const {
  std::set<Str, ByText> names;
  for (auto& [owner, path] : executed_later_) names.insert(path.front());
  return {names.begin(), names.end()};
}

bool Machine::noteExecutedLater(const Function& function, V text) {
  bool is_new = false;
  // Only whole texts: a name that is put into a text is no statement.
  std::vector<V> symbols;
  for (V one : text->kind == Kind::OneOf ? text->kids : std::vector<V>{text})
    if (isSymbol(one)) symbols.push_back(one);
  for (V symbol : symbols) {
    // What a parameter holds is the caller's business.
    if (rootOf(symbol)->kind != Kind::This && rootOf(symbol)->kind != Kind::Global) continue;
    std::vector<Str> path;
    for (V step = symbol; step->kind == Kind::Member || step->kind == Kind::Element; step = step->kids[0]) {
      path.insert(path.begin(), step->kind == Kind::Element ? any_ : step->text);
      Str owner = typeOf(function, step->kids[0]);
      // Only what goes through a container: a plain field is its object's own state, and the object's methods are
      // charged.
      bool queue = std::find(path.begin(), path.end(), any_) != path.end();
      if (owner && queue && program_.findClass(owner)) is_new |= executed_later_.insert({owner, path}).second;
    }
    if (rootOf(symbol)->kind == Kind::Global && std::find(path.begin(), path.end(), any_) != path.end())
      path.insert(path.begin(), rootOf(symbol)->text),
          is_new |= executed_later_.insert({values_.str("$global"), path}).second;
  }
  return is_new;
}

void Machine::chargeQueued(Frame& frame) {
  if (executed_later_.empty()) return;
  for (auto& [symbol, value] : frame.state.overlay) {
    std::vector<Str> path;
    for (V step = symbol;; step = step->kids[0]) {
      bool global = step->kind == Kind::Global;
      if (global) path.insert(path.begin(), step->text);
      Str owner = global ? values_.str("$global") : typeOf(*frame.function, step);
      for (auto& [queue_owner, queue_path] : executed_later_) {
        if (!owner || path.empty() || path.size() > queue_path.size()) continue;
        if (owner != queue_owner && !program_.derivesFrom(owner, queue_owner)) continue;
        if (!std::equal(path.begin(), path.end(), queue_path.begin())) continue;
        V text = value;
        std::vector<V> added = text->kind == Kind::OneOf ? text->kids : std::vector<V>{text};
        for (V one : added) {
          if (one == symbol) continue;
          for (std::size_t i = path.size(); i < queue_path.size(); ++i)
            one = readField(frame, dereference(frame, one), queue_path[i]);
          one = flat(frame, one);
          if (one->kind == Kind::Unknown || (!one->has_text && !isOpen(one))) continue;
          Event event;
          event.text = one;
          event.function = frame.function->id;
          event.node = frame.function->facts->body;
          event.line = frame.function->facts->line;
          event.may = true;
          charge(frame, event.node, event);
          addEvent(frame, std::move(event));
        }
      }
      if (step->kind != Kind::Member && step->kind != Kind::Element) break;
      path.insert(path.begin(), step->kind == Kind::Element ? any_ : step->text);
    }
  }
}

void Machine::exportWrites(Frame& frame) {
  chargeQueued(frame);
  const FunctionFacts& facts = *frame.function->facts;
  auto visible = [&](V place) {
    V root = rootOf(place);
    if (root->kind == Kind::Param)
      return root->index < facts.params.size() && writesThrough(*frame.unit, facts.params[root->index]);
    return true;
  };
  auto add = [&](V place, V value) {
    // A specialised run tells its caller, who tells the program.
    if (frame.generic) record(frame, place, value);
    if (!visible(place)) return;
    V frozen = freeze(frame, value, nullptr);
    if (frozen == place) return;
    // `or what it was` is said by `may`, so that nothing refers to itself.
    bool may = false;
    if (frozen->kind == Kind::OneOf) {
      std::vector<V> others;
      for (V kid : frozen->kids)
        if (kid != place) others.push_back(kid);
      may = others.size() != frozen->kids.size();
      frozen = values_.oneOf(others);
    }
    frame.summary->writes.push_back({place, frozen, may});
  };
  for (auto& [symbol, value] : frame.state.overlay) {
    auto initial = frame.initial_overlay.find(symbol);
    if (initial != frame.initial_overlay.end() && initial->second == value) continue;
    add(symbol, value);
  }
  for (auto& [id, before] : frame.initial_objects) {
    if (id >= frame.state.objects.size() || !frame.state.objects[id]) continue;
    const Object& now = *frame.state.objects[id];
    for (auto& [field, value] : now.fields) {
      auto old = before.fields.find(field);
      if (old != before.fields.end() && old->second == value) continue;
      // A field that was only thawed is an object with the same origin; its own changes are listed under it.
      if (value->kind == Kind::Object &&
          frame.state.objects[value->index]->origin == values_.member(before.origin, field))
        continue;
      add(*field == "[]" ? values_.element(before.origin) : values_.member(before.origin, field), value);
    }
  }
  if (!frame.generic) return;
  // What objects of the program's own classes hold at the end is what their class is known to hold.
  for (std::uint32_t id = 0; id < frame.state.objects.size(); ++id) {
    auto object = frame.state.objects[id];
    if (!object || !object->class_symbol || object->origin || !program_.findClass(object->class_symbol)) continue;
    for (auto& [field, value] : object->fields) record(frame, values_.ref(id, field), value);
  }
}

}  // namespace touchgraph::linker
