#include "graph/link/machine.h"

#include <algorithm>
#include <utility>

// Calls of libraries: what a model row does to statements, containers and callbacks.
namespace touchgraph::linker {

V Machine::slotPlace(CallSiteView& call, Slot slot) {
  Frame& frame = *call.frame;
  switch (slot.kind) {
    case Slot::Kind::None:
      return nullptr;
    case Slot::Kind::Receiver:
      if (call.receiver == kNone) return nullptr;
      if (!call.receiver_value) call.receiver_value = placed(frame, call.receiver);
      return call.receiver_value;
    case Slot::Kind::Argument:
      passed(call);
      return static_cast<std::size_t>(slot.index) < call.values.size()
                 ? call.values[static_cast<std::size_t>(slot.index)]
                 : nullptr;
    case Slot::Kind::Result:
      return call.result;
  }
  return nullptr;
}

V Machine::slotValue(CallSiteView& call, Slot slot) {
  V at = slotPlace(call, slot);
  if (!at) return nullptr;
  if (slot.kind == Slot::Kind::Receiver && (at->kind == Kind::Ref || isSymbol(at))) return load(*call.frame, at);
  return at;
}

std::optional<V> Machine::applyModels(CallSiteView& call, const std::vector<Model>& models) {
  V result = nullptr;
  slotPlace(call, kReceiver);  // what is written to the left runs first, whether the row looks at it or not
  for (const Model& model : models) {
    V value = applyModel(call, model);
    if (value)
      result = result && model.row->role == Role::Forward ? values_.oneOf({result, value}) : result ? result : value;
    if (!model.row->also) break;
  }
  forgetOutArguments(call);
  return result ? result : values_.unknown("result of " + call.frame->unit->facts->str(call.callee->name));
}

V Machine::snapshot(Frame& frame, V place) {
  V source = objectAt(frame, place);
  V taken = newObject(frame, values_.str("$statement"));
  for (Str field : {text_field_, sites_field_}) {
    V value = readField(frame, source, field);
    if (value->kind != Kind::Unknown) edit(frame, taken->index).fields[field] = value;
  }
  return taken;
}

V Machine::applyModel(CallSiteView& call, const Model& model) {
  const ModelRow& row = *model.row;
  Frame& frame = *call.frame;
  const std::string& name = frame.unit->facts->str(call.callee->name);
  switch (row.role) {
    case Role::Statement:
      return applyStatement(call, model);
    case Role::Column:
      return applyColumn(call, model);
    case Role::InsertedKey: {
      V key = values_.fresh();
      if (row.value && row.value.kind != Slot::Kind::Result)
        if (V place = slotPlace(call, row.value)) store(frame, place, key);
      passed(call);
      return key;
    }
    case Role::Access:
      return applyAccess(call, model);
    case Role::TableState:
    case Role::TableRun:
      return applyTableRun(call, model);
    case Role::Clause:
      return applyClause(call, row);
    case Role::Opaque: {
      passed(call);
      Event event = eventAt(frame, call.node_id);
      event.kind = Event::Kind::Opaque;
      event.reason = row.note;
      event.library = model.library;
      event.callee = &name;
      event.owner = frame.function->owner;
      addEvent(frame, std::move(event));
      return values_.unknown("result of " + name);
    }
    case Role::Begin:
    case Role::Commit:
    case Role::Rollback:
    case Role::Connection:
    case Role::Ignore:
      passed(call);
      if (call.node->op == Op::Construct) return newObject(frame, frame.unit->str(call.callee->class_symbol));
      return values_.unknown("result of " + name);
    case Role::TextAppend:
    case Role::TextConcat:
    case Role::TextForward:
    case Role::TextFormat:
    case Role::TextAssign:
    case Role::TextReplace:
    case Role::Change:
    case Role::TextCut:
    case Role::TextLength:
    case Role::TextFind:
    case Role::TextTest:
    case Role::TextJoin:
    case Role::Quote:
    case Role::Resource:
      return applyText(call, row);
    case Role::Forward: {
      passed(call);
      V value = slotPlace(call, row.value);
      if (!value) return values_.unknown("result of " + name);
      if (row.place) return value;
      if (row.statement.kind == Slot::Kind::Result) return snapshot(frame, value);
      return row.value.kind == Slot::Kind::Receiver && (value->kind == Kind::Ref || isSymbol(value))
                 ? load(frame, value)
                 : value;
    }
    case Role::Construct: {
      passed(call);
      std::vector<V> arguments;
      for (std::size_t i = static_cast<std::size_t>(std::max(row.bind_from, 0)); i < call.values.size(); ++i)
        arguments.push_back(call.values[i]);
      Str made = nullptr;
      if (call.receiver != kNone)
        made = elementClass(frame, *call.callee);
      else if (call.callee->template_argument_count > 0)
        made = frame.unit->str(frame.unit->facts->kids[call.callee->first_template_argument]);
      V object = nullptr;
      if (made) object = constructLibrary(call, made, arguments);
      if (!object)
        object = made ? construct(frame, call.node_id, made, arguments) : values_.unknown("result of " + name);
      if (row.statement && row.statement.kind != Slot::Kind::Result)
        if (V place = slotPlace(call, row.statement)) store(frame, place, object);
      return object;
    }
    case Role::Invoke: {
      passed(call);
      V function = slotValue(call, row.value);
      if (!function) return values_.unknown("result of " + name);
      std::vector<V> arguments;
      if (row.bind == Bind::Array && row.bind_from >= 0 &&
          static_cast<std::size_t>(row.bind_from) < call.values.size()) {
        V list = dereference(frame, call.values[static_cast<std::size_t>(row.bind_from)]);
        if (list->kind == Kind::List) arguments = list->kids;
      } else {
        for (std::size_t i = static_cast<std::size_t>(std::max(row.bind_from, 0));
             row.bind_from >= 0 && i < call.values.size(); ++i)
          arguments.push_back(call.values[i]);
      }
      if (row.object) {
        V object = slotPlace(call, row.object);
        std::optional<std::string> slot_name = wholeText(frame, function);
        if (object && slot_name) {
          if (V slot = namedMethod(frame, object, *slot_name))
            return callValue(frame, call.node_id, slot, arguments, false);
        }
        if (object) function = values_.bound(dereference(frame, function), object);
      }
      // Code that is handed a function calls it with what it likes.
      V target = dereference(frame, function);
      if (target->kind == Kind::Function && arguments.empty())
        arguments.assign(program_.function(target->index).facts->params.size(),
                         values_.unknown("argument given by " + name));
      return callValue(frame, call.node_id, function, arguments, false);
    }
    case Role::InvokeEach: {
      passed(call);
      V range = slotValue(call, row.statement), function = row.value ? slotValue(call, row.value) : nullptr;
      if (!range || (row.value && !function)) return values_.unknown("result of " + name);
      V sum = row.text ? dereference(frame, slotValue(call, row.text)) : nullptr;
      auto one_call = [&](V element) {
        if (!sum) return callValue(frame, call.node_id, function, {element}, false);
        sum = function ? callValue(frame, call.node_id, function, {sum, element}, false)
                       : values_.concat({inText(frame, sum), inText(frame, element)});
        sum = dereference(frame, sum);
        return sum;
      };
      V list = dereference(frame, range);
      if (isSymbol(list)) {
        V inside = known(frame, list);
        if (inside->kind == Kind::List) list = inside;
      }
      V result = nullptr;
      std::vector<V> elements = joined(frame, list);
      if (!elements.empty() && elements.size() <= 256) {
        for (V element : elements) {
          V one = one_call(element);
          result = result && !sum ? values_.join(result, one) : one;
        }
      } else {
        V start = sum;
        result = one_call(elementsOf(frame, list));
        if (start) result = values_.join(start, values_.join(result, one_call(elementsOf(frame, list))));
      }
      if (V into = row.object ? slotPlace(call, row.object) : nullptr; into && result) {
        V content = into->kind == Kind::Ref || isSymbol(into) ? load(frame, into) : into;
        if (content->kind == Kind::Literal || content->kind == Kind::Concat)
          store(frame, into, values_.unknown("text whose characters are changed"));
        else if (V place = fieldPlace(frame, into, any_))
          store(frame, place, result, true);
      }
      return result ? result : values_.unknown("result of " + name);
    }
    case Role::Insert:
      return applyContainer(call, row);
    case Role::Element: {
      V element = applyContainer(call, row);
      V into = row.value ? slotPlace(call, row.value) : nullptr;
      if (!into) return element;
      store(frame, into, load(frame, element));
      return values_.unknown("whether there was an element");
    }
    case Role::Partial:
      return applyPartial(call, row);
    case Role::Pack: {
      passed(call);
      std::vector<V> elements;
      for (std::size_t i = static_cast<std::size_t>(std::max(row.bind_from, 0)); i < call.values.size(); ++i)
        elements.push_back(row.place ? call.values[i] : dereference(frame, call.values[i]));
      if (elements.empty() && call.node->op == Op::Construct) {
        V object = newObject(frame, values_.str("$container"));
        edit(frame, object->index).fields[values_.str("$size")] = values_.number("0");
        return object;
      }
      return values_.list(elements, row.member.empty() ? nullptr : values_.str(row.member));
    }
    case Role::Connect:
      return applyConnect(call, row);
    case Role::Publish:
      return applyPublish(call, row);
  }
  return values_.unknown("result of " + name);
}

V Machine::constructLibrary(CallSiteView& call, Str class_symbol, const std::vector<V>& arguments) {
  // make_unique<SQLite::Statement>(db, "…"): the rows of the constructor apply to the arguments given here.
  Frame& frame = *call.frame;
  std::string name = nameOfClassSymbol(*class_symbol);
  std::size_t colon = name.rfind("::");
  std::string constructor = name + "::" + (colon == std::string::npos ? name : name.substr(colon + 2));
  // Which overload is meant is told by the arguments: a text where a row wants a text.
  for (const Model& model : program_.modelsByName(constructor)) {
    const ModelRow& row = *model.row;
    int count = static_cast<int>(arguments.size());
    if (count < row.min_args) continue;
    if (row.text.kind == Slot::Kind::Argument && row.text.index >= count) continue;
    CallSiteView inner = call;
    inner.values = arguments;
    inner.arguments.resize(arguments.size(), kNone);
    inner.receiver = kNone;
    inner.receiver_value = nullptr;
    inner.result = newObject(frame, class_symbol);
    if (row.role == Role::Statement) {
      V made = applyStatement(inner, model);
      return made ? made : inner.result;
    }
    if (row.role == Role::Begin || row.role == Role::Connection || row.role == Role::Ignore) return inner.result;
    if (row.role == Role::Forward && row.value.kind == Slot::Kind::Argument && row.value.index < count)
      return arguments[static_cast<std::size_t>(row.value.index)];
  }
  return nullptr;
}

}  // namespace touchgraph::linker
