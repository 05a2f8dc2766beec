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

Explorer::Before& Explorer::before(const QueryPlan& plan, std::size_t index, const Value& args, const Object& object) {
  for (Before& known : before_[index]) {
    if (object ? known.args == object : known.args_value == args) return known;
  }
  Before made{args, object ? object : plan.query->args.make(args), {}};
  made.loaded = plan.query->load(database_.handle(), made.args.get());
  before_[index].push_back(std::move(made));
  return before_[index].back();
}

void Explorer::explore(MutationPlan& plan, const State& state, const std::vector<CaseInput>& inputs) {
  ++plan.states;
  before_.assign(plan.queries.size(), {});
  tables_.reset();
  for (const CaseInput& input : inputs) {
    const Object object = input.object ? input.object : plan.mutation->input.make(input.input);
    Case c{plan, state, input, object.get(), object};
    for (const InputClass& cls : plan.mutation->classes) plan.classes[cls.label] += cls.holds(object.get()) ? 1 : 0;
    for (std::size_t i = 0; i < plan.queries.size(); ++i) {
      if (!plan.queries[i].open()) continue;
      before_[i].reserve(before_[i].size() + input.args[i].size());
      for (std::size_t n = 0; n < input.args[i].size(); ++n)
        before(plan.queries[i], i, input.args[i][n], argObject(input, i, n));
    }
    // A dump is needed only when something may be half-written, or to compare a retry: taken when first asked for.
    if (opened(plan.within)) database_.watch();
    const Outcome outcome = plan.mutation->apply(database_.handle(), object.get());
    if (outcome.ok) {
      ++plan.succeeded;
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
    const Tables once = database_.dump();
    c.plan.mutation->apply(database_.handle(), c.object);
    if (!tableDifferences(database_.schema(), once, database_.dump()).empty()) {
      c.plan.retry->failed = trial(c, Law::Retry, nullptr, nullptr, Value());
    }
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
  for (std::size_t n = 0; n < c.input.args[index].size(); ++n) {
    const Value& args = c.input.args[index][n];
    const Before& before = this->before(plan, index, args, argObject(c.input, index, n));
    if (!before.loaded.result) continue;
    const Loaded after = plan.query->load(database_.handle(), before.args.get());
    const bool changed = !after.result || !plan.query->result.equal(before.loaded.result.get(), after.result.get());
    c.changed |= changed;
    if (opened(plan.frame)) {
      ++plan.frame->cases;
      if (changed) plan.frame->failed = trial(c, Law::Frame, plan.query, nullptr, args);
    }
    if (opened(plan.keys) &&
        graph_.outside(c.plan.mutation->name, plan.query->name, c.input.input, args, program_.instance_keys)) {
      ++plan.keys->cases;
      if (changed) plan.keys->failed = trial(c, Law::Keys, plan.query, nullptr, args);
    }
    for (EntryPlan& entry : plan.entries) {
      if (opened(entry.commute)) entry.commute->changed += changed ? 1 : 0;
      meetEntry(c, plan, entry, before, after);
    }
  }
}

void Explorer::meetEntry(Case& c, QueryPlan& plan, EntryPlan& entry, const Before& before, const Loaded& after) {
  if (!opened(entry.commute) && !opened(entry.pure)) return;
  const Type& result = plan.query->result;
  const Predicted predicted = predict(*entry.entry, before.loaded.result.get(), before.args.get(), c.object);
  if (opened(entry.commute)) {
    ++entry.commute->cases;
    if (!predicted.result || !after.result || !result.equal(predicted.result.get(), after.result.get())) {
      entry.commute->failed = trial(c, Law::Commute, plan.query, entry.entry, before.args_value);
    }
  }
  if (!opened(entry.pure)) return;
  const auto impure = [&] { entry.pure->failed = trial(c, Law::Pure, plan.query, entry.entry, before.args_value); };
  const std::uint64_t cases = entry.pure->cases++;
  if (!predicted.problem.empty()) {
    // A throw says nothing about purity; law commute has it.
    if (predicted.result) impure();
    return;
  }
  if (!often(cases)) return;
  const Predicted again = predict(*entry.entry, before.loaded.result.get(), before.args.get(), c.object);
  if (!again.result || !result.equal(predicted.result.get(), again.result.get())) return impure();
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
    entry.kept_trial = trial(c, Law::Pure, plan.query, entry.entry, before.args_value);
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
    const Before& before = this->before(plan, index, c.input.args[index].front(), argObject(c.input, index, 0));
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
    Trial failed = trial(c, Law::Pairs, plan.query, entry.entry, before.args_value);
    failed.second = partner.mutation;
    failed.second_entry = partner.entry;
    failed.second_input = second.input;
    entry.pairs->failed = std::move(failed);
  }
}

}  // namespace touchgraph::prove
