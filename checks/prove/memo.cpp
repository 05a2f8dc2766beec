#include "checks/prove/memo.h"

#include "checks/prove/text.h"

#include <algorithm>
#include <cstring>

namespace touchgraph::prove {
namespace {

constexpr std::size_t kMostCells = 64'000'000;
constexpr std::size_t kMost = 4'000'000;  // entries of a table; some hundred megabytes together

KeyTable::Key mixed(const Content& content, std::uint64_t x, std::uint64_t y) {
  const std::uint64_t salt = scrambled(x * 0x9e3779b97f4a7c15ULL + y);
  return {content.a ^ salt, scrambled(content.b + salt)};
}

/// Adds a value to a hash. False when it cannot be looked into.
bool addTo(ContentHash& hash, const Value& value) {
  hash.add(value.data.index());
  if (const auto* number = value.integer()) {
    hash.add(static_cast<std::uint64_t>(*number));
  } else if (const bool* flag = std::get_if<bool>(&value.data)) {
    hash.add(*flag ? 1 : 0);
  } else if (const auto* real = value.real()) {
    hash.add(real, sizeof *real);
  } else if (const auto* text = value.text()) {
    hash.add(text->data(), text->size());
  } else if (const auto* blob = std::get_if<Blob>(&value.data)) {
    hash.add(blob->bytes.data(), blob->bytes.size());
  } else if (const List* list = value.list()) {
    hash.add(list->size());
    return std::all_of(list->begin(), list->end(), [&](const Value& element) { return addTo(hash, element); });
  } else if (const Record* record = value.record()) {
    hash.add(record->fields.size());
    return std::all_of(record->fields.begin(), record->fields.end(),
                       [&](const auto& field) { return addTo(hash, field.second); });
  }
  return !std::holds_alternative<Opaque>(value.data);
}

}  // namespace

void ContentHash::add(const void* bytes, std::size_t size) {
  const auto* at = static_cast<const unsigned char*>(bytes);
  add(size);
  for (; size >= 8; size -= 8, at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, 8);
    add(word);
  }
  std::uint64_t word = 0;
  if (size > 0) std::memcpy(&word, at, size);
  add(word);
}

std::size_t KeyTable::slotOf(const Key& key) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = key.b & mask;
  while (slots_[slot].value != kAbsent && !(slots_[slot].key == key)) slot = (slot + 1) & mask;
  return slot;
}
std::uint32_t KeyTable::find(const Key& key) const {
  return slots_.empty() ? kAbsent : slots_[slotOf(key)].value;
}
void KeyTable::put(const Key& key, std::uint32_t value) {
  if (used_ * 2 >= slots_.size()) grow();
  Slot& slot = slots_[slotOf(key)];
  used_ += slot.value == kAbsent ? 1 : 0;
  slot = {key, value};
}
bool KeyTable::seen(const Key& key) {
  if (find(key) != kAbsent) return true;
  put(key, 0);
  return false;
}
void KeyTable::clear() {
  slots_.clear();
  used_ = 0;
}
void KeyTable::grow() {
  std::vector<Slot> old(slots_.empty() ? 1024 : slots_.size() * 2);
  old.swap(slots_);
  for (const Slot& slot : old) {
    if (slot.value != kAbsent) slots_[slotOf(slot.key)] = slot;
  }
}

Memo::Named& Memo::name(const std::string& kind, const Value& value) {
  auto& names = names_[kind];
  const auto [found, fresh] = names.try_emplace(show(value));
  if (fresh) found->second.number = static_cast<Number>(names.size() - 1);
  return found->second;
}

void Memo::trim() {
  if (cases_.size() > kMost) cases_.clear();
  if (cells_.size() > kMostCells) {
    shelves_.clear();
    cells_.clear();
  }
  if (steps_.size() > kMost) {
    steps_.clear();
    known_steps_.clear();
  }
}

std::size_t Memo::shelf(std::size_t query, const Content& content, std::size_t size) {
  const KeyTable::Key key = mixed(content, query, size);
  const std::uint32_t found = shelves_.find(key);
  if (found != KeyTable::kAbsent) return found;
  const std::size_t at = cells_.size();
  cells_.resize(at + size, kUnknown);
  shelves_.put(key, static_cast<std::uint32_t>(at));
  return at;
}

Memo::Number Memo::number(const Query& of, Loaded loaded) {
  const auto fresh = [&] {
    results_.push_back(std::move(loaded));
    return static_cast<Number>(results_.size() - 1);
  };
  ContentHash hash;
  hash.add(of.name.data(), of.name.size());
  if (!loaded.result) {
    hash.add(loaded.error.data(), loaded.error.size());
  } else if (!addTo(hash, of.result.show(loaded.result.get()))) {
    return fresh();
  }
  const Content shown = hash.done();
  std::uint32_t at = alike_.find({shown.a, shown.b});
  if (at == KeyTable::kAbsent) {
    at = static_cast<std::uint32_t>(numbers_.size());
    alike_.put({shown.a, shown.b}, at);
    numbers_.emplace_back();
  }
  for (const Number number : numbers_[at]) {
    // Fields that TOUCHGRAPH_FIELDS leaves out do not show, but may be compared.
    const Object& known = results_[number].result;
    if (loaded.result && known ? of.result.equal(known.get(), loaded.result.get()) : !loaded.result && !known)
      return number;
  }
  numbers_[at].push_back(fresh());
  return numbers_[at].back();
}

bool Memo::met(const Commuted& c) {
  const auto pair = [](Number x, Number y) { return std::uint64_t{x} << 32 | y; };
  const std::uint64_t salt = scrambled(c.entry + 1);
  const std::uint64_t results = pair(c.before, c.after);
  return cases_.seen({results ^ salt, scrambled(scrambled(results + salt) ^ pair(c.args, c.input))});
}

bool Memo::met(std::initializer_list<std::uint64_t> numbers) {
  ContentHash hash;
  for (const std::uint64_t number : numbers) hash.add(number);
  const Content done = hash.done();
  return cases_.seen({done.a, done.b});
}

const Memo::Step* Memo::step(std::size_t mutation, Number input, const Content& content) const {
  const std::uint32_t index = steps_.find(mixed(content, mutation, input));
  return index == KeyTable::kAbsent ? nullptr : &known_steps_[index];
}
void Memo::put(std::size_t mutation, Number input, const Content& content, const Step& step) {
  known_steps_.push_back(step);
  steps_.put(mixed(content, mutation, input), static_cast<std::uint32_t>(known_steps_.size() - 1));
}

}  // namespace touchgraph::prove
