#include "graph/link/machine.h"

#include <algorithm>
#include <utility>

// The end of a body: what its caller and the rest of the program get to see.
namespace touchgraph::linker {

namespace {

constexpr const char* kOtherKind = "what is queued is of another kind";
constexpr const char* kNotKnownWhich = "which statement is put into the queue is not known";
constexpr std::size_t kMaxElements = 32;  // written to one container, before callers need not know each of them

/// A registry that is filled with hundreds of statements: callers that only reach it from outside ask the program what
/// is in it, as they would for any field.
void markBulk(std::vector<Write>& writes) {
  std::unordered_map<V, std::size_t> elements;
  auto container = [](const Write& write) -> V {
    const V at = write.place;
    const bool element = at->kind == Kind::Element || (at->kind == Kind::Member && at->text->starts_with("["));
    return element ? at->kids[0] : nullptr;
  };
  for (const Write& write : writes)
    if (V of = container(write)) ++elements[of];
  for (Write& write : writes)
    if (V of = container(write)) write.bulk = elements[of] > kMaxElements;
}

}  // namespace

bool Machine::isNeverUsed(const Frame& frame, FunctionId lambda) const {
  // `auto f = […] { … };` in a variable that nothing else in the body looks at, but to discard it.
  Id slot = kNone;
  std::size_t uses = 0;
  std::function<void(Id, bool)> visit = [&](Id id, bool discarded) {
    const Node& node = frame.unit->node(id);
    if (node.op == Op::Declare && node.kid_count == 1) {
      const Node& value = frame.unit->node(frame.unit->kid(node, 0));
      if (value.op == Op::Lambda && program_.lambda(frame.unit, value.a) == lambda) slot = node.a;
    }
    if (node.op == Op::Local && node.a == slot && slot != kNone && !discarded) ++uses;
    for (Id k = 0; k < node.kid_count; ++k) visit(frame.unit->kid(node, k), node.op == Op::Block);
  };
  visit(frame.function->facts->body, false);
  return slot != kNone && uses == 0;
}

void Machine::finishUncalledLambdas(Frame& frame) {
  // A lambda that was made here and handed on to somewhere unknown still belongs to this body.
  auto lambdas = frame.uncalled_lambdas;
  for (auto& [id, value] : lambdas) {
    const Function& lambda = program_.function(id);
    if (!lambda.relevant || !frame.uncalled_lambdas.contains(id) || isNeverUsed(frame, id)) continue;
    bool live = frame.state.live;
    frame.state.live = true;
    callFunction(frame, kNone, lambda, value,
                 std::vector<V>(lambda.facts->params.size(), values_.unknown("argument of a stored lambda")), true);
    frame.state.live = live;
  }
}

std::vector<Str> Machine::queueFields() const {
  std::set<Str, ByText> names;
  for (const ExecutedLater& later : executed_later_) {
    names.insert(later.path.front());
    if (later.path.front() != any_) continue;
    for (Str name : program_.fieldsOfType(later.owner)) names.insert(name);
  }
  return {names.begin(), names.end()};
}

bool Machine::noteExecutedLater(const Function& function, const Event& event) {
  const V text = event.text;
  bool is_new = false;
  if (event.queued) return false;
  // Only whole texts: a name that is put into a text is no statement. An index that picks one comes from its own place.
  std::vector<std::pair<V, V>> symbols;  // where it comes from, the text
  for (V one : text->kind == Kind::OneOf ? text->kids : std::vector<V>{text})
    if (isSymbol(one)) symbols.emplace_back(one, one);
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    auto [symbol, whole] = symbols[i];
    ExecutedLater later;
    later.worker = function.id;
    later.text = whole;
    later.event = event;
    bool queue = false;
    for (V step = symbol; step->kind == Kind::Member || step->kind == Kind::Element; step = step->kids[0]) {
      // An element that is picked by a number is of a table, not of a queue: the number is what comes from elsewhere.
      if (isElementAt(step)) {
        symbols.emplace_back(step->kids[1], whole);
        queue = false;
        break;
      }
      later.path.insert(later.path.begin(), step->kind == Kind::Element ? any_ : step->text);
      later.places.insert(later.places.begin(), step);
      // Only what goes through a container: a plain field is its object's own state, and the object's methods are
      // charged.
      queue |= step->kind == Kind::Element;
      // What a parameter holds is the caller's business.
      V root = rootOf(step);
      if (!queue || (root->kind != Kind::This && root->kind != Kind::Global)) continue;
      later.owner = typeOf(function, step->kids[0]);
      // A container of the library that is only pointed at belongs to somebody else, who is known by its type.
      bool shared = later.owner && step->kids[0]->kind == Kind::Member && program_.elementType(later.owner) &&
                    program_.findClass(program_.elementType(later.owner)) &&
                    program_.isPointer(typeOf(function, step->kids[0]->kids[0]), step->kids[0]->text);
      if (later.owner && (shared || program_.findClass(later.owner))) is_new |= executed_later_.insert(later).second;
    }
    if (V root = rootOf(symbol); queue && root->kind == Kind::Global && !isInstance(root)) {
      later.owner = values_.str("$global");
      later.path.insert(later.path.begin(), root->text);
      later.places.insert(later.places.begin(), root);
      is_new |= executed_later_.insert(later).second;
    }
  }
  return is_new;
}

V Machine::executedWith(Frame& frame, const Function& worker, V text, V place, V queued, bool as_index) {
  if (text == place) return queued;
  if (text->kind == Kind::Member || text->kind == Kind::Element) {
    V base = dereference(frame, executedWith(frame, worker, text->kids[0], place, queued, as_index));
    // Nothing is in there yet.
    if (isNotSet(base) && text->kids[0]->kind == Kind::Element) return values_.unknown(kOtherKind);
    if (base->kind == Kind::Null || isNotSet(base)) {
      // The worker sets what the queued object does not have yet, its connection: some object of that class.
      Str type = as_index ? nullptr : typeOf(worker, text->kids[0]);
      if (!type || !program_.findClass(type)) return values_.unknown(kOtherKind);
      base = instanceOf(type);
    } else if (base->kind == Kind::Unknown) {
      return values_.unknown(kOtherKind);
    }
    if (text->kind == Kind::Member) return readField(frame, base, text->text);
    if (!isElementAt(text)) return elementsOf(frame, base);
    V index = dereference(frame, executedWith(frame, worker, text->kids[1], place, queued, true));
    if (isSymbol(index) && !isOpen(index)) return values_.unknown(kNotKnownWhich);
    return index->kind == Kind::Unknown ? values_.unknown(kOtherKind) : readElement(frame, base, index);
  }
  if (!isOpen(text)) return text;
  Str type = typeOf(worker, text);
  return type ? instanceOf(type) : values_.unknown("value of another call");
}

void Machine::callQueued(Frame& frame, V queued) {
  // What the worker calls with the result belongs to whoever named it. (A lambda does anyway.)
  std::set<V, BySerial> seen;
  std::function<void(V)> visit = [&](V value) {
    if (!seen.insert(value).second) return;
    if (value->kind == Kind::Function && !program_.function(value->index).facts->is_lambda) {
      const Function& target = program_.function(value->index);
      const auto& events = frame.summary->events;
      const bool called = std::any_of(events.begin(), events.end(), [&](const Event& event) {
        return event.function == target.id ||
               std::find(event.via.begin(), event.via.end(), target.id) != event.via.end();
      });
      if (!target.relevant || called) return;
      const bool live = std::exchange(frame.state.live, true);
      callValue(frame, frame.function->facts->body, value,
                std::vector<V>(target.facts->params.size(), values_.unknown("argument given by a worker")), true);
      frame.state.live = live;
    } else if (value->kind == Kind::Object && objectIn(frame.state, value)) {
      const auto fields = objectIn(frame.state, value)->fields;
      for (const auto& [field, content] : fields) visit(content);
    } else if (value->kind == Kind::Record || value->kind == Kind::List || value->kind == Kind::OneOf) {
      for (V kid : value->kids) visit(kid);
    }
  };
  visit(queued);
}

void Machine::chargeQueued(Frame& frame) {
  if (executed_later_.empty()) return;
  const std::map<V, V, BySerial> written = frame.state.overlay;  // reading can thaw, and so write
  for (auto& [symbol, value] : written) {
    // Seen from each object that the place is part of, and from the global variable it is in.
    std::vector<Str> path;
    for (V step = symbol;; step = step->kids[0]) {
      // Whoever puts a text into an object was charged when the object's own method took it.
      const bool taken = step->kind == Kind::Global;
      chargeQueuedAt(frame, symbol, value, typeOf(*frame.function, step), path, !taken);
      if (taken) {
        path.insert(path.begin(), step->text);
        chargeQueuedAt(frame, symbol, value, values_.str("$global"), path, true);
      }
      if (step->kind != Kind::Member && step->kind != Kind::Element) break;
      path.insert(path.begin(), step->kind == Kind::Element ? any_ : step->text);
    }
  }
}

void Machine::chargeQueuedAt(Frame& frame, V symbol, V value, Str owner, const std::vector<Str>& path, bool texts) {
  if (!owner || path.empty()) return;
  // The queue itself changes hands: nothing is put in.
  const bool whole_queue = std::find(path.begin(), path.end(), any_) == path.end();
  for (const ExecutedLater& later : executed_later_) {
    if (later.worker == frame.function->id) continue;  // it works on what it took
    if (path.size() > later.path.size() || !std::equal(path.begin(), path.end(), later.path.begin())) continue;
    if (owner != later.owner && !program_.derivesFrom(owner, later.owner)) continue;
    for (V one : value->kind == Kind::OneOf ? value->kids : std::vector<V>{value}) {
      if (one == symbol || (whole_queue && isSymbol(one))) continue;
      callQueued(frame, one);
      if (!texts) continue;
      V text = flat(frame, executedWith(frame, program_.function(later.worker), later.text,
                                        later.places[path.size() - 1], one, false));
      if (text->kind == Kind::Unknown && *text->text != kNotKnownWhich) continue;
      if (text->kind != Kind::Unknown && (!text->has_text && !isSymbol(text) && !isOpen(text))) continue;
      charged_later_.insert({later.worker, later.event.text});
      // Whom this body called to put it there may have said so already.
      const auto& events = frame.summary->events;
      if (std::any_of(events.begin(), events.end(), [&](const Event& old) {
            return old.text == text && old.function == later.event.function && old.node == later.event.node;
          }))
        continue;
      Event event = later.event;
      event.text = text;
      event.binds.clear();
      event.statement = nullptr;
      event.via.clear();
      event.owner = kNone;
      event.may = true;
      event.queued = true;
      charge(frame, frame.function->facts->body, event);
      addEvent(frame, std::move(event));
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
  markBulk(frame.summary->writes);
  if (!frame.generic) return;
  // What objects of the program's own classes hold at the end is what their class is known to hold.
  for (std::uint32_t id = 0; id < frame.state.objects.size(); ++id) {
    auto object = frame.state.objects[id];
    if (!object || !object->class_symbol || object->origin || !program_.findClass(object->class_symbol)) continue;
    for (auto& [field, value] : object->fields) record(frame, values_.ref(id, field), value);
  }
}

}  // namespace touchgraph::linker
