#include "graph/link/machine.h"

#include <algorithm>

// Calls of code that is not in the program: what is handed to it must not get lost.
namespace touchgraph::linker {

void Machine::noteUnknownTarget(Frame& frame, Id id, const Node& node, V function) {
  // A handle that goes into a function nobody can name must not get lost.
  V target = dereference(frame, function);
  if (target->kind == Kind::Bound) target = dereference(frame, target->kids[0]);
  target = known(frame, target);
  bool external = target->kind == Kind::External;
  if (external) {
    std::vector<Model> rows = program_.modelsByName(*target->extra);
    external =
        std::any_of(rows.begin(), rows.end(), [](const Model& model) { return isDatabaseRole(model.row->role); });
  }
  bool unknown = target->kind == Kind::Unknown || target->kind == Kind::Null ||
                 (isSymbol(target) && (!target->has_param || program_.callersOf(frame.function->owner).empty()));
  if (!external && !unknown) return;
  const Library* library = nullptr;
  for (Id k = 1; k < node.kid_count && !library; ++k)
    library = program_.handleLibrary(frame.unit->str(frame.unit->node(frame.unit->kid(node, k)).type));
  if (!library && !external) return;
  static const std::string kCallee = "function value";
  Event event = eventAt(frame, id);
  event.kind = Event::Kind::Opaque;
  event.reason = external ? "'" + *target->extra + "' is called through a pointer"
                          : "a database handle is passed to a function value that is not known";
  event.library = library;
  event.callee = &kCallee;
  event.owner = frame.function->owner;
  addEvent(frame, std::move(event));
}

V Machine::callBodyless(CallSiteView& call) {
  Frame& frame = *call.frame;
  const UnitView& unit = *frame.unit;
  const Callee& callee = *call.callee;
  const std::string& name = *unit.str(callee.name);
  passed(call);
  V receiver = call.receiver == kNone ? nullptr : slotPlace(call, kReceiver);

  auto opaque = [&](std::string reason, const Library* library) {
    if (!frame.function->relevant && !library) return;
    Event event = eventAt(frame, call.node_id);
    event.kind = Event::Kind::Opaque;
    event.reason = std::move(reason);
    event.library = library;
    event.callee = &name;
    event.owner = frame.function->owner;
    addEvent(frame, std::move(event));
  };
  const bool destructor = callee.is_destructor;
  // A prototype that says what the code behind it touches is taken at its word.
  bool declared = false;
  for (const std::vector<std::string>& annotation : program_.annotationsOf(unit.str(callee.symbol))) {
    bool touches = !annotation.empty() && annotation[0] == "touchgraph.touches",
         reads = !annotation.empty() && annotation[0] == "touchgraph.reads";
    for (std::size_t i = 1; (touches || reads) && i < annotation.size(); ++i) {
      const std::string& place = annotation[i];
      std::size_t dot = place.find('.');
      std::string table = place.substr(0, dot), column = dot == std::string::npos ? "" : place.substr(dot + 1);
      V hole = values_.unknown("declared");
      Event event = eventAt(frame, call.node_id);
      if (reads)
        event.text = values_.literal("SELECT " + (column.empty() ? "*" : column) + " FROM " + table);
      else if (column.empty())
        event.text = values_.concat({values_.literal("UPDATE " + table + " SET "), hole});
      else
        event.text = values_.literal("UPDATE " + table + " SET " + column + " = ?");
      event.owner = frame.function->owner;
      event.callee = &name;
      event.may = true;
      addEvent(frame, std::move(event));
      declared = true;
    }
  }
  if (const Library* library = program_.handleLibrary(unit.str(callee.class_symbol));
      library && !destructor && !program_.isHarmless(*library, name))
    opaque("no model for '" + name + "'", library);
  bool reported = false;
  for (Id argument : call.arguments) {
    const Node* n = &unit.node(argument);
    const Library* library = program_.handleLibrary(unit.str(n->type));
    if (!library || reported || destructor || declared) continue;
    if (program_.isHarmless(*library, name)) continue;
    bool library_itself = callee.is_system;
    if (library_itself && program_.handleLibrary(unit.str(callee.class_symbol))) continue;  // reported above
    if (library_itself && callee.class_symbol == kNone && !isLibraryFunction(*library, name)) continue;
    if (library_itself && callee.class_symbol != kNone) continue;
    opaque(library_itself ? "no model for '" + name + "'"
                          : "a database handle is passed to '" + name + "', whose body is not in the program",
           library);
    reported = true;
  }
  // Signals and event buses: whoever subscribed runs now.
  V result = nullptr;
  for (Str key :
       {unit.str(callee.symbol),
        values_.str("signal " + name.substr(name.rfind(':') == std::string::npos ? 0 : name.rfind(':') + 1))}) {
    frame.summary->consulted.insert(key);
    for (V subscriber : fields_.lookup(values_.str("$signal"), {key}, true))
      callSubscriber(frame, call.node_id, subscriber, call.values, "event:" + name);
  }

  // Code we cannot see may call what it is given.
  for (V value : call.values) {
    V function = dereference(frame, value);
    if (function->kind == Kind::Function) {
      const Function& target = program_.function(function->index);
      if (target.relevant || !function->kids.empty())  // it may change what it captured
        callValue(frame, call.node_id, function,
                  std::vector<V>(target.facts->params.size(), values_.unknown("argument given by " + name)), true);
    }
  }
  if (name.find("operator\"\"") != std::string::npos && !call.values.empty()) return call.values[0];
  const bool changes = !callee.is_system && !callee.is_const && !destructor;
  const bool own_class = callee.class_symbol != kNone && program_.findClass(unit.str(callee.class_symbol));
  forgetPassed(frame, callee.signature == kNone ? "" : *unit.str(callee.signature),
               own_class && changes ? receiver : nullptr, call.values, "changed by " + name);
  if (changes) {
    forgetGlobals(frame, "changed by " + name);
    forgetOverlay(frame, "changed by " + name, [](V place) { return rootOf(place)->kind == Kind::This; });
  }
  forgetBuffers(call);
  if ((call.node->flags & kConversion) && receiver) return load(frame, receiver);
  if (name.ends_with("operator=") && receiver && !call.values.empty()) {
    // Assignment with no body of its own (defaulted): takes over the value, and stays the object it is.
    V content = receiver->kind == Kind::Ref || isSymbol(receiver) ? load(frame, receiver) : receiver;
    V value = dereference(frame, call.values[0]);
    bool whole_object = content->kind == Kind::Object && (value->kind == Kind::Object || isSymbol(value));
    store(frame, whole_object ? content : receiver, whole_object ? value : copyOf(frame, value));
    return receiver;
  }
  return result ? result : values_.unknown("result of " + name);
}

std::optional<V> Machine::callLibraryValue(Frame& frame, Id id, const Node& node, V function) {
  // A function of a library called through a pointer that is known: its rows apply as if it were named.
  V target = dereference(frame, function);
  if (target->kind == Kind::Bound) target = dereference(frame, target->kids[0]);
  if (target->kind != Kind::External) return std::nullopt;
  CallSiteView call;
  for (const Callee& callee : frame.unit->facts->callees)
    if (frame.unit->str(callee.symbol) == target->text) call.callee = &callee;
  if (!call.callee) return std::nullopt;
  call.frame = &frame;
  call.node_id = id;
  call.node = &node;
  std::size_t first = 1;
  if (node.flags & kHasReceiver) call.receiver = frame.unit->kid(node, 1), first = 2;
  for (std::size_t i = first; i < node.kid_count; ++i) call.arguments.push_back(frame.unit->kid(node, i));
  std::vector<Model> models = program_.models(*frame.unit, *call.callee, call.arguments.size());
  if (models.empty()) return std::nullopt;
  return applyModels(call, models);
}

bool Machine::isLibraryFunction(const Library& library, const std::string& name) const {
  // A C library's functions share a prefix with those that are modelled: sqlite3_, PQ, mysql_, SQL.
  for (const ModelRow& row : library.rows) {
    if (row.callee.find("::") != std::string::npos) continue;
    std::size_t prefix = row.callee.find('_');
    prefix = prefix == std::string::npos ? 2 : prefix + 1;
    if (name.compare(0, prefix, row.callee, 0, prefix) == 0) return true;
  }
  return false;
}

void Machine::callSubscriber(Frame& frame, Id node, V subscriber, const std::vector<V>& arguments,
                             const std::string& cause) {
  std::size_t before = frame.summary->events.size();
  callValue(frame, node, thaw(frame, subscriber, nullptr), arguments, true);
  for (std::size_t i = before; i < frame.summary->events.size(); ++i)
    if (frame.summary->events[i].cause.empty()) frame.summary->events[i].cause = cause;
}

}  // namespace touchgraph::linker
