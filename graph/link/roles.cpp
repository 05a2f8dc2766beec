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
      if (!call.receiver_value) {
        call.receiver_value = place(frame, call.receiver);
        if (!call.receiver_value) call.receiver_value = evaluate(frame, call.receiver);
      }
      return call.receiver_value;
    case Slot::Kind::Argument:
      passed(call);
      return static_cast<std::size_t>(slot.index) < call.values.size() ? call.values[static_cast<std::size_t>(slot.index)] : nullptr;
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
    if (value) result = result && model.row->role == Role::Forward ? values_.oneOf({result, value}) : result ? result : value;
    if (!model.row->also) break;
  }
  return result ? result : values_.unknown("result of " + call.frame->unit->facts->str(call.callee->name));
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
      Event event;
      event.kind = Event::Kind::Opaque;
      event.reason = row.note;
      event.library = model.library;
      event.callee = &name;
      event.function = frame.function->id;
      event.node = call.node_id;
      event.line = call.node->line;
      event.owner = frame.function->owner;
      event.may = frame.state.may;
      addEvent(frame, std::move(event));
      return values_.unknown("result of " + name);
    }
    case Role::Begin: case Role::Commit: case Role::Rollback: case Role::Connection: case Role::Ignore:
      passed(call);
      if (call.node->op == Op::Construct) return newObject(frame, frame.unit->str(call.callee->class_symbol));
      return values_.unknown("result of " + name);
    case Role::TextAppend: case Role::TextConcat: case Role::TextForward: case Role::TextFormat: case Role::TextAssign:
    case Role::TextReplace: case Role::Change: case Role::TextCut: case Role::TextLength: case Role::TextJoin: case Role::Quote: case Role::Resource:
      return applyText(call, row);
    case Role::Forward: {
      passed(call);
      V value = slotPlace(call, row.value);
      if (!value) return values_.unknown("result of " + name);
      if (row.place) return value;
      return row.value.kind == Slot::Kind::Receiver && (value->kind == Kind::Ref || isSymbol(value)) ? load(frame, value) : value;
    }
    case Role::Construct: {
      passed(call);
      std::vector<V> arguments;
      for (std::size_t i = static_cast<std::size_t>(std::max(row.bind_from, 0)); i < call.values.size(); ++i) arguments.push_back(call.values[i]);
      Str made = nullptr;
      if (call.receiver != kNone) made = elementClass(frame, *call.callee);
      else if (call.callee->template_argument_count > 0) made = frame.unit->str(frame.unit->facts->kids[call.callee->first_template_argument]);
      V object = nullptr;
      if (made) object = constructLibrary(call, made, arguments);
      if (!object) object = made ? construct(frame, call.node_id, made, arguments) : values_.unknown("result of " + name);
      if (row.statement && row.statement.kind != Slot::Kind::Result)
        if (V place = slotPlace(call, row.statement)) store(frame, place, object);
      return object;
    }
    case Role::Invoke: {
      passed(call);
      V function = slotValue(call, row.value);
      if (!function) return values_.unknown("result of " + name);
      std::vector<V> arguments;
      if (row.bind == Bind::Array && row.bind_from >= 0 && static_cast<std::size_t>(row.bind_from) < call.values.size()) {
        V list = dereference(frame, call.values[static_cast<std::size_t>(row.bind_from)]);
        if (list->kind == Kind::List) arguments = list->kids;
      } else {
        for (std::size_t i = static_cast<std::size_t>(std::max(row.bind_from, 0)); row.bind_from >= 0 && i < call.values.size(); ++i) arguments.push_back(call.values[i]);
      }
      if (row.object) {
        V object = slotPlace(call, row.object);
        std::optional<std::string> slot_name = wholeText(frame, function);
        if (object && slot_name) {
          if (V slot = namedMethod(frame, object, *slot_name)) return callValue(frame, call.node_id, slot, arguments, false);
        }
        if (object) function = values_.bound(dereference(frame, function), object);
      }
      // Code that is handed a function calls it with what it likes.
      V target = dereference(frame, function);
      if (target->kind == Kind::Function && arguments.empty())
        arguments.assign(program_.function(target->index).facts->params.size(), values_.unknown("argument given by " + name));
      return callValue(frame, call.node_id, function, arguments, false);
    }
    case Role::InvokeEach: {
      passed(call);
      V range = slotValue(call, row.statement), function = slotValue(call, row.value);
      if (!range || !function) return values_.unknown("result of " + name);
      V list = dereference(frame, range);
      if (isSymbol(list)) {
        V inside = known(frame, list);
        if (inside->kind == Kind::List) list = inside;
      }
      V result = nullptr;
      if (list->kind == Kind::List && !list->text && list->kids.size() <= 256) {
        for (V element : list->kids) {
          V one = callValue(frame, call.node_id, function, {element}, false);
          result = result ? values_.join(result, one) : one;
        }
      } else {
        result = callValue(frame, call.node_id, function, {elementsOf(frame, list)}, false);
      }
      return result ? result : values_.unknown("result of " + name);
    }
    case Role::Insert: case Role::Element:
      return applyContainer(call, row);
    case Role::Partial:
      return applyPartial(call, row);
    case Role::Pack: {
      passed(call);
      std::vector<V> elements;
      for (std::size_t i = static_cast<std::size_t>(std::max(row.bind_from, 0)); i < call.values.size(); ++i) elements.push_back(call.values[i]);
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
    if (row.role == Role::Forward && row.value.kind == Slot::Kind::Argument && row.value.index < count) return arguments[static_cast<std::size_t>(row.value.index)];
  }
  return nullptr;
}

V Machine::statementOf(CallSiteView& call, const ModelRow& row) {
  Frame& frame = *call.frame;
  if (row.name) {
    V name = slotValue(call, row.name);
    name = name ? text(frame, name) : values_.unknown("statement name");
    if (isSymbol(name)) name = known(frame, name);
    V registry = values_.global(values_.str("$named"));
    std::vector<V> all;
    auto add = [&](V one) {
      if (one->kind == Kind::Literal || one->kind == Kind::Number) all.push_back(values_.member(registry, one->text));
    };
    if (name->kind == Kind::OneOf)
      for (V kid : name->kids) add(kid);
    else
      add(name);
    V base = all.empty() ? nullptr : values_.oneOf(all);
    if (!row.run && !row.statement) return base ? base : newObject(frame, values_.str("$statement"));
    V object = newObject(frame, values_.str("$statement"), base && isSymbol(base) ? base : nullptr);
    Object& made = edit(frame, object->index);
    if (base && !isSymbol(base)) {
      std::vector<V> texts;
      for (V kid : base->kids) texts.push_back(values_.member(kid, text_field_));
      made.fields[text_field_] = values_.oneOf(texts);
    } else if (!base) {
      made.fields[text_field_] = isSymbol(name) ? name : values_.unknown("the name of the prepared statement is not known");
    }
    return object;
  }
  if (!row.statement) return newObject(frame, values_.str("$statement"));
  if (row.statement.kind == Slot::Kind::Result) {
    if (!call.result)
      call.result = newObject(frame, call.node->op == Op::Construct ? frame.unit->str(call.callee->class_symbol) : values_.str("$statement"));
    return call.result;
  }
  V place = slotPlace(call, row.statement);
  if (!place) return newObject(frame, values_.str("$statement"));
  if (row.text && row.statement.kind == Slot::Kind::Argument && !row.append) {
    // An out-parameter (sqlite3_stmt **) gets a new statement; a statement handed in (MYSQL_STMT *) gets a text.
    const std::string& signature = frame.unit->facts->str(call.callee->signature);
    int parameter = 0, depth = 0, stars = 0;
    for (char c : signature) {
      if (c == '<') ++depth;
      if (c == '>') --depth;
      if (c == ',' && depth == 0) ++parameter;
      if (parameter == row.statement.index && (c == '*' || c == '&')) ++stars;
    }
    if (stars >= 2) {
      V made = newObject(frame, values_.str("$statement"));
      call.result = nullptr;
      out_parameter_ = place;
      return made;
    }
  }
  return objectAt(frame, place);
}

namespace {

/// True when the text `whole` begins with `start`, as one that was built from it does.
bool startsWith(V whole, V start) {
  if (whole == start) return true;
  V first = whole->kind == Kind::Concat ? whole->kids[0] : whole;
  V wanted = start->kind == Kind::Concat ? start->kids[0] : start;
  return first == wanted || (first->kind == Kind::Literal && wanted->kind == Kind::Literal && first->text->starts_with(*wanted->text));
}

}  // namespace

V Machine::applyStatement(CallSiteView& call, const Model& model) {
  const ModelRow& row = *model.row;
  Frame& frame = *call.frame;
  passed(call);
  out_parameter_ = nullptr;
  V statement = statementOf(call, row);
  V out = std::exchange(out_parameter_, nullptr);
  if (row.text) {
    V given = slotValue(call, row.text);
    V value = given ? inText(frame, given) : values_.unknown("no text given");
    auto set = [&](V one) {
      V at = fieldPlace(frame, one, text_field_);
      if (!at) return;
      if (row.append) {
        V old = flat(frame, load(frame, at));
        if (old->kind == Kind::Unknown && *old->text == "not initialised") old = values_.literal("");
        if (isSymbol(old)) {
          // A field that nothing else gives a text starts empty.
          std::vector<V> found = assignedAnywhere(*frame.function, old, true, &frame.summary->consulted);
          if (std::all_of(found.begin(), found.end(), [&](V v) { return startsWith(v, value); })) old = values_.literal("");
        }
        store(frame, at, values_.concat({old, value}));
        return;
      }
      if (one->kind == Kind::Object && !row.keep_binds) {
        std::erase_if(edit(frame, one->index).fields, [](auto& field) { return field.first->starts_with("$bind:") || *field.first == "$next"; });
      }
      store(frame, at, value);
      V sites = fieldPlace(frame, one, sites_field_);
      if (sites) store(frame, sites, values_.literal(std::to_string(frame.function->id) + ":" + std::to_string(call.node_id)));
    };
    if (statement->kind == Kind::OneOf)
      for (V kid : statement->kids) set(kid);
    else
      set(statement);
    if (out) store(frame, out, statement);
  }
  if (row.bind == Bind::Exchange) {
    applyExchange(call, model, statement);
  } else if (row.bind == Bind::Format) {
    // Each argument fills the next place; the places after it stay as they are.
    V at = fieldPlace(frame, statement, text_field_);
    std::vector<V> arguments;
    if (row.value) arguments.push_back(slotValue(call, row.value));
    for (std::size_t i = static_cast<std::size_t>(std::max(row.bind_from, 0)); row.bind_from >= 0 && i < call.values.size(); ++i) arguments.push_back(call.values[i]);
    for (V argument : arguments)
      if (at && argument) store(frame, at, formatNext(frame, flat(frame, load(frame, at)), inText(frame, argument)));
  } else if (row.bind != Bind::None) {
    bindValues(call, row, statement);
  }
  const std::string* name = &frame.unit->facts->str(call.callee->name);
  if (row.run && row.each) {
    // A batch: every bound list stands for its elements.
    if (statement->kind == Kind::Object) {
      auto fields = frame.state.objects[statement->index]->fields;
      for (auto& [field, value] : fields)
        if (field->starts_with("$bind:")) edit(frame, statement->index).fields[field] = bindable(frame, value, true);
    } else if (isSymbol(statement)) {
      auto overlay = frame.state.overlay;
      for (auto& [symbol, value] : overlay)
        if (symbol->kind == Kind::Member && symbol->kids[0] == statement && symbol->text->starts_with("$bind:")) frame.state.overlay[symbol] = bindable(frame, value, true);
    }
  }
  if (row.run) {
    if (row.deferred) frame.deferred.push_back({statement, &row, model.library, name, call.node_id});
    else runStatement(frame, statement, call.node_id, model.library, name, false);
  }
  return statement;
}

V Machine::formatNext(Frame& frame, V format, V value) {
  std::vector<V> parts = format->kind == Kind::Concat ? format->kids : std::vector<V>{format};
  for (V& part : parts) {
    if (part->kind != Kind::Literal) continue;
    std::size_t at = part->text->find('%');
    while (at != std::string::npos && at + 1 < part->text->size() && (*part->text)[at + 1] == '%') at = part->text->find('%', at + 2);
    if (at == std::string::npos) continue;
    std::size_t end = at + 1;
    while (end < part->text->size() && !std::isalpha(static_cast<unsigned char>((*part->text)[end]))) ++end;
    part = values_.concat({values_.literal(part->text->substr(0, at)), value, values_.literal(part->text->substr(std::min(end + 1, part->text->size())))});
    break;
  }
  (void)frame;
  return values_.concat(parts);
}

void Machine::flushDeferred(Frame& frame, std::size_t down_to) {
  while (frame.deferred.size() > down_to) {
    Frame::Deferred next = frame.deferred[down_to];
    frame.deferred.erase(frame.deferred.begin() + static_cast<std::ptrdiff_t>(down_to));
    if (frame.state.live) runStatement(frame, next.statement, next.node, next.library, next.callee, false);
  }
}

V Machine::bindable(Frame& frame, V value, bool each) {
  V plain = dereference(frame, value);
  if (each) {
    if (plain->kind == Kind::List) return values_.oneOf(plain->kids);
    return flat(frame, elementsOf(frame, plain));
  }
  return value;  // a pointer stands for what it points at when the statement runs
}

void Machine::bindOne(Frame& frame, V statement, const std::string& key, V value, bool each) {
  std::string name = key;
  if (!name.empty() && (name[0] == ':' || name[0] == '@' || name[0] == '$')) name.erase(0, 1);
  V at = fieldPlace(frame, statement, values_.str("$bind:" + name));
  if (!at) return;
  V now = bindable(frame, value, each);
  if (name == "*") {
    // A value bound to a position that is not known may be the value of any.
    V before = load(frame, at);
    if (before->kind != Kind::Unknown && before != at && before != now) now = values_.unknown("one of several bound values");
  }
  store(frame, at, now);
}

void Machine::bindNext(Frame& frame, V statement, V value, bool each) {
  V at = fieldPlace(frame, statement, next_field_);
  V now = at ? load(frame, at) : nullptr;
  int position = now && now->kind == Kind::Number ? std::atoi(now->text->c_str()) + 1 : 1;
  if (now && now->kind == Kind::OneOf) position = 0;
  if (position > 0) {
    bindOne(frame, statement, std::to_string(position), value, each);
    if (at) store(frame, at, values_.number(position));
  } else {
    bindOne(frame, statement, "*", value, each);
  }
}

void Machine::bindValues(CallSiteView& call, const ModelRow& row, V statement) {
  Frame& frame = *call.frame;
  auto each_statement = [&](const std::function<void(V)>& f) {
    if (statement->kind == Kind::OneOf)
      for (V kid : statement->kids) f(kid);
    else
      f(statement);
  };
  switch (row.bind) {
    case Bind::Indexed: {
      V index = slotValue(call, row.index), value = slotPlace(call, row.value);
      if (!index) return;
      if (!value) value = values_.null();
      index = knownParameter(frame, text(frame, index));
      each_statement([&](V one) {
        if (index->kind == Kind::Number) bindOne(frame, one, std::to_string(std::atoll(index->text->c_str()) - row.base + 1), value, row.each);
        else if (index->kind == Kind::Literal) bindOne(frame, one, *index->text, value, row.each);
        else bindOne(frame, one, "*", value, row.each);
      });
      return;
    }
    case Bind::Next:
      if (V value = slotPlace(call, row.value)) each_statement([&](V one) { bindNext(frame, one, value, row.each); });
      return;
    case Bind::Following: {
      std::vector<V> values;
      std::size_t count = row.bind_count < 0 ? call.values.size() : static_cast<std::size_t>(row.bind_count);
      for (std::size_t i = static_cast<std::size_t>(std::max(row.bind_from, 0)); i < call.values.size() && values.size() < count; ++i) {
        V plain = dereference(frame, call.values[i]);
        if (plain->kind == Kind::List && !plain->text) values.insert(values.end(), plain->kids.begin(), plain->kids.end());
        else values.push_back(call.values[i]);
      }
      each_statement([&](V one) {
        for (std::size_t i = 0; i < values.size(); ++i) bindOne(frame, one, std::to_string(i + 1), values[i], row.each);
      });
      return;
    }
    case Bind::Array: {
      V array = slotValue(call, row.value);
      if (!array) return;
      array = dereference(frame, array);
      auto member = [&](V element) {
        if (row.member.empty()) return element;
        V inner = readField(frame, dereference(frame, element), values_.str(row.member));
        return inner;
      };
      each_statement([&](V one) {
        if (array->kind == Kind::List) {
          for (std::size_t i = 0; i < array->kids.size(); ++i) bindOne(frame, one, std::to_string(i + 1), member(array->kids[i]), row.each);
        } else if (array->kind == Kind::Object) {
          auto fields = frame.state.objects[array->index]->fields;
          bool any = false;
          for (auto& [field, value] : fields) {
            if (!field->starts_with("[")) continue;
            any = true;
            std::string inside = field->substr(1, field->size() - 2);
            bool number = !inside.empty() && std::isdigit(static_cast<unsigned char>(inside[0]));
            bindOne(frame, one, number ? std::to_string(std::atoi(inside.c_str()) + 1) : inside.empty() ? "*" : inside, member(value), row.each);
          }
          if (!any && !row.member.empty()) bindOne(frame, one, "1", member(array), row.each);
        } else if (isSymbol(array)) {
          // An array of the caller's: which element goes where is its business, any of them is what is known here.
          for (int i = 0; i < 12; ++i)
            bindOne(frame, one, std::to_string(i + 1), member(loadSymbol(frame, values_.member(array, values_.str("[" + std::to_string(i) + "]")))), row.each);
        }
      });
      return;
    }
    default:
      return;
  }
}

V Machine::applyClause(CallSiteView& call, const ModelRow& row) {
  Frame& frame = *call.frame;
  passed(call);
  V clause = newObject(frame, values_.str("$clause"));
  Object& made = edit(frame, clause->index);
  made.fields[values_.str("op")] = values_.literal(row.op);
  if (V value = slotPlace(call, row.value)) made.fields[values_.str("value")] = value;
  if (row.index)
    if (V index = slotValue(call, row.index)) made.fields[values_.str("index")] = text(frame, index);
  made.fields[values_.str("each")] = values_.number(row.each ? "1" : "0");
  return clause;
}

void Machine::applyExchange(CallSiteView& call, const Model& model, V statement) {
  Frame& frame = *call.frame;
  V clause = slotValue(call, model.row->value);
  if (!clause) return;
  clause = dereference(frame, clause);
  if (clause->kind == Kind::External) {
    for (const Model& inner : program_.modelsByName(*clause->extra))
      if (inner.row->role == Role::Statement && inner.row->run)
        runStatement(frame, statement, call.node_id, model.library, clause->extra, false);
    return;
  }
  if (clause->kind == Kind::List) {  // several clauses in one container
    for (V kid : clause->kids)
      if (kid->kind == Kind::Object) exchangeOne(frame, statement, kid, model);
    return;
  }
  if (clause->kind == Kind::Object) exchangeOne(frame, statement, clause, model);
}

void Machine::exchangeOne(Frame& frame, V statement, V clause, const Model& model) {
  auto fields = frame.state.objects[clause->index]->fields;
  auto get = [&](const char* name) -> V {
    auto found = fields.find(values_.str(name));
    return found == fields.end() ? nullptr : found->second;
  };
  V op = get("op"), value = get("value"), index = get("index"), each = get("each");
  if (!op || op->kind != Kind::Literal) return;
  bool is_each = each && each->kind == Kind::Number && *each->text == "1";
  if (*op->text == "use" && value) {
    if (index && index->kind == Kind::Literal && !index->text->empty()) bindOne(frame, statement, *index->text, value, is_each);
    else bindNext(frame, statement, value, is_each);
  } else if ((*op->text == "into" || *op->text == "row") && value) {
    V at = fieldPlace(frame, statement, values_.str("$into"));
    V now = at ? load(frame, at) : nullptr;
    int column = now && now->kind == Kind::Number ? std::atoi(now->text->c_str()) : 0;
    V whole = fieldPlace(frame, statement, text_field_);
    V sql = whole ? flat(frame, load(frame, whole)) : nullptr;
    if (*op->text == "row") {
      store(frame, value, statement);
    } else {
      V source = values_.unknown("column of a row");
      if (sql) {
        std::vector<ResultColumn> columns = resultColumns(frame, sql, dialectOf(model.library));
        if (static_cast<std::size_t>(column) < columns.size() && !columns[static_cast<std::size_t>(column)].table.empty())
          source = values_.row(values_.str(columns[static_cast<std::size_t>(column)].table), values_.str(columns[static_cast<std::size_t>(column)].column));
      }
      store(frame, value, source);
      if (at) store(frame, at, values_.number(column + 1));
    }
  }
}

void Machine::runStatement(Frame& frame, V statement, Id node, const Library* library, const std::string* callee, bool may) {
  if (statement->kind == Kind::OneOf) {
    // A statement made here or before: where the older one is only what this program assigns there, it is the one made here.
    std::vector<V> made_here;
    for (V kid : statement->kids)
      if (kid->kind == Kind::Object) made_here.push_back(flat(frame, readField(frame, kid, text_field_)));
    auto repeats = [&](V kid) {
      if (!isSymbol(kid) || kid->has_param || made_here.empty()) return false;
      std::vector<V> found = assignedAnywhere(*frame.function, values_.member(kid, text_field_), true, &frame.summary->consulted);
      return std::all_of(found.begin(), found.end(), [&](V v) { return std::find(made_here.begin(), made_here.end(), v) != made_here.end(); });
    };
    std::vector<V> kids;
    for (V kid : statement->kids)
      if (kid->kind != Kind::Null && !repeats(kid)) kids.push_back(kid);
    for (V kid : kids) runStatement(frame, kid, node, library, callee, kids.size() > 1);
    return;
  }
  if (statement->kind == Kind::Record) statement = thaw(frame, statement, nullptr);
  if (statement->kind == Kind::Ref) statement = objectAt(frame, statement);
  Event event;
  event.library = library;
  event.callee = callee;
  event.function = frame.function->id;
  event.node = node;
  event.line = frame.unit->node(node).line;
  event.may = may || frame.state.may;
  if (statement->kind == Kind::Object || isSymbol(statement)) {
    event.text = flat(frame, readField(frame, statement, text_field_));
    if (event.text->kind == Kind::Unknown && *event.text->text == "not initialised") event.text = values_.unknown("no statement was prepared here that could be followed");
    mergeBinds(frame, statement, event);
    V sites = flat(frame, readField(frame, statement, sites_field_));
    auto add_site = [&](V site) {
      if (site->kind != Kind::Literal) return;
      std::size_t colon = site->text->find(':');
      if (colon == std::string::npos) return;
      executed_sites.insert({static_cast<FunctionId>(std::stoul(site->text->substr(0, colon))), static_cast<Id>(std::stoul(site->text->substr(colon + 1)))});
    };
    if (isSymbol(sites)) {
      for (V found : assignedAnywhere(*frame.function, sites, true, nullptr)) add_site(found);
    } else if (sites->kind == Kind::OneOf) {
      for (V kid : sites->kids) add_site(kid);
    } else {
      add_site(sites);
    }
  } else {
    event.text = statement->kind == Kind::Unknown ? statement : values_.unknown("statement that is not known");
  }
  executed_sites.insert({event.function, event.node});
  if (event.text->kind == Kind::Literal && event.text->text->find_first_not_of(" \t\r\n;") == std::string::npos) return;
  charge(frame, node, event);
  addEvent(frame, std::move(event));
  // Values added after a run start over.
  if (V next = fieldPlace(frame, statement, next_field_); next && (statement->kind == Kind::Object || isSymbol(statement)))
    if (load(frame, next)->kind == Kind::Number) store(frame, next, values_.number("0"));
}

void Machine::charge(Frame& frame, Id node, Event& event) {
  auto key = std::make_tuple(frame.function->id, node, event.function, event.node);
  if (frame.generic) {
    Event probe = event;
    bool known = settle(*frame.function, probe, false, &frame.summary->consulted);
    bool open = event.text && isOpen(event.text);
    if (known || !open) event.owner = frame.function->owner;
    // What is not known here but is known once arguments are, is the doing of whoever passes them.
    if (known) owned_.insert(key);
  } else if (owned_.contains(key)) {
    event.owner = frame.function->owner;
  }
}

V Machine::applyColumn(CallSiteView& call, const Model& model) {
  const ModelRow& row = *model.row;
  Frame& frame = *call.frame;
  passed(call);
  V statement = slotPlace(call, row.statement ? row.statement : kReceiver);
  V unknown = values_.unknown("column of a row");
  if (!statement) return unknown;
  statement = objectAt(frame, statement);
  std::vector<ResultColumn> columns;
  if (statement->kind == Kind::Object || isSymbol(statement)) {
    V sql = flat(frame, readField(frame, statement, text_field_));
    columns = resultColumns(frame, sql, dialectOf(model.library));
  }
  auto value_of = [&](std::size_t i) {
    if (i >= columns.size() || columns[i].table.empty()) return unknown;
    return values_.row(values_.str(columns[i].table), values_.str(columns[i].column));
  };
  if (row.bind == Bind::Array) {
    V list = dereference(frame, slotValue(call, row.value));
    if (list->kind == Kind::Object) {
      auto fields = frame.state.objects[list->index]->fields;
      for (auto& [field, element] : fields) {
        if (!field->starts_with("[")) continue;
        std::string inside = field->substr(1, field->size() - 2);
        if (inside.empty() || !std::isdigit(static_cast<unsigned char>(inside[0]))) continue;
        V target = row.member.empty() ? element : readField(frame, dereference(frame, element), values_.str(row.member));
        if (target->kind == Kind::Ref) store(frame, target, value_of(static_cast<std::size_t>(std::atoi(inside.c_str()))));
      }
    }
    return unknown;
  }
  V result = unknown;
  if (!row.index) {
    if (columns.size() == 1) result = value_of(0);
  } else if (V index = slotValue(call, row.index)) {
    index = text(frame, index);
    if (index->kind == Kind::Number) {
      long long n = std::atoll(index->text->c_str()) - row.base;
      if (n >= 0) result = value_of(static_cast<std::size_t>(n));
    } else if (index->kind == Kind::Literal) {
      auto same = [](const std::string& a, const std::string& b) {
        return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
      };
      for (std::size_t i = 0; i < columns.size(); ++i)
        if (same(columns[i].name, *index->text)) result = value_of(i);
    }
  }
  if (row.value && row.value.kind != Slot::Kind::Result)
    if (V place = slotPlace(call, row.value); place && (place->kind == Kind::Ref || isSymbol(place))) store(frame, place, result);
  return result;
}

V Machine::applyAccess(CallSiteView& call, const Model& model) {
  const ModelRow& row = *model.row;
  Frame& frame = *call.frame;
  passed(call);
  V table = slotValue(call, row.table);
  table = table ? inText(frame, table) : values_.unknown("table name is not known");
  if (isSymbol(table)) {
    std::vector<V> found = assignedAnywhere(*frame.function, table, true, &frame.summary->consulted);
    if (!found.empty()) table = values_.oneOf(found);
  }
  std::vector<V> columns;
  if (row.columns) {
    for (std::size_t i = static_cast<std::size_t>(row.columns.index); i < call.values.size(); ++i) {
      V value = dereference(frame, call.values[i]);
      if (value->kind == Kind::List) columns.insert(columns.end(), value->kids.begin(), value->kids.end());
      else columns.push_back(text(frame, value));
      if (row.op != "insert") break;
    }
    if (std::any_of(columns.begin(), columns.end(), [](V v) { return v->kind != Kind::Literal; })) columns.clear();
  }
  std::string op = row.op;
  if (op == "write") {
    op = "update";
    if (row.value) {
      V flag = slotValue(call, row.value);
      flag = flag ? dereference(frame, flag) : nullptr;
      if (flag && flag->kind == Kind::Number && *flag->text == "0") op = "read";
    }
  }
  std::string list, marks;
  for (V column : columns) {
    if (!list.empty()) list += ", ", marks += ", ";
    list += *column->text;
    marks += "?";
  }
  V hole = values_.unknown("columns are not known");
  std::vector<V> parts;
  auto literal = [&](const std::string& s) { parts.push_back(values_.literal(s)); };
  std::map<std::string, V> binds;
  if (op == "read") {
    literal("SELECT " + (list.empty() ? "*" : list) + " FROM ");
    parts.push_back(table);
  } else if (op == "insert") {
    literal("INSERT INTO ");
    parts.push_back(table);
    if (list.empty()) {
      literal(" (");
      parts.push_back(hole);
      literal(") VALUES (");
      parts.push_back(hole);
      literal(")");
    } else {
      literal(" (" + list + ") VALUES (" + marks + ")");
    }
  } else if (op == "delete") {
    literal("DELETE FROM ");
    parts.push_back(table);
  } else if (op == "ddl") {
    literal("DROP TABLE ");
    parts.push_back(table);
  } else {
    literal("UPDATE ");
    parts.push_back(table);
    literal(" SET ");
    if (list.empty()) {
      parts.push_back(hole);
    } else {
      std::string set;
      for (V column : columns) set += (set.empty() ? "" : ", ") + *column->text + " = :tg_new";
      literal(set);
    }
  }
  if (row.index && op != "insert" && op != "ddl") {
    if (V key = slotPlace(call, row.index)) {
      literal(" WHERE rowid = :tg_rowid");
      binds["tg_rowid"] = key;
    }
  }
  Event event;
  event.text = values_.concat(parts);
  for (auto& [key, value] : binds) event.binds[key] = flat(frame, dereference(frame, value));
  event.library = model.library;
  event.callee = &frame.unit->facts->str(call.callee->name);
  event.function = frame.function->id;
  event.node = call.node_id;
  event.line = call.node->line;
  event.may = frame.state.may;
  executed_sites.insert({event.function, event.node});
  charge(frame, call.node_id, event);
  addEvent(frame, std::move(event));
  return call.node->op == Op::Construct ? newObject(frame, frame.unit->str(call.callee->class_symbol)) : values_.unknown("result of " + *event.callee);
}

V Machine::applyTableRun(CallSiteView& call, const Model& model) {
  const ModelRow& row = *model.row;
  Frame& frame = *call.frame;
  passed(call);
  V at = slotPlace(call, row.statement ? row.statement : kReceiver);
  V statement = at ? objectAt(frame, at) : newObject(frame, values_.str("$statement"));
  V also = fieldPlace(frame, statement, values_.str("$also"));
  if (row.role == Role::TableState) {
    V given = slotValue(call, row.table ? row.table : row.text);
    V value = given ? inText(frame, given) : values_.unknown("table name is not known");
    if (row.table && row.op == "read") {
      if (also) store(frame, also, value, load(frame, also)->kind == Kind::Literal || load(frame, also)->kind == Kind::OneOf);
    } else if (V place = fieldPlace(frame, statement, row.table ? table_field_ : filter_field_)) {
      store(frame, place, value);
    }
    executed_sites.insert({frame.function->id, call.node_id});
    return statement;
  }
  V table = flat(frame, readField(frame, statement, table_field_));
  V filter = flat(frame, readField(frame, statement, filter_field_));
  if (table->kind == Kind::Unknown && *table->text == "not initialised") table = values_.unknown("the table of the model is not known");
  if (filter->kind == Kind::Unknown || (filter->kind == Kind::Literal && filter->text->empty())) filter = nullptr;
  // A filter somebody may have set elsewhere is not known here.
  if (filter && isSymbol(filter) && assignedAnywhere(*frame.function, filter, true, &frame.summary->consulted).empty()) filter = nullptr;
  V hole = values_.unknown("columns are not known");
  std::vector<std::vector<V>> texts;
  auto L = [&](const char* s) { return values_.literal(s); };
  auto run = [&](const std::string& op) {
    if (op == "read") {
      std::vector<V> parts{L("SELECT * FROM "), table};
      if (filter) parts.insert(parts.end(), {L(" WHERE "), filter});
      texts.push_back(parts);
      V more = also ? flat(frame, load(frame, also)) : nullptr;
      if (more && isSymbol(more)) {
        std::vector<V> found = assignedAnywhere(*frame.function, more, true, &frame.summary->consulted);
        more = found.empty() ? nullptr : values_.oneOf(found);
      }
      if (more && more->has_text)
        for (V one : more->kind == Kind::OneOf ? more->kids : std::vector<V>{more})
          if (one->kind == Kind::Literal) texts.push_back({L("SELECT * FROM "), one});
    } else if (op == "insert") {
      texts.push_back({L("INSERT INTO "), table, L(" ("), hole, L(") VALUES ("), hole, L(")")});
    } else if (op == "delete") {
      texts.push_back({L("DELETE FROM "), table, L(" WHERE "), hole});
    } else {
      texts.push_back({L("UPDATE "), table, L(" SET "), hole, L(" WHERE "), hole});
    }
  };
  run(row.op);
  for (auto& parts : texts) {
    Event event;
    event.text = values_.concat(parts);
    event.library = model.library;
    event.callee = &frame.unit->facts->str(call.callee->name);
    event.function = frame.function->id;
    event.node = call.node_id;
    event.line = call.node->line;
    event.may = frame.state.may;
    executed_sites.insert({event.function, event.node});
    charge(frame, call.node_id, event);
    addEvent(frame, std::move(event));
  }
  return values_.unknown("result of " + frame.unit->facts->str(call.callee->name));
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
      std::vector<V> arguments(call.values.begin() + std::min<std::ptrdiff_t>(row.bind_from, static_cast<std::ptrdiff_t>(call.values.size())), call.values.end());
      Str made = call.callee->template_argument_count ? elementClass(frame, *call.callee) : nullptr;
      V built = made ? constructLibrary(call, made, arguments) : nullptr;
      if (!built && made && program_.constructor(made, arguments.size())) built = construct(frame, call.node_id, made, arguments);
      value = built ? built : arguments.size() == 1 ? arguments[0] : values_.list(arguments);
    }
    if (!value) return at;
    V plain = value->kind == Kind::Ref ? dereference(frame, value) : value;
    if (row.each) {
      std::vector<V> elements = plain->kind == Kind::List ? plain->kids : std::vector<V>{elementsOf(frame, plain)};
      for (V element : elements) store(frame, fieldPlace(frame, at, any_), element, true);
      return at;
    }
    if (index) {
      index = text(frame, index);
      V place = elementPlace(frame, at, index);
      if (place) store(frame, place, plain, index->kind != Kind::Literal && index->kind != Kind::Number);
      return at;
    }
    // At the end: counted while the number of elements is known.
    V size_place = fieldPlace(frame, at, values_.str("$size"));
    V size = size_place ? load(frame, size_place) : nullptr;
    V container = at->kind == Kind::Ref ? load(frame, at) : at;
    if (size && size->kind == Kind::Unknown && container->kind == Kind::Object && *size->text == "not initialised") {
      auto object = frame.state.objects[container->index];
      bool empty = std::none_of(object->fields.begin(), object->fields.end(), [](auto& f) { return f.first->starts_with("["); });
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
  if (row.template_index >= 0) {
    Id position = static_cast<Id>(row.template_index);
    if (position < call.callee->template_argument_count) index = values_.number(*frame.unit->str(frame.unit->facts->kids[call.callee->first_template_argument + position]));
  }
  if (index) index = text(frame, index);
  if (index && isSymbol(index)) index = known(frame, index);
  V container = at->kind == Kind::Ref || isSymbol(at) ? load(frame, at) : at;
  container = dereference(frame, container);
  if (isSymbol(container) && !isOpen(container)) container = known(frame, container);
  auto find_pair = [&](V list) -> V {
    // A map made from a list of pairs.
    std::vector<V> matching, all;
    for (V pair : list->kids) {
      V p = pair->kind == Kind::Object ? freeze(frame, pair, nullptr) : pair;
      V first = nullptr, second = nullptr;
      if ((p->kind == Kind::List || p->kind == Kind::Record) && p->kids.size() >= 2) {
        first = recordField(p, values_.str("first"));
        second = recordField(p, values_.str("second"));
        if (!first) first = p->kids[0], second = p->kids[1];
      }
      if (!first || !second) return nullptr;
      all.push_back(second);
      if (index && first->text && index->text && first->kind == index->kind && first->text == index->text) matching.push_back(second);
    }
    bool index_known = index && (index->kind == Kind::Literal || index->kind == Kind::Number);
    return values_.oneOf(index_known && !matching.empty() ? matching : all);
  };
  if (container->kind == Kind::List && !container->text && !container->kids.empty()) {
    const std::string& name = frame.unit->facts->str(call.callee->name);
    bool is_map = name.find("map") != std::string::npos || name.find("Map") != std::string::npos || name.find("Hash") != std::string::npos;
    if (is_map)
      if (V value = find_pair(container)) return value;
  }
  if (row.iterator) {
    V element = readElement(frame, container, index);
    if (element->kind == Kind::Unknown && container->kind == Kind::Unknown) return element;
    return element;
  }
  bool is_container = container->kind == Kind::List || isSymbol(container) || container->kind == Kind::OneOf || container->kind == Kind::Unknown;
  if (container->kind == Kind::Object) {
    auto object = frame.state.objects[container->index];
    is_container = object->base || std::any_of(object->fields.begin(), object->fields.end(), [](auto& f) { return f.first->starts_with("["); }) ||
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
    if (name == "std::allocator" || name == "std::less" || name == "std::hash" || name == "std::equal_to" || name == "std::char_traits") continue;
    std::size_t colon = name.rfind("::");
    if (program_.findClass(argument) || !program_.modelsByName(name + "::" + (colon == std::string::npos ? name : name.substr(colon + 2))).empty()) element = argument;
  }
  return element;
}

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
  if (V slots = fieldPlace(frame, key, values_.str("$slots"))) store(frame, slots, closed, load(frame, slots)->kind != Kind::Unknown);
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
  for (std::size_t i = static_cast<std::size_t>(std::max(row.bind_from, 0)); row.bind_from >= 0 && i < call.values.size(); ++i) arguments.push_back(call.values[i]);
  if (V name = signalKey(frame, key)) {
    frame.summary->consulted.insert(name->text);
    for (V subscriber : fields_.lookup(values_.str("$signal"), {name->text}, true))
      callSubscriber(frame, call.node_id, subscriber, arguments, "event:" + (name->text->starts_with("key ") ? name->text->substr(4) : *name->text));
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
    std::size_t mark = symbol && symbol->kind == Kind::Global ? symbol->text->find("placeholders@_") : std::string::npos;
    if (mark != std::string::npos) {
      std::size_t n = static_cast<std::size_t>(std::atoi(symbol->text->c_str() + mark + 14));
      all.push_back(n >= 1 && n <= arguments.size() ? arguments[n - 1] : values_.unknown("argument of a bound function"));
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
