#include "graph/link/machine.h"

#include <algorithm>
#include <set>
#include <sstream>

// Code that cannot be seen ran: what it was given to change, nobody knows any more. Texts and statements in objects of
// the program's classes stay, as losing them would hide what is executed later; numbers, flags and null pointers go, as
// a branch decided by an old one would hide what is behind it.
namespace touchgraph::linker {
namespace {

bool isScalar(V value) {
  if (value->kind == Kind::List && !value->text) return std::all_of(value->kids.begin(), value->kids.end(), isScalar);
  return value->kind == Kind::Number || value->kind == Kind::Null;
}

bool isPlainPointee(const std::string& type) {
  return !type.ends_with("**") && !type.starts_with("void ") && !type.starts_with("char ") &&
         !type.starts_with("unsigned char ");
}

/// `int *`, `unsigned long *`
bool isNumberPointer(const std::string& type) {
  if (!type.ends_with(" *")) return false;
  std::istringstream words(type.substr(0, type.size() - 2));
  for (std::string word; words >> word;) {
    static const std::set<std::string> kWords = {"unsigned", "signed", "short", "int",   "long",
                                                 "bool",     "_Bool",  "float", "double"};
    if (!kWords.contains(word)) return false;
  }
  return true;
}

/// How a parameter of the type lets the function change what is passed.
struct Access {
  bool may_change = true;  ///< unless it is const
  bool by_place = true;    ///< a pointer or a reference
};

Access accessOf(const std::vector<std::string>& types, std::size_t i) {
  if (i >= types.size()) return {};  // variadic
  std::string type = types[i];
  if (type.ends_with("const")) type.erase(type.size() - 5);
  const bool by_place = type.ends_with('*') || type.ends_with('&');
  return {!(by_place && type.starts_with("const ") && !type.ends_with("**") && !type.ends_with("*&")), by_place};
}

}  // namespace

void Machine::forget(Frame& frame, V value, const std::string& reason) {
  if (value->kind == Kind::Ref) {
    V content = load(frame, value);
    if (content->kind == Kind::Object) return forget(frame, content, reason);
    if (content->kind == Kind::Function) return;
    store(frame, value, values_.unknown(reason));
  } else if (value->kind == Kind::Object) {
    const Object* object = objectIn(frame.state, value);
    if (!object) return;
    if (object->fields.contains(text_field_) || object->fields.contains(table_field_)) {
      edit(frame, value->index).fields[values_.str("$shared")] = values_.number("1");
      return;
    }
    if (const Class* c = object->class_symbol ? program_.findClass(object->class_symbol) : nullptr;
        c && c->has_definition)
      return forgetScalars(frame, value, reason);
    Object& edited = edit(frame, value->index);
    edited.fields.clear();
    edited.base = values_.unknown(reason);
  } else if (value->kind == Kind::OneOf) {
    for (V kid : value->kids) forget(frame, kid, reason);
  } else if (isSymbol(value)) {
    if (value->kind == Kind::This || typeOf(*frame.function, value))
      forgetScalars(frame, value, reason);
    else if (value->kind != Kind::Global || isScalar(loadSymbol(frame, value)))
      frame.state.overlay[value] = values_.unknown(reason);
  }
}

void Machine::forgetScalars(Frame& frame, V object, const std::string& reason) {
  std::vector<V> open = {object};
  std::set<V, BySerial> seen;
  while (!open.empty()) {
    V one = open.back();
    open.pop_back();
    if (!seen.insert(one).second) continue;
    if (one->kind == Kind::Ref) {
      V content = load(frame, one);
      if (isScalar(content)) {
        store(frame, one, values_.unknown(reason));
      } else {
        if (content->kind == Kind::Record || (content->kind == Kind::List && content->text)) {
          content = thaw(frame, content, nullptr);
          store(frame, one, content);
        }
        open.push_back(content);
      }
    } else if (one->kind == Kind::OneOf) {
      open.insert(open.end(), one->kids.begin(), one->kids.end());
    } else if (one->kind == Kind::Object && objectIn(frame.state, one)) {
      const auto fields = objectIn(frame.state, one)->fields;
      for (auto& [field, value] : fields) {
        if (field->starts_with("$")) continue;  // ours, not the program's
        if (isScalar(value)) edit(frame, one->index).fields[field] = values_.unknown(reason);
        if (value->kind == Kind::Object) open.push_back(value);
      }
      if (V origin = objectIn(frame.state, one)->origin; origin && isSymbol(origin)) open.push_back(origin);
    } else if (isSymbol(one)) {
      frame.summary->changed.insert(one);
      forgetOverlay(frame, reason, [&](V place) {
        for (; place->kind == Kind::Member || place->kind == Kind::Element; place = place->kids[0])
          if (place->kids[0] == one) return true;
        return false;
      });
    }
  }
}

void Machine::forgetOverlay(Frame& frame, const std::string& reason, const std::function<bool(V)>& concerns) {
  for (auto& [place, value] : frame.state.overlay)
    if (isScalar(value) && concerns(place)) value = values_.unknown(reason);
}

void Machine::forgetGlobals(Frame& frame, const std::string& reason) {
  frame.summary->changed_globals = true;
  forgetOverlay(frame, reason, [](V place) { return rootOf(place)->kind == Kind::Global; });
}

void Machine::forgetPassed(Frame& frame, const std::string& signature, V receiver, const std::vector<V>& values,
                           const std::string& reason) {
  const std::vector<std::string> types = parameterTypes(signature);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Access access = accessOf(types, i);
    if (!access.may_change || !values[i]) continue;
    const bool typed = isSymbol(values[i]) && typeOf(*frame.function, values[i]);
    const bool pointee = isSymbol(values[i]) && i < types.size() && (typed || isPlainPointee(types[i]));
    const bool object = values[i]->kind == Kind::Object || values[i]->kind == Kind::OneOf;
    if (values[i]->kind == Kind::Ref || (access.by_place && (object || pointee))) forget(frame, values[i], reason);
  }
  if (receiver) forget(frame, receiver, reason);
}

void Machine::passArrays(CallSiteView& call, const Function& callee) {
  for (std::size_t i = 0; i < call.values.size() && i < callee.facts->params.size(); ++i) {
    if (call.values[i]->kind != Kind::List || !isScalar(call.values[i])) continue;
    if (!writesThrough(*callee.unit, callee.facts->params[i])) continue;
    V target = targetOf(call, argument(static_cast<int>(i)));
    if (target && (target->kind == Kind::Ref || isSymbol(target))) call.values[i] = target;
  }
}

void Machine::forgetBuffers(CallSiteView& call) {
  // An array is passed as what is in it: code that gets it to write to may put anything there.
  if (call.callee->signature == kNone) return;
  const std::vector<std::string> types = parameterTypes(call.frame->unit->facts->str(call.callee->signature));
  for (std::size_t i = 0; i < call.arguments.size() && i < types.size(); ++i) {
    const bool characters = types[i] == "char *" || types[i] == "void *" || types[i] == "unsigned char *";
    const bool numbers = call.values[i]->kind == Kind::List && isScalar(call.values[i]);
    if (!(characters && call.values[i]->has_text) && !(numbers && accessOf(types, i).may_change)) continue;
    V target = targetOf(call, argument(static_cast<int>(i)));
    if (target && (target->kind == Kind::Ref || isSymbol(target)))
      store(*call.frame, target, values_.unknown("changed by " + call.frame->unit->facts->str(call.callee->name)));
  }
}

void Machine::forgetOutArguments(CallSiteView& call) {
  if (call.callee->signature == kNone) return;
  Frame& frame = *call.frame;
  const std::vector<std::string> types = parameterTypes(*frame.unit->str(call.callee->signature));
  for (std::size_t i = 0; i < call.values.size() && i < types.size(); ++i) {
    // Pointers: objects passed by reference have rows of their own.
    if (!types[i].ends_with('*') || !accessOf(types, i).may_change) continue;
    V at = call.values[i];
    if (at->kind != Kind::Ref && !isSymbol(at)) continue;
    V held = load(frame, at);
    if (held == at && isNumberPointer(types[i])) {  // the caller's variable
      frame.state.overlay[at] = values_.unknown("set by " + *frame.unit->str(call.callee->name));
      continue;
    }
    if (frame.unit->node(call.arguments[i]).op != Op::AddressOf) continue;
    if (held->kind == Kind::Number || held->kind == Kind::Null)
      store(frame, at, values_.unknown("set by " + *frame.unit->str(call.callee->name)));
  }
}

}  // namespace touchgraph::linker
