#include "graph/link/machine.h"

#include <algorithm>
#include <charconv>

// Expressions: what a node is worth, and which place it names.
namespace touchgraph::linker {

std::optional<bool> Machine::truth(V value) {
  if (value->kind == Kind::Number) return *value->text != "0";
  if (value->kind == Kind::Null) return false;
  if (value->kind == Kind::Literal || value->kind == Kind::Function) return true;
  if (value->kind == Kind::Concat) return true;  // a text that was put together is somewhere
  return std::nullopt;
}

V Machine::place(Frame& frame, Id id) {
  const Node& node = frame.unit->node(id);
  auto kid = [&](std::size_t i) { return frame.unit->kid(node, i); };
  switch (node.op) {
    case Op::Local: {
      if (node.a >= frame.locals.size()) return nullptr;
      V cell = values_.ref(frame.locals[node.a], values_.empty());
      const auto& locals = frame.function->facts->locals;
      if (node.a < locals.size() && locals[node.a].is_reference) {
        V target = load(frame, cell);
        if (target->kind == Kind::Ref || target->kind == Kind::OneOf || isSymbol(target) ||
            target->kind == Kind::Object)
          return target;
      }
      return cell;
    }
    case Op::Param: {
      if (node.a >= frame.params.size()) return nullptr;
      V cell = values_.ref(frame.params[node.a], values_.empty());
      const ParameterFacts& parameter = frame.function->facts->params[node.a];
      bool is_reference = parameter.type_name != kNone && frame.unit->facts->str(parameter.type_name).ends_with("&");
      if (is_reference) {
        V target = load(frame, cell);
        if (isSymbol(target)) {
          V now = loadSymbol(frame, target);
          if (now->kind == Kind::Ref) return now;
          return target;
        }
        if (target->kind == Kind::Ref || target->kind == Kind::OneOf || target->kind == Kind::Object) return target;
      }
      return cell;
    }
    case Op::Capture: {
      V symbol = values_.symbol(Kind::Capture, node.a);
      V now = loadSymbol(frame, symbol);
      if (now->kind == Kind::Ref || now->kind == Kind::Object) return now;
      return symbol;
    }
    case Op::This: {
      V self = values_.symbol(Kind::This, 0);
      V now = loadSymbol(frame, self);
      return now->kind == Kind::Ref || now->kind == Kind::Object ? now : self;
    }
    case Op::Global:
      return values_.global(frame.unit->str(node.a));
    case Op::Field: {
      V base = placed(frame, kid(0));
      return fieldPlace(frame, base, frame.unit->str(node.a));
    }
    case Op::Index: {
      V index = currentValue(frame, evaluate(frame, kid(1)));
      V base = placed(frame, kid(0));
      V at = elementPlace(frame, base, index);
      // Which element it is, the caller says: here the place itself stands for it, or it pays to know.
      return isElementAt(at) ? at : elementPlace(frame, base, knownParameter(frame, index));
    }
    case Op::Deref: {
      V pointer = evaluate(frame, kid(0));
      return pointer->kind == Kind::Ref || pointer->kind == Kind::Object || pointer->kind == Kind::OneOf ||
                     isSymbol(pointer)
                 ? pointer
                 : nullptr;
    }
    case Op::AddressOf:
      return place(frame, kid(0));
    case Op::Choice: {
      V condition = evaluate(frame, kid(0));
      V a = place(frame, kid(1)), b = place(frame, kid(2));
      if (std::optional<bool> decided = truth(knownParameter(frame, condition))) return *decided ? a : b;
      if (!a || !b) return a ? a : b;
      return values_.oneOf({a, b});
    }
    case Op::Assign:
    case Op::Increment:
      evaluate(frame, id);
      return place(frame, kid(0));
    case Op::Call:
    case Op::CallValue:
    case Op::Construct:
    case Op::Block: {
      V value = evaluate(frame, id);
      if (value->kind == Kind::Ref || value->kind == Kind::Object || isSymbol(value) || value->kind == Kind::OneOf)
        return value;
      return nullptr;
    }
    default:
      return nullptr;
  }
}

V Machine::placed(Frame& frame, Id id) {
  switch (frame.unit->node(id).op) {
    case Op::Call:
    case Op::CallValue:
    case Op::Construct:
    case Op::Block:
      return evaluate(frame, id);
    default:
      V at = place(frame, id);
      return at ? at : evaluate(frame, id);
  }
}

V Machine::evaluate(Frame& frame, Id id) {
  if (frame.out_of_steps) return values_.unknown("the function is too large to be followed to its end");
  ++frame.steps;
  const Node& node = frame.unit->node(id);
  V value = evaluateNode(frame, id, node);
  if (value && value->kind == Kind::Unknown && (node.op == Op::Call || node.op == Op::CallValue) &&
      node.type != kNone) {
    // Which object it is cannot be told, but of which class.
    Str type = frame.unit->str(node.type);
    const Class* c = program_.findClass(type);
    if (c && c->has_definition) return instanceOf(type);
  }
  return value ? value : values_.unknown("no value");
}

V Machine::evaluateNode(Frame& frame, Id id, const Node& node) {
  auto kid = [&](std::size_t i) { return frame.unit->kid(node, i); };
  switch (node.op) {
    case Op::Text:
      return values_.literal(*frame.unit->str(node.a));
    case Op::Number:
      return values_.number(*frame.unit->str(node.a), frame.unit->str(node.b));
    case Op::Null:
      return values_.null();
    case Op::Local:
    case Op::Param:
    case Op::Capture:
    case Op::This:
    case Op::Global:
    case Op::Field:
    case Op::Index: {
      V at = place(frame, id);
      if (!at) {
        if (node.op == Op::Field) return readField(frame, evaluate(frame, kid(0)), frame.unit->str(node.a));
        if (node.op == Op::Index) return readElement(frame, evaluate(frame, kid(0)), evaluate(frame, kid(1)));
        return values_.unknown("no value");
      }
      return load(frame, at);
    }
    case Op::FunctionRef: {
      const Callee& callee = frame.unit->facts->callees[node.a];
      Str symbol = frame.unit->str(callee.symbol);
      if (const Function* target = program_.find(symbol)) return values_.function(target->id, {});
      return values_.external(symbol, frame.unit->str(callee.name));
    }
    case Op::AddressOf: {
      const Node& target = frame.unit->node(kid(0));
      if (target.op == Op::Index) {
        // `&buf[n]` where the buffer holds a text.
        V content = dereference(frame, evaluate(frame, frame.unit->kid(target, 0)));
        if (content->kind == Kind::Literal || content->kind == Kind::Concat ||
            (content->kind == Kind::OneOf && content->has_text))
          return values_.unknown("text from an offset");
      }
      return placed(frame, kid(0));
    }
    case Op::Deref: {
      V pointer = evaluate(frame, kid(0));
      if (pointer->kind == Kind::List && !pointer->text)  // a pointer into an array is what is left of it
        return pointer->kids.empty() ? values_.unknown("element past the end") : dereference(frame, pointer->kids[0]);
      if (pointer->kind == Kind::Global && isArray(frame, pointer)) return values_.element(pointer);
      return dereference(frame, pointer);
    }
    case Op::Call:
      return evaluateCall(frame, id, node);
    case Op::CallValue: {
      V function = evaluate(frame, kid(0));
      std::vector<V> arguments;
      std::size_t first = 1;
      if (node.flags & kHasReceiver) {
        V object = placed(frame, kid(1));
        function = values_.bound(dereference(frame, function), object);
        first = 2;
      }
      for (std::size_t i = first; i < node.kid_count; ++i) arguments.push_back(evaluate(frame, kid(i)));
      if (std::optional<V> result = callLibraryValue(frame, id, node, function)) return *result;
      noteUnknownTarget(frame, id, node, function);
      return callValue(frame, id, function, arguments, false);
    }
    case Op::Construct:
      return evaluateConstruct(frame, id, node);
    case Op::Lambda: {
      std::vector<V> captures;
      for (std::size_t i = 0; i < node.kid_count; ++i) captures.push_back(evaluate(frame, kid(i)));
      FunctionId lambda = program_.lambda(frame.unit, node.a);
      if (lambda == kNone) return values_.unknown("lambda without body");
      V value = values_.function(lambda, captures);
      frame.uncalled_lambdas[lambda] = value;
      return value;
    }
    case Op::Choice: {
      V condition = evaluate(frame, kid(0));
      if (std::optional<bool> decided = truth(knownParameter(frame, condition)))
        return evaluate(frame, kid(*decided ? 1 : 2));
      bool may = frame.state.may;
      frame.state.may = true;
      State before = frame.state;
      V a = evaluate(frame, kid(1));
      State after = std::move(frame.state);
      frame.state = std::move(before);
      V b = evaluate(frame, kid(2));
      frame.state = joinStates(values_, after, frame.state);
      frame.state.may = may;
      return values_.join(a, b);
    }
    case Op::Binary:
      return evaluateBinary(frame, node);
    case Op::Unary: {
      V operand = knownParameter(frame, evaluate(frame, kid(0)));
      const std::string& op = *frame.unit->str(node.a);
      if (op == "!") {
        if (std::optional<bool> t = truth(operand)) return values_.number(*t ? "0" : "1");
      } else if (op == "-" && operand->kind == Kind::Number) {
        return values_.number(operand->text->starts_with("-") ? operand->text->substr(1) : "-" + *operand->text);
      } else if (op == "+") {
        return operand;
      }
      return values_.unknown("result of " + op);
    }
    case Op::Increment: {
      V at = place(frame, kid(0));
      if (!at) return values_.unknown(kCounter);
      V held = load(frame, at);
      V old = dereference(frame, held);
      V next = held->kind == Kind::Ref ? values_.oneOf({held, values_.unknown(kOffset)}) : values_.unknown(kCounter);
      long long n = 0;
      if (old->kind == Kind::Number &&
          std::from_chars(old->text->data(), old->text->data() + old->text->size(), n).ec == std::errc())
        next = values_.number(*frame.unit->str(node.a) == "++" ? n + 1 : n - 1);
      else if (old->kind == Kind::List && !old->text && !old->kids.empty() && *frame.unit->str(node.a) == "++")
        next = values_.list(std::vector<V>(old->kids.begin() + 1, old->kids.end()));
      else if (old->kind == Kind::Global && isArray(frame, old))
        next = old;
      store(frame, at, next);
      return (node.flags & kPrefix) ? next : held->kind == Kind::Ref ? held : old;
    }
    case Op::List: {
      std::vector<V> elements;
      for (std::size_t i = 0; i < node.kid_count; ++i) elements.push_back(evaluate(frame, kid(i)));
      return values_.list(std::move(elements), frame.unit->str(node.a));
    }
    case Op::Assign: {
      V value = evaluate(frame, kid(1));
      if (frame.unit->node(kid(0)).op == Op::Index && node.a != kNone && frame.unit->str(node.a)->empty() &&
          storeCharacter(frame, frame.unit->node(kid(0)), value))
        return value;
      if (node.flags & kCopy) {
        // What refers to parts of the object goes on to do so.
        V at = place(frame, kid(0));
        V content = at && at->kind == Kind::Ref ? load(frame, at) : nullptr;
        V from = dereference(frame, value);
        if (content && content->kind == Kind::Object && (from->kind == Kind::Object || isSymbol(from))) {
          store(frame, content, from);
          return at;
        }
      }
      V at = place(frame, kid(0));
      const std::string op = node.a == kNone ? "" : *frame.unit->str(node.a);
      if (!op.empty()) {
        V old = at ? dereference(frame, load(frame, at)) : values_.unknown("no place");
        long long a = 0, b = 0;
        V amount = dereference(frame, value);
        auto number = [](V v, long long& n) {
          return v->kind == Kind::Number &&
                 std::from_chars(v->text->data(), v->text->data() + v->text->size(), n).ec == std::errc();
        };
        if (op == "+" && number(old, a) && number(amount, b))
          value = values_.number(a + b);
        else if (op == "-" && number(old, a) && number(amount, b))
          value = values_.number(a - b);
        else if (op == "|" && number(old, a) && number(amount, b))
          value = values_.number(a | b);
        else
          value = values_.unknown("computed value");
      }
      if (at) store(frame, at, value);
      return at ? at : value;
    }
    case Op::Unknown: {
      std::vector<V> parts;
      for (std::size_t i = 0; i < node.kid_count; ++i) parts.push_back(evaluate(frame, kid(i)));
      if (node.a != kNone && *frame.unit->str(node.a) == "array made by new")
        return values_.ref(newObject(frame, nullptr)->index, values_.empty());
      return values_.unknown(node.a == kNone ? "expression that is not followed" : *frame.unit->str(node.a));
    }
    case Op::Block: {
      // Comma expressions and statement expressions: the last kid is the value.
      V value = nullptr;
      for (std::size_t i = 0; i < node.kid_count; ++i) {
        const Node& inner = frame.unit->node(kid(i));
        ++frame.in_expression;
        if (inner.op >= Op::Declare && inner.op != Op::Block)
          execute(frame, kid(i));
        else
          value = evaluate(frame, kid(i));
        --frame.in_expression;
      }
      return value;
    }
    default:
      execute(frame, id);
      return nullptr;
  }
}

bool Machine::isArray(Frame& frame, V global) {
  V content = known(frame, global);
  return content->kind == Kind::List && !content->text;
}

V Machine::evaluateBinary(Frame& frame, const Node& node) {
  const std::string& op = *frame.unit->str(node.a);
  Id left_id = frame.unit->kid(node, 0), right_id = frame.unit->kid(node, 1);
  if (op == "&&" || op == "||") {
    V left = evaluate(frame, left_id);
    std::optional<bool> decided = truth(knownParameter(frame, left));
    if (decided && *decided == (op == "||")) return values_.number(op == "||" ? "1" : "0");
    bool may = frame.state.may;
    if (!decided) frame.state.may = true;
    State before = frame.state;
    V right = evaluate(frame, right_id);
    if (!decided) {
      frame.state = joinStates(values_, before, frame.state);
      frame.state.may = may;
      return values_.unknown("condition");
    }
    if (std::optional<bool> r = truth(knownParameter(frame, right))) return values_.number(*r ? "1" : "0");
    return values_.unknown("condition");
  }
  if (op == "offset") {
    // Where exactly it points now is not known, but still into the same thing.
    V pointer = evaluate(frame, left_id);
    evaluate(frame, right_id);
    if (pointer->kind == Kind::List) return values_.unknown("element at an offset");
    return pointer->kind == Kind::Ref || pointer->kind == Kind::Object || pointer->kind == Kind::OneOf ||
                   isSymbol(pointer)
               ? values_.oneOf({pointer, values_.unknown(kOffset)})
               : values_.unknown(kOffset);
  }
  V left = knownParameter(frame, evaluate(frame, left_id));
  V right = knownParameter(frame, evaluate(frame, right_id));
  long long a = 0, b = 0;
  bool wraps = false;  // std::string::npos is larger than every position
  auto number = [&](V v, long long& n) {
    if (v->kind == Kind::Number && v->text->size() > 18) wraps = true;
    std::optional<long long> whole = integer(v);
    if (whole) n = *whole;
    return whole.has_value();
  };
  if (left->kind == Kind::List && left->text && *left->text == "$length,$less" && op == "-" && number(right, b) &&
      integer(left->kids[1]))
    return values_.list({left->kids[0], values_.number(*integer(left->kids[1]) + b)}, left->text);
  if (number(left, a) && number(right, b) &&
      !(wraps && (op == "<" || op == ">" || op == "<=" || op == ">=" || op == "/" || op == "%"))) {
    auto truth_value = [&](bool t) { return values_.number(t ? "1" : "0"); };
    if (op == "+") return values_.number(a + b);
    if (op == "-") return values_.number(a - b);
    if (op == "*" && std::abs(a) < 1'000'000'000 && std::abs(b) < 1'000'000'000) return values_.number(a * b);
    if (op == "/" && b != 0) return values_.number(a / b);
    if (op == "%" && b != 0) return values_.number(a % b);
    if (op == "|") return values_.number(a | b);
    if (op == "&") return values_.number(a & b);
    if (op == "==") return truth_value(a == b);
    if (op == "!=") return truth_value(a != b);
    if (op == "<") return truth_value(a < b);
    if (op == ">") return truth_value(a > b);
    if (op == "<=") return truth_value(a <= b);
    if (op == ">=") return truth_value(a >= b);
  }
  if (op == "==" || op == "!=") {
    bool left_null = left->kind == Kind::Null, right_null = right->kind == Kind::Null;
    auto surely_set = [](V v) {
      return v->kind == Kind::Object || v->kind == Kind::Ref || v->kind == Kind::Literal || v->kind == Kind::Function;
    };
    if (left_null && right_null) return values_.number(op == "==" ? "1" : "0");
    if ((left_null && surely_set(right)) || (right_null && surely_set(left)))
      return values_.number(op == "==" ? "0" : "1");
  }
  if (op == "+" && (left->has_text || left->kind == Kind::List)) return values_.unknown("text from an offset");
  return values_.unknown("result of " + op);
}

}  // namespace touchgraph::linker
