#include "checks/prove/campaign.h"
#include "checks/prove/exhaustive.h"
#include "checks/prove/memo.h"

#include <algorithm>
#include <unordered_map>

/// The bounded-exhaustive half of a campaign: all small states, with every input; then, as far as the time reaches, all
/// still smaller ones with every pair of inputs.
namespace touchgraph::prove {
namespace {

constexpr int kCasesPercent = 65;  // of a mutation's time, when there are pairs too
constexpr int kLookEvery = 256;    // states between two looks at the clock

/// Inputs and arguments over the small domains, made once for all states that have the same keys.
class SmallInputs {
 public:
  SmallInputs(const Schema& schema, const SmallValues& values, Memo& memo)
      : schema_(schema), values_(values), memo_(memo) {}

  /// For one mutation and the queries it is met with.
  const std::vector<CaseInput>& of(const Mutation& mutation, const std::vector<QueryPlan>& queries,
                                   const State& state) {
    Family& family = families_[&mutation];
    if (!family.ready) prepare(family, mutation, queries);
    std::string signature;
    for (auto [table, column] : family.keys) {
      for (const Row& row : state.rows) {
        if (row.table != table) continue;
        const Value& cell = row.cells[column];
        if (const auto* number = cell.integer()) {
          signature += std::to_string(*number) + ",";
        } else if (const auto* text = cell.text()) {
          signature += *text + "\x01";
        }
      }
      signature += ';';
    }
    const auto [found, fresh] = family.known.try_emplace(signature);
    if (fresh) make(found->second, mutation, queries, state);
    return found->second;
  }

 private:
  struct Family {
    bool ready = false;
    std::vector<std::pair<int, int>> keys;  ///< columns that its inputs and arguments pick rows by
    std::unordered_map<std::string, std::vector<CaseInput>> known;
  };

  void prepare(Family& family, const Mutation& mutation, const std::vector<QueryPlan>& queries) const {
    const auto note = [&](const std::vector<Domain>& fields) {
      int table = 0, column = 0;
      for (const Domain& field : fields) {
        if (!field.column.empty() && schema_.locate(field.column, table, column))
          family.keys.emplace_back(table, column);
      }
    };
    note(mutation.fields);
    for (const QueryPlan& q : queries) note(q.query->fields);
    family.ready = true;
  }

  Memo::Named& named(const std::string& kind, const Type& type, const Value& value) {
    Memo::Named& out = memo_.name(kind, value);
    if (!out.object) out.object = type.make(value);
    return out;
  }

  void make(std::vector<CaseInput>& out, const Mutation& mutation, const std::vector<QueryPlan>& queries,
            const State& state) {
    CaseInput shared;
    for (const QueryPlan& q : queries) {
      const Query& query = *q.query;
      shared.args.push_back(allValues(query.args.shape, query.fields, schema_, state, values_));
      shared.arg_objects.emplace_back();
      shared.arg_numbers.emplace_back();
      for (const Value& args : shared.args.back()) {
        const Memo::Named& name = named("args of " + query.name, query.args, args);
        shared.arg_objects.back().push_back(name.object);
        shared.arg_numbers.back().push_back(name.number);
      }
    }
    SmallValues more = values_;  // one that a handler may refuse
    ++more.count;
    for (Value& value : allValues(mutation.input.shape, mutation.fields, schema_, state, more)) {
      CaseInput input = shared;
      const Memo::Named& name = named("input of " + mutation.name, mutation.input, value);
      input.object = name.object;
      input.number = name.number;
      input.input = std::move(value);
      out.push_back(std::move(input));
    }
  }

  const Schema& schema_;
  SmallValues values_;
  Memo& memo_;
  std::unordered_map<const Mutation*, Family> families_;
};

std::vector<Tally*> pairTallies(MutationPlan& plan) {
  std::vector<Tally*> out;
  for (QueryPlan& q : plan.queries) {
    for (EntryPlan& e : q.entries) {
      if (e.pairs != nullptr && e.pairs->unproved.empty() && !(e.commute != nullptr && e.commute->failed))
        out.push_back(e.pairs);
    }
  }
  return out;
}

}  // namespace

void Campaign::exhaustive(MutationPlan& plan) {
  const auto whole = deadline_;
  const bool pairs = !pairTallies(plan).empty();
  for (Tally* tally : pairTallies(plan)) tally->enough = true;  // not in the first half
  if (pairs && plan.open()) deadline_ = clock_.now() + (whole - clock_.now()) * kCasesPercent / 100;
  exhaustCases(plan);
  deadline_ = whole;
  for (Tally* tally : pairTallies(plan)) tally->enough = false;
  if (!pairTallies(plan).empty()) exhaustPairs(plan);
}

void Campaign::exhaustCases(MutationPlan& plan) {
  bool with_memo = true;
  for (std::set<std::string> texts = texts_[&plan];;) {
    std::set<std::string> met = texts;  // statements that were first run in a pass may be any loader's
    for (const std::string& text : texts_[&plan]) met.erase(text);
    for (QueryPlan& q : plan.queries) {
      std::set<std::string> of = query_texts_[q.query];
      of.insert(met.begin(), met.end());
      q.steady = with_memo && database_.steady(of);
    }
    Memo memo;
    Explorer explorer(database_, program_, graph_, &memo);
    SmallInputs inputs(database_.schema(), {hints_, options_.values, program_.extremes}, memo);
    database_.learn(true);  // also forgets: the statements of this pass are compared below
    const bool remembers = database_.track(with_memo);
    const std::optional<Columns> columns = database_.columnsOf(texts);
    StateSpace space(database_, program_, hints_, columns, {options_.rows, options_.values});
    std::uint64_t since = 0;
    const bool whole = space.each([&](const State& state) {
      explorer.explore(plan, state, inputs.of(*plan.mutation, plan.queries, state));
      if (explorer.surprises() != 0) return false;
      if (++since % kLookEvery != 0) return plan.open();
      progress(plan);
      return plan.open() && !outOfTime();
    });
    database_.track(false);
    database_.learn(false);
    exhausted_[&plan] = whole;
    // A statement that was first run just now may look at columns that were held still: again, with those. And again
    // without what was remembered, or without a transaction around, when that was not right.
    const bool fresh = bringsNews(texts, columns, remembers);
    const bool surprised = explorer.surprises() != 0;
    if (!surprised && !space.outgrown() && (!whole || !fresh)) return;
    with_memo = with_memo && !surprised;
    plan.states = plan.succeeded = plan.failed = 0;
    plan.classes.clear();
    for (Tally& tally : tallies_) {
      if (tally.mutation != plan.mutation) continue;
      tally.cases = tally.changed = 0;
      tally.failed.reset();
    }
  }
}

/// Adds the statements that were learnt; whether there are new ones that look at more or, where results are remembered,
/// give what depends on more than rows.
bool Campaign::bringsNews(std::set<std::string>& texts, const std::optional<Columns>& columns, bool remembers) {
  std::set<std::string> fresh = database_.learnt();
  for (const std::string& text : texts) fresh.erase(text);
  if (fresh.empty()) return false;
  texts.insert(fresh.begin(), fresh.end());
  return database_.columnsOf(texts) != columns || (remembers && !database_.steady(fresh));
}

/// Pairs of inputs square the inputs, so the bound grows from one row a table as far as the time reaches.
void Campaign::exhaustPairs(MutationPlan& plan) {
  std::set<std::string> texts = texts_[&plan];
  for (const QueryPlan& q : plan.queries) {
    for (const EntryPlan& e : q.entries) {
      for (const EntryPlan::Partner& partner : e.partners) {
        for (const MutationPlan& other : plans_) {
          if (other.mutation == partner.mutation) texts.insert(texts_[&other].begin(), texts_[&other].end());
        }
      }
    }
  }
  const auto open = [&] {
    const auto tallies = pairTallies(plan);
    return std::any_of(tallies.begin(), tallies.end(), [](const Tally* tally) { return tally->open(); });
  };
  Memo memo;
  for (int rows = 1; rows <= options_.rows && open();) {
    Explorer explorer(database_, program_, graph_, &memo);
    SmallInputs inputs(database_.schema(), {hints_, options_.values, program_.extremes}, memo);
    for (Tally* tally : pairTallies(plan)) tally->cases = 0;
    database_.learn(true);
    const bool remembers = database_.track(true);
    const std::optional<Columns> columns = database_.columnsOf(texts);
    StateSpace space(database_, program_, hints_, columns, {rows, options_.values});
    bool in_time = true;
    const bool whole = space.each([&](const State& state) {
      explorer.explorePairs(plan, state, [&](const Mutation& mutation) -> const std::vector<CaseInput>& {
        return inputs.of(mutation, plan.queries, state);
      });
      in_time = !outOfTime();
      return in_time && explorer.surprises() == 0 && open();
    });
    database_.track(false);
    database_.learn(false);
    if (explorer.surprises() != 0) {
      for (Tally* tally : pairTallies(plan)) {
        tally->unproved = "a loader's result depends on more than rows and arguments: use --mode random";
      }
      return;
    }
    if (space.outgrown()) {
      for (Tally* tally : pairTallies(plan)) tally->failed.reset();
      continue;
    }
    if (!whole) return;
    if (bringsNews(texts, columns, remembers)) continue;  // the same bound again, with what those statements look at
    plan.pair_rows = rows++;
    plan.pair_states = space.visited();
  }
}

}  // namespace touchgraph::prove
