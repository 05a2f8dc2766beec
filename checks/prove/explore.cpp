#include "checks/prove/explore.h"

#include "checks/prove/text.h"

#include <algorithm>

namespace touchgraph::prove {
namespace {

/// Twice-run comparisons on the first cases and then on every eighth: impurity does not hide in one case.
bool often(std::uint64_t cases) {
  return cases < 40 || cases % 8 == 0;
}

constexpr std::size_t kKeptSuccesses = 16;
constexpr std::uint64_t kRefusedCalls = 25;  // of a mutation: the triggers it takes cost a thousand times a case
constexpr int kRefusedRows = 12;             // of one call
constexpr std::uint64_t kAuditEvery = 1021;  // of the results that are known, this one is loaded all the same

bool opened(const Tally* tally) {
  return tally != nullptr && tally->open();
}

Object argObject(const CaseInput& input, std::size_t query, std::size_t n) {
  return query < input.arg_objects.size() ? input.arg_objects[query][n] : nullptr;
}

}  // namespace

bool QueryPlan::open() const {
  return opened(frame) || opened(keys) || std::any_of(entries.begin(), entries.end(), [](const EntryPlan& e) {
           return opened(e.commute) || opened(e.pure) || opened(e.pairs);
         });
}
bool MutationPlan::open() const {
  return opened(atomic) || opened(retry) || opened(within) ||
         std::any_of(queries.begin(), queries.end(), [](const QueryPlan& q) { return q.open(); });
}

Trial Explorer::trial(const Case& c, Law law, const Query* query, const Entry* entry, const Value& args) const {
  Trial out;
  out.law = law;
  out.mutation = c.plan.mutation;
  out.query = query;
  out.entry = entry;
  out.input = c.input.input;
  out.args = args;
  out.state = c.state;
  return out;
}

/// Where the results of a query on a content are kept; nothing when they cannot be.
std::optional<std::size_t> Explorer::shelfOf(const QueryPlan& plan, std::size_t index,
                                             const std::optional<Content>& content) {
  if (!content || !plan.steady) return std::nullopt;
  return memo_->shelf(index, *content, args_[index]->size());
}

/// The number of a query's result on what is there now: known, or loaded.
Memo::Number Explorer::loadNumbered(const QueryPlan& plan, Memo::Number args_number, const Object& args,
                                    const std::optional<std::size_t>& shelf) {
  if (!shelf) return memo_->number(*plan.query, plan.query->load(database_.handle(), args.get()));
  const Memo::Number known = memo_->find(*shelf, args_number);
  if (known != Memo::kUnknown && ++hits_ % kAuditEvery != 0) return known;
  const Memo::Number loaded =
      memo_->put(*shelf, args_number, *plan.query, plan.query->load(database_.handle(), args.get()));
  if (known != Memo::kUnknown && known != loaded) ++surprises_;
  return loaded;
}

Explorer::Before& Explorer::before(const QueryPlan& plan, std::size_t index, const CaseInput& input, std::size_t n) {
  if (memo_ != nullptr && n < before_[index].size()) return before_[index][n];
  const Value& args = input.args[index][n];
  const Object object = argObject(input, index, n);
  if (memo_ == nullptr) {
    for (Before& known : before_[index]) {
      if (*known.args_value == args) return known;
    }
  }
  Before made;
  made.args_value = &args;
  made.args = object ? object : plan.query->args.make(args);
  if (memo_ != nullptr) {
    made.args_number = input.arg_numbers[index][n];
    made.number = loadNumbered(plan, made.args_number, made.args, before_shelf_[index]);
    made.loaded = memo_->result(made.number);
  } else {
    made.loaded = plan.query->load(database_.handle(), made.args.get());
  }
  before_[index].push_back(std::move(made));
  return before_[index].back();
}

void Explorer::openShelves(const MutationPlan& plan) {
  memo_->trim();
  for (std::size_t i = args_.size(); i < plan.queries.size(); ++i)
    args_.push_back(&memo_->kind("args of " + plan.queries[i].query->name));
  state_content_ = database_.content();
  before_shelf_.resize(plan.queries.size());
  for (std::size_t i = 0; i < plan.queries.size(); ++i) before_shelf_[i] = shelfOf(plan.queries[i], i, state_content_);
}

void Explorer::explore(MutationPlan& plan, const State& state, const std::vector<CaseInput>& inputs) {
  ++plan.states;
  before_.resize(plan.queries.size());
  for (auto& known : before_) known.clear();
  tables_.reset();
  if (memo_ != nullptr) openShelves(plan);
  for (const CaseInput& input : inputs) {
    const Object object = input.object ? input.object : plan.mutation->input.make(input.input);
    Case c{plan, state, input, object.get(), object};
    for (const InputClass& cls : plan.mutation->classes) plan.classes[cls.label] += cls.holds(object.get()) ? 1 : 0;
    // Before the handler runs; with a memo the first input's serve all.
    for (std::size_t i = 0; i < plan.queries.size(); ++i) {
      if (!plan.queries[i].open()) continue;
      before_[i].reserve(before_[i].size() + input.args[i].size());
      for (std::size_t n = 0; n < input.args[i].size(); ++n) before(plan.queries[i], i, input, n);
    }
    // A dump is needed only when something may be half-written, or to compare a retry: taken when first asked for.
    if (opened(plan.within)) database_.watch();
    const Outcome outcome = plan.mutation->apply(database_.handle(), object.get());
    if (outcome.ok) {
      ++plan.succeeded;
      if (memo_ != nullptr) content_ = database_.content();
      afterSuccess(c);
    } else {
      ++plan.failed;
      afterFailure(c, outcome);
    }
    database_.rewind();
  }
}

void Explorer::afterFailure(Case& c, const Outcome&) {
  if (opened(c.plan.within)) database_.observed();
  const std::string left = database_.leftOpen();
  if (!opened(c.plan.atomic)) return;
  ++c.plan.atomic->cases;
  if (left.empty() && !database_.written()) return;
  const Tables after = database_.dump();
  if (left.empty()) {
    if (!tables_) {
      database_.rewind();
      tables_ = database_.dump();
    }
    if (tableDifferences(database_.schema(), *tables_, after).empty()) return;
  }
  c.plan.atomic->failed = trial(c, Law::Atomic, nullptr, nullptr, Value());
}

void Explorer::afterSuccess(Case& c) {
  if (opened(c.plan.within)) {
    ++c.plan.within->cases;
    std::string why;
    for (const ObservedWrite& write : database_.observed()) {
      if (graph_.allows(c.plan.mutation->name, write.table, write.op, write.columns, why)) continue;
      c.plan.within->failed = trial(c, Law::Within, nullptr, nullptr, Value());
    }
  }
  if (const std::string left = database_.leftOpen(); !left.empty()) {
    if (opened(c.plan.atomic)) c.plan.atomic->failed = trial(c, Law::Atomic, nullptr, nullptr, Value());
    return;
  }
  for (std::size_t i = 0; i < c.plan.queries.size(); ++i) {
    if (c.plan.queries[i].open()) meet(c, c.plan.queries[i], i);
  }
  if (c.changed || c.plan.queries.empty()) rememberLucky(c);
  if (opened(c.plan.retry)) {
    ++c.plan.retry->cases;
    if (!twiceIsOnce(c)) c.plan.retry->failed = trial(c, Law::Retry, nullptr, nullptr, Value());
    for (std::size_t i = 0; i < c.plan.queries.size(); ++i) {
      if (std::any_of(c.plan.queries[i].entries.begin(), c.plan.queries[i].entries.end(),
                      [](const EntryPlan& e) { return opened(e.pairs); })) {
        database_.rewind();
        c.plan.mutation->apply(database_.handle(), c.object);
        break;
      }
    }
  }
  for (std::size_t i = 0; i < c.plan.queries.size(); ++i) pairsOf(c, c.plan.queries[i], i);
  if (memo_ == nullptr && opened(c.plan.atomic) && c.plan.refused < kRefusedCalls) refuseWrites(c);
}

/// The same call again and again, with the first, second, … row that it writes refused: when it fails then, nothing of
/// it may stay.
void Explorer::refuseWrites(Case& c) {
  for (int row = 1; row <= kRefusedRows && opened(c.plan.atomic); ++row) {
    database_.rewind();
    if (!database_.refuse(row)) break;
    const Outcome outcome = c.plan.mutation->apply(database_.handle(), c.object);
    if (!database_.refused()) break;
    ++c.plan.refused;
    // A handler that goes on without the row has not failed.
    const std::string left = database_.leftOpen();
    if (outcome.ok && left.empty()) continue;
    ++c.plan.atomic->cases;
    if (left.empty() && !database_.written()) continue;
    const Tables after = database_.dump();
    database_.rewind();
    if (!tables_) tables_ = database_.dump();
    if (left.empty() && tableDifferences(database_.schema(), *tables_, after).empty()) continue;
    c.plan.atomic->failed = trial(c, Law::Atomic, nullptr, nullptr, Value());
    c.plan.atomic->failed->refused_row = row;
  }
  database_.refuse(0);
}

/// The handler ran once. Where the content is known it tells; else the rows are compared.
bool Explorer::twiceIsOnce(const Case& c) {
  if (memo_ != nullptr && content_) {
    c.plan.mutation->apply(database_.handle(), c.object);
    if (const std::optional<Content> twice = database_.content()) return *twice == *content_;
    database_.rewind();
    c.plan.mutation->apply(database_.handle(), c.object);
  }
  const Tables once = database_.dump();
  c.plan.mutation->apply(database_.handle(), c.object);
  return tableDifferences(database_.schema(), once, database_.dump()).empty();
}

/// What made the handler succeed and a query change may do so again: later inputs lean on it.
void Explorer::rememberLucky(const Case& c) {
  MutationPlan& plan = c.plan;
  if (plan.successes.size() < kKeptSuccesses) {
    plan.successes.push_back(c.input.input);
  } else if (plan.succeeded % 8 == 0) {
    plan.successes[plan.succeeded / 8 % kKeptSuccesses] = c.input.input;
  }
  for (const DrawnKey& key : c.input.drawn)
    ++(key.there ? plan.lucky_keys[key.path].there : plan.lucky_keys[key.path].missing);
}

void Explorer::meet(Case& c, QueryPlan& plan, std::size_t index) {
  std::optional<std::size_t> shelf;
  if (memo_ != nullptr) shelf = shelfOf(plan, index, content_);
  for (std::size_t n = 0; n < c.input.args[index].size(); ++n) {
    const Before& before = this->before(plan, index, c.input, n);
    if (!before.loaded.result) continue;
    Memo::Number number = Memo::kUnknown;
    Loaded loaded;
    if (memo_ != nullptr) {
      number = loadNumbered(plan, before.args_number, before.args, shelf);
    } else {
      loaded = plan.query->load(database_.handle(), before.args.get());
    }
    const Loaded& after = memo_ != nullptr ? memo_->result(number) : loaded;
    const bool changed = (memo_ == nullptr || number != before.number) &&
                         (!after.result || !plan.query->result.equal(before.loaded.result.get(), after.result.get()));
    c.changed |= changed;
    if (opened(plan.frame)) {
      ++plan.frame->cases;
      if (changed) plan.frame->failed = trial(c, Law::Frame, plan.query, nullptr, *before.args_value);
    }
    if (opened(plan.keys) && graph_.outside(c.plan.mutation->name, plan.query->name, c.input.input, *before.args_value,
                                            program_.instance_keys)) {
      ++plan.keys->cases;
      if (changed) plan.keys->failed = trial(c, Law::Keys, plan.query, nullptr, *before.args_value);
    }
    for (std::size_t e = 0; e < plan.entries.size(); ++e) {
      EntryPlan& entry = plan.entries[e];
      if (opened(entry.commute)) entry.commute->changed += changed ? 1 : 0;
      meetEntry(c, plan, entry, index << 16 | e, before, after, number);
    }
  }
}

void Explorer::meetEntry(Case& c, QueryPlan& plan, EntryPlan& entry, std::size_t number, const Before& before,
                         const Loaded& after, Memo::Number after_number) {
  if (!opened(entry.commute) && !opened(entry.pure)) return;
  if (memo_ != nullptr &&
      memo_->met(Memo::Commuted{number, before.number, before.args_number, c.input.number, after_number})) {
    if (opened(entry.commute)) ++entry.commute->cases;
    if (opened(entry.pure)) ++entry.pure->cases;
    return;
  }
  const Type& result = plan.query->result;
  const bool looks = opened(entry.pure) && often(entry.pure->cases);
  const Value source = looks ? result.show(before.loaded.result.get()) : Value();
  const Predicted predicted = predict(*entry.entry, before.loaded.result.get(), before.args.get(), c.object);
  if (opened(entry.commute)) {
    ++entry.commute->cases;
    if (!predicted.result || !after.result || !result.equal(predicted.result.get(), after.result.get())) {
      entry.commute->failed = trial(c, Law::Commute, plan.query, entry.entry, *before.args_value);
    }
  }
  if (!opened(entry.pure)) return;
  const auto impure = [&] { entry.pure->failed = trial(c, Law::Pure, plan.query, entry.entry, *before.args_value); };
  const std::uint64_t cases = entry.pure->cases++;
  if (!predicted.problem.empty()) {
    // A throw says nothing about purity; law commute has it.
    if (predicted.result) impure();
    return;
  }
  if (!looks) return;
  const Predicted again = predict(*entry.entry, before.loaded.result.get(), before.args.get(), c.object);
  if (!again.result || !result.equal(predicted.result.get(), again.result.get())) return impure();
  if (!(result.show(before.loaded.result.get()) == source)) return impure();
  if (entry.kept_result) {
    const Predicted later =
        predict(*entry.entry, entry.kept_before.get(), entry.kept_args.get(), entry.kept_input.get());
    if (!later.result || !result.equal(entry.kept_result.get(), later.result.get())) {
      entry.pure->failed = entry.kept_trial;
      return;
    }
  }
  if (!entry.kept_result || cases % 64 == 0) {
    entry.kept_before = before.loaded.result;
    entry.kept_args = before.args;
    entry.kept_input = c.held;
    entry.kept_result = predicted.result;
    entry.kept_trial = trial(c, Law::Pure, plan.query, entry.entry, *before.args_value);
  }
}

/// The first mutation is applied; a second of its queue follows, and the state with the first alone is made again.
void Explorer::pairsOf(Case& c, QueryPlan& plan, std::size_t index) {
  for (std::size_t e = 0; e < plan.entries.size(); ++e) {
    EntryPlan& entry = plan.entries[e];
    if (!opened(entry.pairs) || c.input.seconds.size() <= index || c.input.seconds[index].size() <= e) continue;
    const CaseInput::Second& second = c.input.seconds[index][e];
    if (second.partner < 0 || c.input.args[index].empty()) continue;
    const EntryPlan::Partner& partner = entry.partners[second.partner];
    const Before& before = this->before(plan, index, c.input, 0);
    if (!before.loaded.result) continue;
    database_.rewind();
    if (!c.plan.mutation->apply(database_.handle(), c.object).ok) continue;
    const Loaded between = plan.query->load(database_.handle(), before.args.get());
    const Object second_input = partner.mutation->input.make(second.input);
    const bool ok = between.result && partner.mutation->apply(database_.handle(), second_input.get()).ok;
    const Loaded after = ok ? plan.query->load(database_.handle(), before.args.get()) : Loaded{};
    if (!after.result) continue;
    ++entry.pairs->cases;
    const auto same = [&](const Object& result) {
      return result && plan.query->result.equal(result.get(), after.result.get());
    };
    const Predicted one = predict(*entry.entry, before.loaded.result.get(), before.args.get(), c.object);
    const Predicted both =
        one.result ? predict(*partner.entry, one.result.get(), before.args.get(), second_input.get()) : Predicted{};
    const Predicted again = predict(*partner.entry, between.result.get(), before.args.get(), second_input.get());
    if (same(both.result) && same(again.result)) continue;
    Trial failed = trial(c, Law::Pairs, plan.query, entry.entry, *before.args_value);
    failed.second = partner.mutation;
    failed.second_entry = partner.entry;
    failed.second_input = second.input;
    entry.pairs->failed = std::move(failed);
  }
}

}  // namespace touchgraph::prove
