#include "graph/link/machine.h"

#include <algorithm>
#include <utility>

// Signals, event buses and bound functions: who is called when something is published.
namespace touchgraph::linker {

V Machine::namedMethod(Frame& frame, V object, const std::string& text) {
  // "1onClicked(bool)", "2clicked()", "onClicked"
  std::string name = text;
  if (!name.empty() && std::isdigit(static_cast<unsigned char>(name[0]))) name.erase(0, 1);
  name = name.substr(0, name.find('('));
  auto [class_symbol, exact] = classOf(frame, object);
  (void)exact;
  if (!class_symbol) return nullptr;
  const Function* method = program_.method(class_symbol, name);
  return method ? values_.bound(values_.function(method->id, {}), object) : nullptr;
}

V Machine::applyConnect(CallSiteView& call, const ModelRow& row) {
  Frame& frame = *call.frame;
  passed(call);
  V key = slotPlace(call, row.index);
  V value = slotPlace(call, row.value);
  if (!key || !value) return values_.unknown("connection");
  V function = dereference(frame, value);
  V object = row.object ? slotPlace(call, row.object) : nullptr;
  if (std::optional<std::string> name = wholeText(frame, function)) {
    if (!object) object = slotPlace(call, kReceiver);
    V method = object ? namedMethod(frame, dereference(frame, object), *name) : nullptr;
    if (!method) return values_.unknown("connection");
    function = method;
  } else if (object && function->kind == Kind::Function && !program_.function(function->index).facts->is_lambda) {
    function = values_.bound(function, object);
  }
  std::function<void(V)> called = [&](V v) {
    if (v->kind == Kind::Function) frame.uncalled_lambdas.erase(v->index);
    for (V kid : v->kids) called(kid);
  };
  called(function);
  // The subscriber may use what is around it; only what outlives this body is kept.
  V closed = withoutOpen(*frame.function, freeze(frame, function, nullptr));
  if (V name = signalKey(frame, key)) {
    std::vector<Str> path{name->text};
    fields_.add(values_.str("$signal"), path, closed, true);
    return values_.unknown("connection");
  }
  if (V slots = fieldPlace(frame, key, values_.str("$slots")))
    store(frame, slots, closed, load(frame, slots)->kind != Kind::Unknown);
  return values_.unknown("connection");
}

V Machine::signalKey(Frame& frame, V key) {
  V plain = dereference(frame, key);
  if (plain->kind == Kind::External) return plain;
  if (plain->kind == Kind::Function) return values_.external(program_.function(plain->index).symbol, nullptr);
  if (plain->kind == Kind::Literal || plain->kind == Kind::Number) {
    std::string name = *plain->text;
    if (!name.empty() && name[0] == '2' && name.find('(') != std::string::npos) {
      name = "signal " + name.substr(1, name.find('(') - 1);
    } else {
      name = "key " + name;
    }
    return values_.literal(name);
  }
  return nullptr;
}

V Machine::applyPublish(CallSiteView& call, const ModelRow& row) {
  Frame& frame = *call.frame;
  passed(call);
  V key = slotPlace(call, row.index);
  if (!key) return values_.unknown("published");
  std::vector<V> arguments;
  for (std::size_t i = static_cast<std::size_t>(std::max(row.bind_from, 0));
       row.bind_from >= 0 && i < call.values.size(); ++i)
    arguments.push_back(call.values[i]);
  if (V name = signalKey(frame, key)) {
    frame.summary->consulted.insert(name->text);
    for (V subscriber : fields_.lookup(values_.str("$signal"), {name->text}, true))
      callSubscriber(frame, call.node_id, subscriber, arguments,
                     "event:" + (name->text->starts_with("key ") ? name->text->substr(4) : *name->text));
    return values_.unknown("published");
  }
  V slots = fieldPlace(frame, key, values_.str("$slots"));
  if (!slots) return values_.unknown("published");
  V subscribers = load(frame, slots);
  if (isSymbol(subscribers)) subscribers = known(frame, subscribers);
  if (subscribers->kind == Kind::Unknown || isSymbol(subscribers)) return values_.unknown("published");
  for (V one : subscribers->kind == Kind::OneOf ? subscribers->kids : std::vector<V>{subscribers})
    if (!isSymbol(one)) callSubscriber(frame, call.node_id, one, arguments, "event:signal");
  return values_.unknown("published");
}

V Machine::applyPartial(CallSiteView& call, const ModelRow& row) {
  Frame& frame = *call.frame;
  passed(call);
  V partial = newObject(frame, values_.str("$partial"));
  Object& made = edit(frame, partial->index);
  if (V function = slotPlace(call, row.value)) made.fields[values_.str("$function")] = dereference(frame, function);
  std::size_t k = 0;
  for (std::size_t i = static_cast<std::size_t>(std::max(row.bind_from, 0)); i < call.values.size(); ++i, ++k)
    made.fields[values_.str("[" + std::to_string(k) + "]")] = call.values[i];
  return partial;
}

V Machine::callPartial(Frame& frame, Id node, V partial, const std::vector<V>& arguments, bool may) {
  auto fields = frame.state.objects[partial->index]->fields;
  auto function = fields.find(values_.str("$function"));
  if (function == fields.end()) return values_.unknown("bound function");
  std::vector<V> all;
  std::size_t used = 0;
  for (std::size_t k = 0;; ++k) {
    auto found = fields.find(values_.str("[" + std::to_string(k) + "]"));
    if (found == fields.end()) break;
    V value = found->second;
    V plain = dereference(frame, value);
    V symbol = isSymbol(value) ? value : isSymbol(plain) ? plain : nullptr;
    std::size_t mark =
        symbol && symbol->kind == Kind::Global ? symbol->text->find("placeholders@_") : std::string::npos;
    if (mark != std::string::npos) {
      std::size_t n = static_cast<std::size_t>(std::atoi(symbol->text->c_str() + mark + 14));
      all.push_back(n >= 1 && n <= arguments.size() ? arguments[n - 1]
                                                    : values_.unknown("argument of a bound function"));
      used = std::max(used, n);
    } else {
      all.push_back(value);
    }
  }
  for (std::size_t i = used; i < arguments.size(); ++i) all.push_back(arguments[i]);
  V target = function->second;
  if (target->kind == Kind::Function && !all.empty()) {
    const Function& f = program_.function(target->index);
    if (f.class_symbol && !f.facts->is_static && !f.facts->is_lambda)
      return dispatch(frame, node, f, dereference(frame, all[0]), std::vector<V>(all.begin() + 1, all.end()), may);
  }
  return callValue(frame, node, target, all, may);
}

}  // namespace touchgraph::linker
