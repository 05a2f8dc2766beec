#include "graph/link/fields.h"

#include <algorithm>

namespace touchgraph::linker {

Str plainElement(Values& values, Str field) {
  std::size_t tab = field->starts_with("[") ? field->find('\t') : std::string::npos;
  return tab == std::string::npos ? field : values.str(field->substr(0, tab) + "]");
}

std::vector<std::string> fieldNames(V value) {
  std::vector<std::string> names;
  Str joined = value->kind == Kind::Record ? value->extra : value->text;
  char separator = value->kind == Kind::Record ? '\n' : ',';
  if (!joined) return names;
  std::size_t from = 0;
  while (from <= joined->size() && names.size() < value->kids.size()) {
    std::size_t to = std::min(joined->find(separator, from), joined->size());
    names.push_back(joined->substr(from, to - from));
    from = to + 1;
  }
  return names;
}

V recordField(V record, Str field) {
  std::vector<std::string> names = fieldNames(record);
  for (std::size_t i = 0; i < names.size() && i < record->kids.size(); ++i)
    if (names[i] == *field) return record->kids[i];
  return nullptr;
}

void FieldValues::add(Str owner, const std::vector<Str>& path, V value, bool internal) {
  std::vector<Entry>& entries = entries_[{owner, path}];
  for (Entry& entry : entries)
    if (entry.value == value) {
      if (internal && !entry.internal) {
        entry.internal = true;
        changed_.insert(path.front());
      }
      return;
    }
  if (entries.size() > kMaxAlternatives) return;  // lookup() says that there are too many
  entries.push_back({value, internal});
  changed_.insert(path.front());
  for (std::size_t i = 1; i < path.size(); ++i)
    if (path[i]->starts_with("[")) {
      auto& known = elements_[{owner, std::vector<Str>(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(i))}];
      if (std::find(known.begin(), known.end(), path[i]) == known.end()) known.push_back(path[i]);
    }
}

V FieldValues::project(V value, const std::vector<Str>& named, std::size_t from) const {
  std::vector<Str> path = named;
  for (Str& part : path) part = plainElement(values_, part);
  for (std::size_t i = from; i < path.size() && value; ++i) {
    if (value->kind == Kind::OneOf) {
      std::vector<V> all;
      for (V kid : value->kids)
        if (V part = project(kid, path, i)) all.push_back(part);
      return all.empty() ? nullptr : values_.oneOf(all);
    }
    bool element = path[i]->starts_with("[");
    // A reference is what it refers to.
    while (isFrozenReference(value) && !value->kids.empty() && !path[i]->empty()) value = value->kids[0];
    if (value->kind == Kind::Record || (value->kind == Kind::List && value->text)) {
      if (V field = recordField(value, path[i])) {
        value = field;
        continue;
      }
      if (!element) return nullptr;
      std::vector<V> all;
      std::vector<std::string> names = fieldNames(value);
      for (std::size_t k = 0; k < names.size() && k < value->kids.size(); ++k)
        if (names[k] == "[]" || (*path[i] == "[]" && names[k].starts_with("["))) all.push_back(value->kids[k]);
      value = all.empty() ? nullptr : values_.oneOf(all);
    } else if (value->kind == Kind::List && element) {
      if (value->kids.empty()) return nullptr;
      std::string inside = path[i]->substr(1, path[i]->size() - 2);
      bool number = !inside.empty() && inside.size() < 9 &&
                    std::all_of(inside.begin(), inside.end(), [](char c) { return c >= '0' && c <= '9'; });
      if (number) {
        std::size_t k = std::stoul(inside);
        value = k < value->kids.size() ? value->kids[k] : nullptr;
      } else {
        value = values_.oneOf(value->kids);
      }
    } else {
      return value->kind == Kind::Unknown ? value : nullptr;
    }
  }
  return value;
}

void FieldValues::collect(Str owner, const std::vector<Str>& path, bool with_external, std::vector<V>& out) const {
  auto take = [&](const std::vector<Str>& at, std::size_t split) {
    auto found = entries_.find({owner, std::vector<Str>(at.begin(), at.begin() + static_cast<std::ptrdiff_t>(split))});
    if (found == entries_.end()) return;
    for (const Entry& entry : found->second)
      if (entry.internal || with_external)
        if (V value = project(entry.value, at, split))
          if (std::find(out.begin(), out.end(), value) == out.end()) out.push_back(value);
    if (found->second.size() > kMaxAlternatives)
      out.push_back(values_.unknown("assigned more than 64 different values"));
  };
  // The place itself and the objects around it; an element also under an unknown index, an unknown index under every
  // one.
  std::vector<std::vector<Str>> variants{path};
  Str any = values_.str("[]");
  for (std::size_t i = 1; i < path.size(); ++i)
    if (path[i]->starts_with("[")) {
      std::vector<std::vector<Str>> more;
      const Str plain = plainElement(values_, path[i]);
      for (auto& variant : variants) {
        auto instead = [&](Str element) {
          auto other = variant;
          other[i] = element;
          more.push_back(other);
        };
        if (path[i] != any) instead(any);
        if (plain != path[i]) {
          instead(plain);
          continue;
        }
        auto known = elements_.find(
            {owner, std::vector<Str>(variant.begin(), variant.begin() + static_cast<std::ptrdiff_t>(i))});
        if (known == elements_.end()) continue;
        for (Str element : known->second)
          if (element != path[i] && (path[i] == any || plainElement(values_, element) == plain)) instead(element);
      }
      variants.insert(variants.end(), more.begin(), more.end());
      if (variants.size() > 256) break;
    }
  for (auto& variant : variants) take(variant, variant.size());
  for (auto& variant : variants) {
    // Of a variant only the prefixes that are not those of the path itself.
    auto differs = std::mismatch(path.begin(), path.end(), variant.begin()).first - path.begin();
    std::size_t shortest = &variant == &variants.front() ? 1 : static_cast<std::size_t>(differs) + 1;
    for (std::size_t split = path.size() - 1; split >= shortest; --split) take(variant, split);
  }
}

std::vector<V> FieldValues::lookup(Str owner, const std::vector<Str>& path, bool with_external) const {
  std::vector<V> out;
  for (Str derived : program_.withDerived(owner)) {
    std::vector<V> part;
    collect(derived, path, with_external, part);
    for (V value : part)
      if (std::find(out.begin(), out.end(), value) == out.end()) out.push_back(value);
  }
  if (!out.empty()) return out;
  std::vector<Str> work;
  if (const Class* c = program_.findClass(owner)) work = c->bases;
  for (std::size_t i = 0; i < work.size() && i < 32; ++i) {
    collect(work[i], path, with_external, out);
    if (!out.empty()) return out;
    if (const Class* c = program_.findClass(work[i])) work.insert(work.end(), c->bases.begin(), c->bases.end());
  }
  return out;
}

std::set<Str, ByText> FieldValues::takeChanged() {
  std::set<Str, ByText> out;
  out.swap(changed_);
  return out;
}

}  // namespace touchgraph::linker
