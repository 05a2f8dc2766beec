#include "graph/link/value.h"

#include <algorithm>

namespace touchgraph::linker {

std::size_t Values::Hash::operator()(const Value* v) const {
  return v->hash;
}

namespace {

std::size_t hashOf(const Value* v) {
  std::size_t h = static_cast<std::size_t>(v->kind) * 0x9e3779b97f4a7c15ull + v->index;
  auto mix = [&h](std::size_t x) { h ^= x + 0x9e3779b97f4a7c15ull + (h << 6) + (h >> 2); };
  mix(reinterpret_cast<std::size_t>(v->text));
  mix(reinterpret_cast<std::size_t>(v->extra));
  for (V kid : v->kids) mix(reinterpret_cast<std::size_t>(kid));
  return h;
}

}  // namespace

bool Values::Equal::operator()(const Value* a, const Value* b) const {
  return a->hash == b->hash && a->kind == b->kind && a->index == b->index && a->text == b->text &&
         a->extra == b->extra && a->kids == b->kids;
}

Values::Values() : empty_(str("")), null_(make(Kind::Null, 0, nullptr, nullptr, {})) {}

Str Values::str(std::string_view text) {
  return &*strings_.emplace(text).first;
}

V Values::make(Kind kind, std::uint32_t index, Str text, Str extra, std::vector<V> kids) {
  work_ += 1 + kids.size();
  Value probe{kind, index, text, extra, std::move(kids)};
  probe.hash = hashOf(&probe);
  auto found = values_.find(&probe);
  if (found != values_.end()) return *found;
  probe.has_param = kind == Kind::Param || kind == Kind::Capture || kind == Kind::Leaf;
  probe.has_this = kind == Kind::This;
  probe.has_object = kind == Kind::Object || kind == Kind::Ref;
  probe.has_text = kind == Kind::Literal;
  std::uint64_t weight = 1;
  for (V kid : probe.kids) {
    probe.has_param |= kid->has_param;
    probe.has_this |= kid->has_this;
    probe.has_object |= kid->has_object;
    if (kind == Kind::Concat || kind == Kind::OneOf) probe.has_text |= kid->has_text;
    weight += kid->weight;
  }
  probe.weight = static_cast<std::uint32_t>(std::min<std::uint64_t>(weight, 1u << 30));
  probe.serial = static_cast<std::uint32_t>(owned_.size());
  owned_.push_back(std::make_unique<Value>(std::move(probe)));
  values_.insert(owned_.back().get());
  return owned_.back().get();
}

V Values::unknown(std::string_view reason) {
  return make(Kind::Unknown, 0, str(reason), nullptr, {});
}
V Values::number(std::string_view decimal, Str enumerator) {
  return make(Kind::Number, 0, str(decimal), enumerator, {});
}
V Values::literal(std::string_view text) {
  return make(Kind::Literal, 0, str(text), nullptr, {});
}
V Values::list(std::vector<V> elements, Str names) {
  return make(Kind::List, 0, names, nullptr, std::move(elements));
}

namespace {
constexpr int kMaxPath = 8;
}

V Values::member(V base, Str field) {
  int depth = 0;
  V nearest = nullptr;
  for (V step = base; step->kind == Kind::Member || step->kind == Kind::Element; step = step->kids[0], ++depth)
    if (step->kind == Kind::Member && step->text == field && !field->starts_with("$")) {
      if (nearest) return nearest;
      nearest = step;
    }
  if (depth > kMaxPath) return unknown("structure nested too deeply");
  return make(Kind::Member, 0, field, nullptr, {base});
}

V Values::element(V base, V index) {
  int depth = 0, elements = 0;
  for (V step = base; step->kind == Kind::Member || step->kind == Kind::Element; step = step->kids[0], ++depth)
    if (step->kind == Kind::Element && ++elements > 1) return step;
  if (depth > kMaxPath) return unknown("structure nested too deeply");
  return make(Kind::Element, 0, nullptr, nullptr, index ? std::vector<V>{base, index} : std::vector<V>{base});
}

V Values::concat(const std::vector<V>& parts) {
  std::vector<V> flat;
  std::string pending;
  bool have_pending = false;
  auto flush = [&] {
    if (have_pending && !pending.empty()) flat.push_back(literal(pending));
    pending.clear();
    have_pending = false;
  };
  std::function<void(V)> add = [&](V part) {
    if (part->kind == Kind::Concat) {
      for (V kid : part->kids) add(kid);
    } else if (part->kind == Kind::Literal) {
      pending += *part->text;
      have_pending = true;
    } else {
      flush();
      flat.push_back(part);
    }
  };
  for (V part : parts) add(part);
  flush();
  if (flat.empty()) return literal("");
  if (flat.size() == 1) {
    // A text made of one unknown is still a text: the value itself stands for it.
    return flat[0];
  }
  V whole = make(Kind::Concat, 0, nullptr, nullptr, std::move(flat));
  if (whole->weight > kMaxWeight) return unknown("text has too many parts");
  return whole;
}

namespace {

std::vector<V> partsOf(V text) {
  if (text->kind == Kind::Concat) return text->kids;
  return {text};
}

bool isTextual(V v) {
  return v->kind == Kind::Literal || v->kind == Kind::Concat;
}

}  // namespace

V Values::join(V a, V b) {
  if (a == b) return a;
  if (!a) return b;
  if (!b) return a;
  auto [known, is_new] = joins_.emplace(std::make_pair(a, b), nullptr);
  if (is_new) known->second = joined(a, b);
  return known->second;
}

V Values::joined(V a, V b) {
  if (isTextual(a) && isTextual(b)) {
    std::vector<V> left = partsOf(a), right = partsOf(b), prefix;
    std::size_t i = 0;
    while (i < left.size() && i < right.size() && left[i] == right[i]) prefix.push_back(left[i++]);
    left.erase(left.begin(), left.begin() + static_cast<std::ptrdiff_t>(i));
    right.erase(right.begin(), right.begin() + static_cast<std::ptrdiff_t>(i));
    // The end of a literal may have been merged with what was appended to it.
    if (!left.empty() && !right.empty() && left[0]->kind == Kind::Literal && right[0]->kind == Kind::Literal) {
      const std::string &l = *left[0]->text, &r = *right[0]->text;
      if (r.starts_with(l)) {
        prefix.push_back(left[0]);
        left.erase(left.begin());
        right[0] = literal(std::string_view(r).substr(l.size()));
      } else if (l.starts_with(r)) {
        prefix.push_back(right[0]);
        right.erase(right.begin());
        left[0] = literal(std::string_view(l).substr(r.size()));
      }
    }
    if (!prefix.empty()) {
      V rest_left = concat(left), rest_right = concat(right);
      prefix.push_back(oneOf({rest_left, rest_right}));
      return concat(prefix);
    }
  }
  return oneOf({a, b});
}

V Values::oneOf(const std::vector<V>& values) {
  std::vector<V> flat;
  flat.reserve(values.size());
  std::unordered_set<V> seen;  // only when there are many
  auto add = [&](V value) {
    if (isNotSet(value)) return;
    if (flat.size() < 16) {
      if (std::find(flat.begin(), flat.end(), value) == flat.end()) flat.push_back(value);
      return;
    }
    if (seen.empty()) seen.insert(flat.begin(), flat.end());
    if (seen.insert(value).second) flat.push_back(value);
  };
  for (V value : values) {
    if (!value) continue;
    if (value->kind == Kind::OneOf)
      for (V kid : value->kids) add(kid);  // kids of a OneOf are never OneOf themselves
    else
      add(value);
  }
  if (flat.empty()) return unknown(kNotSet);
  if (flat.size() == 1) return flat[0];
  if (flat.size() > kMaxAlternatives) {
    flat.resize(kMaxAlternatives);
    V more = unknown("more than " + std::to_string(kMaxAlternatives) + " alternatives");
    if (std::find(flat.begin(), flat.end(), more) == flat.end()) flat.push_back(more);
  }
  V whole = make(Kind::OneOf, 0, nullptr, nullptr, std::move(flat));
  if (whole->weight > 4 * kMaxWeight) return unknown("too many alternatives");
  return whole;
}

V Values::rewrite(V value, const std::function<V(V)>& f) {
  std::unordered_map<V, V> done;  // values share parts: each is rewritten once
  return rewriteShared(value, f, done);
}

V Values::rewriteShared(V value, const std::function<V(V)>& f, std::unordered_map<V, V>& done) {
  if (V replaced = f(value)) return replaced;
  if (value->kids.empty()) return value;
  auto found = done.find(value);
  if (found != done.end()) return found->second;
  std::vector<V> kids;
  kids.reserve(value->kids.size());
  bool changed = false;
  for (V kid : value->kids) {
    V now = rewriteShared(kid, f, done);
    changed |= now != kid;
    kids.push_back(now);
  }
  V result = value;
  if (changed) {
    switch (value->kind) {
      case Kind::Concat:
        result = concat(kids);
        break;
      case Kind::OneOf:
        result = oneOf(kids);
        break;
      default:
        result = make(value->kind, value->index, value->text, value->extra, std::move(kids));
        if (result->weight > 4 * kMaxWeight) result = unknown("structure that is too large to be followed");
        break;
    }
  }
  done.emplace(value, result);
  return result;
}

std::string describe(V value, const std::function<std::string(V)>& name_of_root) {
  auto list = [&](const char* separator, std::size_t limit) {
    std::string out;
    for (std::size_t i = 0; i < value->kids.size(); ++i) {
      if (i == limit) return out + separator + "…";
      if (i) out += separator;
      out += describe(value->kids[i], name_of_root);
    }
    return out;
  };
  switch (value->kind) {
    case Kind::Unknown:
      return "<" + *value->text + ">";
    case Kind::Number:
      return value->extra ? *value->extra : *value->text;
    case Kind::Null:
      return "nullptr";
    case Kind::Literal:
      return '"' + *value->text + '"';
    case Kind::Concat:
      return list(" + ", 12);
    case Kind::OneOf:
      return "(" + list(" | ", 4) + ")";
    case Kind::List:
      return "{" + list(", ", 8) + "}";
    case Kind::Param:
    case Kind::This:
    case Kind::Capture:
    case Kind::Leaf:
    case Kind::Global:
      return name_of_root(value);
    case Kind::Member: {
      std::string base = describe(value->kids[0], name_of_root);
      if (value->text->starts_with("$")) return base;
      if (value->text->starts_with("[")) return base + *value->text;
      return base == "this" ? *value->text : base + "." + *value->text;
    }
    case Kind::Element:
      return describe(value->kids[0], name_of_root) + "[" +
             (isElementAt(value) ? describe(value->kids[1], name_of_root) : "") + "]";
    case Kind::Row:
      return *value->text + "." + *value->extra;
    case Kind::New:
      return "<new key>";
    case Kind::Function:
    case Kind::External:
    case Kind::Bound:
      return "<function>";
    case Kind::Object:
    case Kind::Ref:
    case Kind::Record:
      return "<object>";
  }
  return "?";
}

}  // namespace touchgraph::linker
