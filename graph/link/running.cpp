#include "graph/link/machine.h"

#include <algorithm>
#include <utility>

// Statements that run: events, columns that are read, tables without SQL text.
namespace touchgraph::linker {

void Machine::runStatement(Frame& frame, V statement, Id node, const Library* library, const std::string* callee,
                           bool may) {
  if (statement->kind == Kind::OneOf) {
    // A statement made here or before: where the older one is only what this program assigns there, it is the one made
    // here.
    std::vector<V> made_here;
    for (V kid : statement->kids)
      if (kid->kind == Kind::Object) made_here.push_back(flat(frame, readField(frame, kid, text_field_)));
    // What lies under a key that is known was put there by whoever asked with that key.
    auto under_key = [](V kid) {
      for (; kid->kind == Kind::Member || kid->kind == Kind::Element; kid = kid->kids[0])
        if (kid->kind == Kind::Member && kid->text->starts_with("[") && *kid->text != "[]") return true;
      return false;
    };
    auto repeats = [&](V kid) {
      if (!isSymbol(kid) || (kid->has_param && !under_key(kid)) || made_here.empty()) return false;
      std::vector<V> found =
          assignedAnywhere(*frame.function, values_.member(kid, text_field_), true, &frame.summary->consulted);
      if (kid->has_param && found.empty()) return false;
      return std::all_of(found.begin(), found.end(),
                         [&](V v) { return std::find(made_here.begin(), made_here.end(), v) != made_here.end(); });
    };
    std::vector<V> kids;
    for (V kid : statement->kids)
      if (kid->kind != Kind::Null && !repeats(kid)) kids.push_back(kid);
    for (V kid : kids) runStatement(frame, kid, node, library, callee, kids.size() > 1);
    return;
  }
  if (statement->kind == Kind::Record) statement = thaw(frame, statement, nullptr);
  if (statement->kind == Kind::Ref) statement = objectAt(frame, statement);
  // What runs now does not run again by itself.
  std::erase_if(frame.deferred, [&](const Frame::Deferred& later) { return later.statement == statement; });
  const Object* held = statement->kind == Kind::Object ? objectIn(frame.state, statement) : nullptr;
  if (held && held->fields.contains(held_field_))
    edit(frame, statement->index).fields[held_field_] = values_.number("0");
  Event event = eventAt(frame, node);
  event.library = library;
  event.callee = callee;
  event.may = may || frame.state.may;
  if (statement->kind == Kind::Object || isSymbol(statement)) {
    event.text = flat(frame, readField(frame, statement, text_field_));
    if (isNotSet(event.text)) event.text = values_.unknown("no statement was prepared here that could be followed");
    mergeBinds(frame, statement, event);
    noteExecuted(frame, statement);
  } else {
    event.text = statement->kind == Kind::Unknown ? statement : values_.unknown("statement that is not known");
  }
  executed_sites.insert({event.function, event.node});
  if (event.text->kind == Kind::Literal && event.text->text->find_first_not_of(" \t\r\n;") == std::string::npos) return;
  charge(frame, node, event);
  addEvent(frame, std::move(event));
  // Values added after a run start over.
  if (V next = fieldPlace(frame, statement, next_field_);
      next && (statement->kind == Kind::Object || isSymbol(statement)))
    if (load(frame, next)->kind == Kind::Number) store(frame, next, values_.number("0"));
}

/// `for (auto row : query)`: the begin() of a library's class that runs what it is called on, which no call names.
void Machine::beginRange(Frame& frame, Id range, V container) {
  Str type = frame.unit->str(frame.unit->node(range).type);
  if (!type) return;
  for (const Model& model : program_.modelsByName(nameOfClassSymbol(*type) + "::begin")) {
    const ModelRow& row = *model.row;
    if (row.role == Role::Statement && row.run && row.statement.kind == Slot::Kind::Receiver)
      runStatement(frame, objectAt(frame, container), range, model.library, &row.callee, false);
    if (!row.also) return;
  }
}

void Machine::notePrepared(CallSiteView& call, V statement, bool also) {
  Frame& frame = *call.frame;
  V sites = fieldPlace(frame, statement, sites_field_);
  if (!sites) return;
  V site = values_.literal(std::to_string(frame.function->id) + ":" + std::to_string(call.node_id));
  V old = also ? load(frame, sites) : nullptr;
  if (old && (old->kind == Kind::Literal || old->kind == Kind::OneOf)) site = values_.oneOf({old, site});
  store(frame, sites, site);
}

void Machine::noteExecuted(Frame& frame, V statement) {
  auto add_site = [&](V site) {
    if (site->kind != Kind::Literal) return;
    std::size_t colon = site->text->find(':');
    if (colon == std::string::npos) return;
    executed_sites.insert({static_cast<FunctionId>(std::stoul(site->text->substr(0, colon))),
                           static_cast<Id>(std::stoul(site->text->substr(colon + 1)))});
  };
  V sites = flat(frame, readField(frame, statement, sites_field_));
  if (isSymbol(sites)) {
    for (V found : assignedAnywhere(*frame.function, sites, true, nullptr)) add_site(found);
  } else if (sites->kind == Kind::OneOf) {
    for (V kid : sites->kids) add_site(kid);
  } else {
    add_site(sites);
  }
}

bool Machine::servesManyClasses(Frame& frame, const Event& event) {
  const Function& function = *frame.function;
  if (!event.text || !event.text->has_this || !function.class_symbol || program_.callersOf(function.id).empty())
    return false;
  // What each class derived from this one makes of the text: when they differ, the method is theirs, not its own.
  std::vector<Str> classes = program_.withDerived(function.class_symbol);
  if (classes.size() < 3) return false;
  bool many = false;
  values_.rewrite(event.text, [&](V v) -> V {
    if (!isSymbol(v)) return nullptr;
    if (rootOf(v)->kind != Kind::This || many) return v;
    std::vector<Str> path;
    V step = v;
    for (; step->kind == Kind::Member || step->kind == Kind::Element; step = step->kids[0])
      path.insert(path.begin(), step->kind == Kind::Element ? any_ : step->text);
    std::set<std::vector<V>> different;
    if (!path.empty())
      for (Str derived : classes) {
        if (derived == function.class_symbol) continue;
        std::vector<V> of_class = fields_.lookup(derived, path, false);
        std::erase_if(of_class, [](V value) { return !value->has_text; });  // others make no table
        if (!of_class.empty()) different.insert(of_class);
      }
    many = different.size() > 1;
    return v;
  });
  return many;
}

void Machine::charge(Frame& frame, Id node, Event& event) {
  auto key = std::make_tuple(frame.function->id, node, event.function, event.node);
  if (frame.generic) {
    Event probe = event;
    bool known = settle(*frame.function, probe, false, &frame.summary->consulted);
    event.by_class = known && servesManyClasses(frame, event);
    known = known && !event.by_class;
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
  if (row.bind == Bind::Array && !row.value) {
    std::vector<V> all;
    for (std::size_t i = 0; i < columns.size(); ++i) all.push_back(value_of(i));
    return all.empty() ? unknown : values_.list(std::move(all));
  }
  if (row.bind == Bind::Array) {
    V list = dereference(frame, slotValue(call, row.value));
    if (list->kind == Kind::Object) {
      auto fields = frame.state.objects[list->index]->fields;
      for (auto& [field, element] : fields) {
        if (!field->starts_with("[")) continue;
        std::string inside = field->substr(1, field->size() - 2);
        if (inside.empty() || !std::isdigit(static_cast<unsigned char>(inside[0]))) continue;
        V target =
            row.member.empty() ? element : readField(frame, dereference(frame, element), values_.str(row.member));
        if (target->kind == Kind::Ref)
          store(frame, target, value_of(static_cast<std::size_t>(std::atoi(inside.c_str()))));
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
        return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](unsigned char x, unsigned char y) {
                 return std::tolower(x) == std::tolower(y);
               });
      };
      for (std::size_t i = 0; i < columns.size(); ++i)
        if (same(columns[i].name, *index->text)) result = value_of(i);
    }
  }
  if (row.value && row.value.kind != Slot::Kind::Result)
    if (V place = slotPlace(call, row.value); place && (place->kind == Kind::Ref || isSymbol(place)))
      store(frame, place, result);
  return result;
}

V Machine::templateMember(CallSiteView& call, const std::string& name) {
  Frame& frame = *call.frame;
  std::vector<Str> classes;
  for (Id i = 0; i < call.callee->template_argument_count; ++i)
    classes.push_back(frame.unit->str(frame.unit->facts->kids[call.callee->first_template_argument + i]));
  while (!classes.empty()) {
    Str symbol = values_.str(*classes.front() + "@" + name);
    if (program_.findGlobal(symbol)) return flat(frame, loadSymbol(frame, values_.global(symbol)));
    const Class* mapped = program_.findClass(classes.front());
    classes.erase(classes.begin());
    if (mapped) classes.insert(classes.begin(), mapped->bases.begin(), mapped->bases.end());
  }
  return nullptr;
}

V Machine::applyAccess(CallSiteView& call, const Model& model) {
  const ModelRow& row = *model.row;
  Frame& frame = *call.frame;
  passed(call);
  V table = row.table_member.empty() ? slotValue(call, row.table) : templateMember(call, row.table_member);
  table = table ? inText(frame, table) : values_.unknown("table name is not known");
  if (table->kind == Kind::List && !table->kids.empty()) {  // {"schema", "table"}
    std::vector<V> path;
    for (V part : table->kids) {
      if (!path.empty()) path.push_back(values_.literal("."));
      path.push_back(inText(frame, part));
    }
    table = values_.concat(path);
  }
  if (isSymbol(table)) {
    std::vector<V> found = assignedAnywhere(*frame.function, table, true, &frame.summary->consulted);
    if (!found.empty()) table = values_.oneOf(found);
  }
  std::vector<V> columns;
  if (row.columns) {
    for (std::size_t i = static_cast<std::size_t>(row.columns.index); i < call.values.size(); ++i) {
      V value = dereference(frame, call.values[i]);
      if (value->kind == Kind::List)
        for (V kid : value->kids) columns.push_back(text(frame, kid));
      else
        columns.push_back(text(frame, value));
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
    V column = row.key_member.empty() ? values_.literal("rowid") : templateMember(call, row.key_member);
    V key = slotPlace(call, row.index);
    if (key && column && column->kind == Kind::Literal) {
      literal(" WHERE " + *column->text + " = :tg_rowid");
      binds["tg_rowid"] = key;
    }
  }
  Event event = eventAt(frame, call.node_id);
  event.text = values_.concat(parts);
  for (auto& [key, value] : binds) event.binds[key] = flat(frame, dereference(frame, value));
  event.library = model.library;
  event.callee = &frame.unit->facts->str(call.callee->name);
  executed_sites.insert({event.function, event.node});
  charge(frame, call.node_id, event);
  addEvent(frame, std::move(event));
  return call.node->op == Op::Construct ? newObject(frame, frame.unit->str(call.callee->class_symbol))
                                        : values_.unknown("result of " + *event.callee);
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
      if (also)
        store(frame, also, value, load(frame, also)->kind == Kind::Literal || load(frame, also)->kind == Kind::OneOf);
    } else if (V place = fieldPlace(frame, statement, row.table ? table_field_ : filter_field_)) {
      store(frame, place, value);
    }
    executed_sites.insert({frame.function->id, call.node_id});
    return statement;
  }
  V table = flat(frame, readField(frame, statement, table_field_));
  V filter = flat(frame, readField(frame, statement, filter_field_));
  if (isNotSet(table)) table = values_.unknown("the table of the model is not known");
  if (filter->kind == Kind::Unknown || (filter->kind == Kind::Literal && filter->text->empty())) filter = nullptr;
  // A filter somebody may have set elsewhere is not known here.
  if (filter && isSymbol(filter) && assignedAnywhere(*frame.function, filter, true, &frame.summary->consulted).empty())
    filter = nullptr;
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
  V pending = fieldPlace(frame, statement, values_.str("$pending"));
  if (row.op == "write") {
    // What was done to a model that only this body knows has been said; one that others edit may have been changed.
    const Object* own = statement->kind == Kind::Object ? objectIn(frame.state, statement) : nullptr;
    V done = pending ? load(frame, pending) : nullptr;
    const bool said = own && !own->base && !own->origin && !own->fields.contains(values_.str("$shared")) && done &&
                      done->kind == Kind::Literal && *done->text != "update";
    if (said) {
      executed_sites.insert({frame.function->id, call.node_id});
      return values_.unknown("result of " + frame.unit->facts->str(call.callee->name));
    }
  } else if (row.op != "read" && pending) {
    V before = load(frame, pending);
    store(frame, pending, values_.literal(row.op), before->kind == Kind::Literal || before->kind == Kind::OneOf);
  }
  run(row.op);
  for (auto& parts : texts) {
    Event event = eventAt(frame, call.node_id);
    event.text = values_.concat(parts);
    event.library = model.library;
    event.callee = &frame.unit->facts->str(call.callee->name);
    executed_sites.insert({event.function, event.node});
    charge(frame, call.node_id, event);
    addEvent(frame, std::move(event));
  }
  return values_.unknown("result of " + frame.unit->facts->str(call.callee->name));
}

}  // namespace touchgraph::linker
