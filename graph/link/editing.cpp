#include "graph/link/machine.h"

#include <algorithm>
#include <charconv>

// Positions in texts: what is found, asked, replaced and cut at them, in strings of classes and in buffers of C.
//
// A text may be known in parts only. What stands before the first hole is known with its positions; a question that
// the known parts answer is answered, any other leaves both branches open.
namespace touchgraph::linker {

namespace {

const char* const kNowhere = "18446744073709551615";  // std::string::npos

std::vector<V> partsOf(V text) {
  return text->kind == Kind::Concat ? text->kids : std::vector<V>{text};
}

/// What the text begins with, as far as it is known; all of it when `whole`.
std::pair<std::string, bool> beginning(V text) {
  if (text->kind == Kind::Literal) return {*text->text, true};
  if (text->kind == Kind::Concat && text->kids[0]->kind == Kind::Literal) return {*text->kids[0]->text, false};
  return {"", false};
}

bool hasLiteral(V text) {
  std::vector<V> parts = partsOf(text);
  return std::any_of(parts.begin(), parts.end(), [](V v) { return v->kind == Kind::Literal && !v->text->empty(); });
}

/// The first `count` characters, when they are known.
std::optional<V> front(Values& values, V text, std::size_t count) {
  auto [start, whole] = beginning(text);
  if (count <= start.size() || whole) return values.literal(start.substr(0, std::min(count, start.size())));
  return std::nullopt;
}

/// The text without its first `count` characters, when they are known.
std::optional<V> rest(Values& values, V text, std::size_t count) {
  auto [start, whole] = beginning(text);
  if (count > start.size() && !whole) return std::nullopt;
  std::vector<V> parts = partsOf(text);
  if (!start.empty()) parts[0] = values.literal(start.substr(std::min(count, start.size())));
  return values.concat(parts);
}

}  // namespace

std::optional<long long> integer(V value) {
  if (value->kind != Kind::Number) return std::nullopt;
  const char *from = value->text->data(), *to = from + value->text->size();
  long long n = 0;
  if (std::from_chars(from, to, n).ec == std::errc()) return n;
  unsigned long long large = 0;
  if (std::from_chars(from, to, large).ec == std::errc()) return static_cast<long long>(large);
  return std::nullopt;
}

V Machine::source(Frame& frame, V value) {
  value = text(frame, value);
  auto ask = [&](V v) {
    if (isSymbol(v)) frame.summary->inspected.insert(v);
  };
  for (V part : partsOf(value)) ask(part);
  return value;
}

V Machine::applyEditing(CallSiteView& call, const ModelRow& row) {
  Frame& frame = *call.frame;
  switch (row.role) {
    case Role::TextFind:
      return findText(call, row);
    case Role::TextTest:
      return testText(call, row);
    case Role::TextReplace:
      return replaceText(call, row);
    case Role::TextCut:
      return cutText(call, row);
    case Role::TextLength: {
      V given = slotValue(call, row.text);
      // Not a reason to look into callers: passing a text on with its length says nothing about it.
      V in = given ? text(frame, given) : values_.unknown("length of a text");
      if (in->kind == Kind::Literal || in->kind == Kind::Number)
        return values_.number(static_cast<long long>(in->text->size()));
      // The length of just this text, so that what is cut off its end is known.
      if (in->kind == Kind::Concat || in->kind == Kind::OneOf)
        return values_.list({in, values_.number("0")}, values_.str("$length,$less"));
      return values_.unknown("length of a text");
    }
    default:
      return values_.unknown("text");
  }
}

V Machine::findText(CallSiteView& call, const ModelRow& row) {
  Frame& frame = *call.frame;
  V in = source(frame, slotValue(call, row.text));
  V what = textIn(call, row.value);
  if (isSymbol(what)) what = source(frame, what);
  V start = row.index ? slotValue(call, row.index) : nullptr;
  std::optional<long long> from = start ? integer(dereference(frame, start)) : std::optional<long long>(0);
  const bool last = row.op.starts_with("last");
  const bool plain = row.op.empty() || row.op == "last";
  V unknown = plain && what->kind == Kind::Literal ? what : values_.unknown("position in a text");
  if (what->kind != Kind::Literal || !from) return unknown;
  auto [known, whole] = beginning(in);
  if (!whole && (last || !hasLiteral(in))) return unknown;
  std::size_t at = static_cast<std::size_t>(*from);
  if (last && (!start || (*from == 0 && call.arguments.size() < 2))) at = std::string::npos;
  const std::string& w = *what->text;
  std::size_t found = row.op == "last"        ? known.rfind(w, at)
                      : row.op == "any"       ? known.find_first_of(w, at)
                      : row.op == "none"      ? known.find_first_not_of(w, at)
                      : row.op == "last any"  ? known.find_last_of(w, at)
                      : row.op == "last none" ? known.find_last_not_of(w, at)
                                              : known.find(w, at);
  if (found != std::string::npos) return values_.number(static_cast<long long>(found));
  if (!whole) return unknown;  // it may be in a hole
  return values_.number(row.literal.empty() ? kNowhere : row.literal);
}

V Machine::testText(CallSiteView& call, const ModelRow& row) {
  Frame& frame = *call.frame;
  auto side = [&](Slot slot) {
    V value = slotValue(call, slot);
    if (!value) return values_.unknown("text");
    // Only what callers know decides a branch, never what a field may hold.
    value = knownParameter(frame, text(frame, value));
    return value->kind == Kind::Number ? values_.unknown("text") : value;
  };
  V left = side(row.text), right = row.value ? side(row.value) : nullptr;
  std::optional<long long> count = row.index ? integer(dereference(frame, slotValue(call, row.index))) : std::nullopt;
  if (row.index && !count) return values_.unknown("comparison of texts");
  auto decide = [&](V a, V b) -> std::optional<int> {
    auto [a_start, a_whole] = beginning(a);
    if (row.op == "empty") {
      if (a_whole) return a_start.empty();
      return hasLiteral(a) ? std::optional<int>(0) : std::nullopt;
    }
    auto [b_start, b_whole] = beginning(b);
    if (row.index) {
      std::size_t n = static_cast<std::size_t>(std::max(0ll, *count));
      if ((!a_whole && a_start.size() < n) || (!b_whole && b_start.size() < n)) return std::nullopt;
      a_start = a_start.substr(0, n), b_start = b_start.substr(0, n);
      a_whole = b_whole = true;
    }
    if (row.op == "ends") {
      if (a_whole && b_whole) return a_start.ends_with(b_start);
      V end = partsOf(a).back();
      if (b_whole && end->kind == Kind::Literal && end->text->size() >= b_start.size())
        return end->text->ends_with(b_start);
      return std::nullopt;
    }
    if (row.op == "starts") {
      if (b_whole && (a_whole || a_start.size() >= b_start.size())) return a_start.starts_with(b_start);
    } else if (row.op == "contains") {
      if (a_whole && b_whole) return a_start.find(b_start) != std::string::npos;
      std::vector<V> parts = partsOf(a);
      if (b_whole && std::any_of(parts.begin(), parts.end(), [&, w = b_start](V v) {
            return v->kind == Kind::Literal && v->text->find(w) != std::string::npos;
          }))
        return 1;
      return std::nullopt;
    } else if (a_whole && b_whole) {
      if (row.op == "compare") return a_start < b_start ? -1 : a_start == b_start ? 0 : 1;
      return (a_start == b_start) == (row.op == "equal");
    }
    // Texts that part company where both are known are not the same.
    std::size_t shared = std::min(a_start.size(), b_start.size());
    bool differ = a_start.compare(0, shared, b_start, 0, shared) != 0 || (a_whole && b_start.size() > a_start.size()) ||
                  (b_whole && a_start.size() > b_start.size() && row.op != "starts");
    if (!differ) return std::nullopt;
    if (row.op == "compare") return 1;
    return row.op == "unequal";
  };
  auto alternativesOf = [](V v) { return v && v->kind == Kind::OneOf ? v->kids : std::vector<V>{v}; };
  std::optional<int> answer;
  for (V a : alternativesOf(left))
    for (V b : alternativesOf(right)) {
      std::optional<int> one = decide(a, b);
      if (!one || (answer && *answer != *one)) return values_.unknown("comparison of texts");
      answer = one;
    }
  return answer ? values_.number(*answer) : values_.unknown("comparison of texts");
}

V Machine::replaceText(CallSiteView& call, const ModelRow& row) {
  Frame& frame = *call.frame;
  V whole = row.text ? slotValue(call, row.text) : slotValue(call, call.receiver != kNone ? kReceiver : row.statement);
  V in = whole ? text(frame, whole) : values_.unknown("text");
  V index = slotValue(call, row.index);
  V from = index ? text(frame, index) : nullptr;
  V to = row.value ? textIn(call, row.value) : values_.literal("");
  if (isSymbol(in)) in = known(frame, in);
  if (from && isSymbol(from)) from = known(frame, from);
  const bool insert = row.op == "insert";
  std::optional<long long> position = from ? integer(from) : std::nullopt, count = 0;
  if (!insert) {
    V given = slotValue(call, argument(row.index.index + 1));
    count = given ? integer(dereference(frame, given)) : std::nullopt;
    if (given && given->kind == Kind::Literal) count = static_cast<long long>(given->text->size());
  }
  // At a position: exact as far as what stands before it is known.
  std::function<V(V)> at_position = [&](V v) -> V {
    if (v->kind == Kind::OneOf) {
      std::vector<V> kids;
      for (V kid : v->kids) kids.push_back(at_position(kid));
      return values_.oneOf(kids);
    }
    if (insert && position == 0) return values_.concat({to, v});
    std::optional<V> head =
        position && *position >= 0 ? front(values_, v, static_cast<std::size_t>(*position)) : std::nullopt;
    std::optional<V> tail = head && count
                                ? (*count < 0 ? std::optional<V>(values_.literal(""))
                                              : rest(values_, v, static_cast<std::size_t>(*position + *count)))
                                : std::nullopt;
    if (head && tail) return values_.concat({*head, to, *tail});
    if (isSymbol(v)) return v;
    return values_.oneOf({v, values_.unknown("text with a part replaced")});
  };
  std::function<V(V)> replaced = [&](V v) -> V {
    if (v->kind == Kind::OneOf || v->kind == Kind::Concat) {
      std::vector<V> kids;
      for (V kid : v->kids) kids.push_back(replaced(kid));
      return v->kind == Kind::OneOf ? values_.oneOf(kids) : values_.concat(kids);
    }
    // What is replaced is not known: the text may be anything now, and may be what it was.
    if (v->kind == Kind::Literal && (!from || from->kind != Kind::Literal))
      return values_.oneOf({v, values_.unknown("text with a part replaced")});
    if (v->kind != Kind::Literal || from->text->empty()) return v;
    std::vector<V> parts;
    std::size_t at = 0;
    while (true) {
      std::size_t found = v->text->find(*from->text, at);
      parts.push_back(
          values_.literal(v->text->substr(at, found == std::string::npos ? std::string::npos : found - at)));
      if (found == std::string::npos) break;
      parts.push_back(to);
      at = found + from->text->size();
    }
    return values_.concat(parts);
  };
  V result = position || insert ? at_position(in) : replaced(in);
  if (row.statement.kind == Slot::Kind::Result) return result;
  V place = targetOf(call, row.statement ? row.statement : kReceiver);
  if (place && (place->kind == Kind::Ref || isSymbol(place) || place->kind == Kind::OneOf)) store(frame, place, result);
  return place ? place : result;
}

V Machine::cutText(CallSiteView& call, const ModelRow& row) {
  Frame& frame = *call.frame;
  V given = slotValue(call, row.text);
  V in = given ? source(frame, given) : values_.unknown("text");
  V index = row.index ? dereference(frame, slotValue(call, row.index)) : nullptr;
  V value = row.value ? slotValue(call, row.value) : nullptr;
  if (value) value = dereference(frame, value);
  std::optional<long long> position = index ? integer(index) : std::optional<long long>(0);
  std::optional<long long> count = value ? integer(value) : std::optional<long long>(-1);  // to the end
  // A place that is so many characters before the end of this very text.
  auto from_end = [&](V v) -> std::optional<std::size_t> {
    if (!v || v->kind != Kind::List || !v->text || *v->text != "$length,$less" || v->kids[0] != in) return std::nullopt;
    std::optional<long long> less = integer(v->kids[1]);
    return less && *less >= 0 ? std::optional<std::size_t>(static_cast<std::size_t>(*less)) : std::nullopt;
  };
  // How many characters go from the end, when that is all that happens.
  std::optional<std::size_t> dropped;
  if (!row.index && !row.value) dropped = 1;
  if (row.op == "drop" && count && *count >= 0) dropped = static_cast<std::size_t>(*count);
  if (row.op.empty() && position == 0 && value) dropped = from_end(value);
  if (row.op == "remove" && index &&
      (!value || !count || *count < 0 || from_end(index) == static_cast<std::size_t>(*count)))
    dropped = from_end(index);
  std::function<V(V)> drop = [&](V v) -> V {
    if (v->kind == Kind::OneOf) {
      std::vector<V> kids;
      for (V kid : v->kids) kids.push_back(drop(kid));
      return values_.oneOf(kids);
    }
    if (v->kind == Kind::Literal)
      return values_.literal(v->text->substr(0, v->text->size() - std::min(*dropped, v->text->size())));
    if (v->kind != Kind::Concat) return v;
    std::vector<V> kids = v->kids;
    V end = kids.back();
    const bool in_reach = (end->kind == Kind::Literal && end->text->size() >= *dropped) || end->kind == Kind::OneOf;
    if (!in_reach) return v;
    kids.back() = drop(end);
    return values_.concat(kids);
  };
  std::function<V(V)> cut = [&](V v) -> V {
    if (v->kind == Kind::OneOf) {
      std::vector<V> kids;
      for (V kid : v->kids) kids.push_back(cut(kid));
      return values_.oneOf(kids);
    }
    if (v->kind != Kind::Literal && v->kind != Kind::Concat) return v;
    auto lost = [&] {  // known pieces survive beside what it may be
      return v->kind == Kind::Concat ? v
                                     : values_.oneOf({v, values_.unknown("text cut at a position that is not known")});
    };
    if (row.op == "last" || row.op == "drop") {
      if (!count || *count < 0 || v->kind != Kind::Literal) return lost();
      std::size_t n = std::min(static_cast<std::size_t>(*count), v->text->size());
      return values_.literal(row.op == "last" ? v->text->substr(v->text->size() - n)
                                              : v->text->substr(0, v->text->size() - n));
    }
    if (!position || *position < 0 || !count) return lost();
    std::size_t at = static_cast<std::size_t>(*position);
    std::optional<V> head = front(values_, v, at), tail = rest(values_, v, at);
    if (!head || !tail) return lost();
    if (row.op == "remove") {
      std::optional<V> after =
          *count < 0 ? std::optional<V>(values_.literal("")) : rest(values_, *tail, static_cast<std::size_t>(*count));
      return after ? values_.concat({*head, *after}) : lost();
    }
    if (*count < 0) return *tail;
    std::optional<V> part = front(values_, *tail, static_cast<std::size_t>(*count));
    return part ? *part : lost();
  };
  V result = dropped ? drop(in) : cut(in);
  if (row.statement.kind == Slot::Kind::Result) return result;
  V place = targetOf(call, row.statement);
  if (place && (place->kind == Kind::Ref || isSymbol(place) || place->kind == Kind::OneOf)) store(frame, place, result);
  return place ? place : result;
}

std::optional<Machine::Buffer> Machine::bufferAt(CallSiteView& call, Slot slot, bool is_text) {
  Frame& frame = *call.frame;
  if (slot.kind != Slot::Kind::Argument || static_cast<std::size_t>(slot.index) >= call.arguments.size())
    return std::nullopt;
  Id id = call.arguments[static_cast<std::size_t>(slot.index)];
  if (id == kNone) return std::nullopt;
  const Node* node = &frame.unit->node(id);
  if (node->op == Op::AddressOf) node = &frame.unit->node(frame.unit->kid(*node, 0));
  const bool sum = node->op == Op::Binary && *frame.unit->str(node->a) == "+";
  if (!sum && (node->op != Op::Index || node == &frame.unit->node(id))) return std::nullopt;
  const Id base = frame.unit->kid(*node, 0), offset = frame.unit->kid(*node, 1);
  const Op base_op = frame.unit->node(base).op, offset_op = frame.unit->node(offset).op;
  if (base_op != Op::Local && base_op != Op::Param && base_op != Op::Field && base_op != Op::Global &&
      base_op != Op::Capture)
    return std::nullopt;
  V at = place(frame, base);
  if (!at) return std::nullopt;
  V old = text(frame, load(frame, at));
  if (!old->has_text && !is_text) return std::nullopt;
  if (isNotSet(old)) old = values_.literal("");
  V front_text = old;
  if (offset_op != Op::Increment && offset_op != Op::Assign)
    if (std::optional<long long> n = integer(knownParameter(frame, evaluate(frame, offset))); n && *n >= 0)
      if (std::optional<V> exact = front(values_, old, static_cast<std::size_t>(*n))) front_text = *exact;
  return Buffer{at, front_text};
}

bool Machine::storeCharacter(Frame& frame, const Node& index, V value) {
  const Op base = frame.unit->node(frame.unit->kid(index, 0)).op;
  if (base != Op::Local && base != Op::Param && base != Op::Field && base != Op::Global && base != Op::Capture)
    return false;
  V at = place(frame, frame.unit->kid(index, 0));
  V old = at ? dereference(frame, load(frame, at)) : nullptr;
  if (!old) return false;
  const bool is_text =
      old->kind == Kind::Literal || old->kind == Kind::Concat || (old->kind == Kind::OneOf && old->has_text);
  V n = knownParameter(frame, evaluate(frame, frame.unit->kid(index, 1)));
  std::optional<long long> position = integer(n), code = integer(dereference(frame, value));
  if (!is_text && !(isNotSet(old) && position == 0 && code == 0)) return false;
  V changed = nullptr;
  if (code == 0) {  // the text ends there
    if (position && *position >= 0) {
      if (isNotSet(old))
        changed = values_.literal("");
      else if (std::optional<V> kept = front(values_, old, static_cast<std::size_t>(*position)))
        changed = *kept;
    } else if (n->kind == Kind::List && n->text && *n->text == "$length,$less" && n->kids[0] == old &&
               old->kind == Kind::Concat && old->kids.back()->kind == Kind::Literal) {
      std::optional<long long> less = integer(n->kids[1]);
      const std::string& end = *old->kids.back()->text;
      if (less && *less >= 0 && static_cast<std::size_t>(*less) <= end.size()) {
        std::vector<V> kids = old->kids;
        kids.back() = values_.literal(end.substr(0, end.size() - static_cast<std::size_t>(*less)));
        changed = values_.concat(kids);
      }
    }
    if (!changed) changed = old;  // where the text ends is where it ended
  } else {
    changed = values_.oneOf({old, values_.unknown("text with a character changed")});
  }
  store(frame, at, changed);
  return true;
}

}  // namespace touchgraph::linker
