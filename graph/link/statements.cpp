#include "graph/link/machine.h"

#include <algorithm>
#include <utility>

// Statements: their text, the values bound to them, clauses of stream libraries.
namespace touchgraph::linker {

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
      made.fields[text_field_] =
          isSymbol(name) ? name : values_.unknown("the name of the prepared statement is not known");
    }
    return object;
  }
  if (!row.statement) return newObject(frame, values_.str("$statement"));
  if (row.statement.kind == Slot::Kind::Result) {
    if (!call.result)
      call.result = newObject(frame, call.node->op == Op::Construct ? frame.unit->str(call.callee->class_symbol)
                                                                    : values_.str("$statement"));
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
  return first == wanted ||
         (first->kind == Kind::Literal && wanted->kind == Kind::Literal && first->text->starts_with(*wanted->text));
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
        if (isNotSet(old)) old = values_.literal("");
        if (isSymbol(old)) {
          // A field that nothing else gives a text starts empty.
          std::vector<V> found = assignedAnywhere(*frame.function, old, true, &frame.summary->consulted);
          if (std::all_of(found.begin(), found.end(), [&](V v) { return startsWith(v, value); }))
            old = values_.literal("");
        }
        store(frame, at, values_.concat({old, value}));
        notePrepared(call, one, /*also=*/true);
        return;
      }
      if (one->kind == Kind::Object && !row.keep_binds) {
        std::erase_if(edit(frame, one->index).fields,
                      [](auto& field) { return field.first->starts_with("$bind:") || *field.first == "$next"; });
      }
      store(frame, at, value);
      notePrepared(call, one, /*also=*/false);
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
    for (std::size_t i = static_cast<std::size_t>(std::max(row.bind_from, 0));
         row.bind_from >= 0 && i < call.values.size(); ++i)
      arguments.push_back(call.values[i]);
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
        if (symbol->kind == Kind::Member && symbol->kids[0] == statement && symbol->text->starts_with("$bind:"))
          frame.state.overlay[symbol] = bindable(frame, value, true);
    }
  }
  if (row.run) {
    if (row.deferred)
      frame.deferred.push_back({statement, &row, model.library, name, call.node_id});
    else
      runStatement(frame, statement, call.node_id, model.library, name, false);
  }
  return statement;
}

V Machine::formatNext(Frame& frame, V format, V value) {
  std::vector<V> parts = format->kind == Kind::Concat ? format->kids : std::vector<V>{format};
  for (V& part : parts) {
    if (part->kind != Kind::Literal) continue;
    std::size_t at = part->text->find('%');
    while (at != std::string::npos && at + 1 < part->text->size() && (*part->text)[at + 1] == '%')
      at = part->text->find('%', at + 2);
    if (at == std::string::npos) continue;
    std::size_t end = at + 1;
    while (end < part->text->size() && !std::isalpha(static_cast<unsigned char>((*part->text)[end]))) ++end;
    part = values_.concat({values_.literal(part->text->substr(0, at)), value,
                           values_.literal(part->text->substr(std::min(end + 1, part->text->size())))});
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

void Machine::holdDeferred(Frame& frame, V value) {
  if (value->kind != Kind::Object || frame.scopes.empty()) return;
  for (std::size_t i = 0; i < frame.deferred.size();) {
    if (frame.deferred[i].statement != value) {
      ++i;
      continue;
    }
    edit(frame, value->index).fields[held_field_] = values_.number("1");
    frame.held.push_back({frame.deferred[i], frame.scopes.size() - 1});
    frame.deferred.erase(frame.deferred.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

void Machine::runHeld(Frame& frame, std::size_t scope) {
  for (std::size_t i = 0; i < frame.held.size(); ++i) {
    if (frame.held[i].scope != scope || !frame.state.live) continue;
    const Frame::Deferred run = frame.held[i].run;
    const V waits = readField(frame, run.statement, held_field_);
    if (waits->kind == Kind::Number && *waits->text == "0") continue;  // it ran before, as the program asked
    runStatement(frame, run.statement, run.node, run.library, run.callee, waits->kind != Kind::Number);
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
    if (before->kind != Kind::Unknown && before != at && before != now)
      now = values_.unknown("one of several bound values");
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
        if (index->kind == Kind::Number)
          bindOne(frame, one, std::to_string(std::atoll(index->text->c_str()) - row.base + 1), value, row.each);
        else if (index->kind == Kind::Literal)
          bindOne(frame, one, *index->text, value, row.each);
        else
          bindOne(frame, one, "*", value, row.each);
      });
      return;
    }
    case Bind::Next:
      if (V value = slotPlace(call, row.value)) each_statement([&](V one) { bindNext(frame, one, value, row.each); });
      return;
    case Bind::Following: {
      std::vector<V> values;
      std::size_t count = row.bind_count < 0 ? call.values.size() : static_cast<std::size_t>(row.bind_count);
      for (std::size_t i = static_cast<std::size_t>(std::max(row.bind_from, 0));
           i < call.values.size() && values.size() < count; ++i) {
        V plain = dereference(frame, call.values[i]);
        if (plain->kind == Kind::List && !plain->text)
          values.insert(values.end(), plain->kids.begin(), plain->kids.end());
        else
          values.push_back(call.values[i]);
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
          for (std::size_t i = 0; i < array->kids.size(); ++i)
            bindOne(frame, one, std::to_string(i + 1), member(array->kids[i]), row.each);
        } else if (array->kind == Kind::Object) {
          auto fields = frame.state.objects[array->index]->fields;
          bool any = false;
          for (auto& [field, value] : fields) {
            if (!field->starts_with("[")) continue;
            any = true;
            std::string inside = field->substr(1, field->size() - 2);
            bool number = !inside.empty() && std::isdigit(static_cast<unsigned char>(inside[0]));
            bindOne(frame, one,
                    number           ? std::to_string(std::atoi(inside.c_str()) + 1)
                    : inside.empty() ? "*"
                                     : inside,
                    member(value), row.each);
          }
          if (!any && !row.member.empty()) bindOne(frame, one, "1", member(array), row.each);
        } else if (isSymbol(array)) {
          // An array of the caller's: which element goes where is its business, any of them is what is known here.
          for (int i = 0; i < 12; ++i)
            bindOne(frame, one, std::to_string(i + 1),
                    member(loadSymbol(frame, values_.member(array, values_.str("[" + std::to_string(i) + "]")))),
                    row.each);
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
    if (index && index->kind == Kind::Literal && !index->text->empty())
      bindOne(frame, statement, *index->text, value, is_each);
    else
      bindNext(frame, statement, value, is_each);
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
        if (static_cast<std::size_t>(column) < columns.size() &&
            !columns[static_cast<std::size_t>(column)].table.empty())
          source = values_.row(values_.str(columns[static_cast<std::size_t>(column)].table),
                               values_.str(columns[static_cast<std::size_t>(column)].column));
      }
      store(frame, value, source);
      if (at) store(frame, at, values_.number(column + 1));
    }
  }
}

}  // namespace touchgraph::linker
