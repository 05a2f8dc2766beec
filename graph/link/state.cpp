#include "graph/link/state.h"

namespace touchgraph::linker {

namespace {

const Object* joinObjects(Values& values, ObjectPool& pool, const Object* a, const Object* b) {
  if (a == b || !b) return a;
  if (!a) return b;
  Object* joined = &pool.emplace_back(*a);
  joined->epoch = State::epoch;
  for (auto& [field, value] : b->fields) {
    auto found = joined->fields.find(field);
    if (found == joined->fields.end()) {
      // Written on one path only: the other path still has what the object came with.
      V before = a->base ? values.member(a->base, field) : nullptr;
      joined->fields[field] = before ? values.join(before, value) : value;
    } else {
      found->second = values.join(found->second, value);
    }
  }
  if (a->base)
    for (auto& [field, value] : a->fields)
      if (!b->fields.contains(field)) joined->fields[field] = values.join(value, values.member(a->base, field));
  return joined;
}

}  // namespace

State joinStates(Values& values, const State& a, const State& b) {
  if (!a.live) {
    State out = b;
    return out;
  }
  if (!b.live) return a;
  State out;
  out.pool = a.pool;
  out.may = a.may || b.may;
  std::size_t count = std::max(a.objects.size(), b.objects.size());
  out.objects.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    out.objects[i] = joinObjects(values, *a.pool, i < a.objects.size() ? a.objects[i] : nullptr,
                                 i < b.objects.size() ? b.objects[i] : nullptr);
  }
  out.overlay = a.overlay;
  for (auto& [symbol, value] : b.overlay) {
    auto found = out.overlay.find(symbol);
    if (found == out.overlay.end())
      out.overlay[symbol] = values.join(symbol, value);
    else
      found->second = values.join(found->second, value);
  }
  for (auto& [symbol, value] : a.overlay)
    if (!b.overlay.contains(symbol)) out.overlay[symbol] = values.join(value, symbol);
  return out;
}

}  // namespace touchgraph::linker
