#include "checks/prove/campaign.h"

#include "checks/prove/report.h"
#include "checks/prove/shrink.h"
#include "touchgraph/prove/keys.h"

#include <algorithm>
#include <cstdio>
#include <stdexcept>

namespace touchgraph::prove {

volatile bool g_interrupted = false;

namespace {

constexpr int kInputsPerState = 4;
constexpr int kArgsPerInput = 2;
constexpr int kLearningStates = 40;
constexpr int kStatesPerEpoch = 48;  // then the pools are drawn anew
constexpr int kRefusedInARow = 400;  // then no state satisfies the schema and the assumptions
constexpr int kLuckyWhenScarce = 85, kLuckyElse = 40;
constexpr int kOwnDrawPercent = 75;  // of the inputs, where the program draws them; the others meet the SQL's literals
constexpr int kDrawSize = 20;
constexpr std::chrono::seconds kShrinkTime(2);

std::uint64_t mix(std::uint64_t seed, const std::string& text) {
  for (unsigned char c : text) seed = (seed ^ c) * 0x100000001b3ULL;
  return seed;
}

bool opened(const Tally* tally) {
  return tally != nullptr && tally->open();
}

bool matches(const std::string& pattern, const std::string& text) {
  if (pattern.empty() || pattern == "*") return true;
  const auto star = pattern.find('*');
  if (star == std::string::npos) return pattern == text;
  const std::string head = pattern.substr(0, star), tail = pattern.substr(star + 1);
  return text.size() >= head.size() + tail.size() && text.starts_with(head) && text.ends_with(tail);
}

}  // namespace

Campaign::Campaign(Database& database, const Program& program, const GraphView& graph, const Options& options)
    : database_(database),
      program_(program),
      graph_(graph),
      options_(options),
      clock_(database.inProcess()),
      budget_(std::chrono::duration_cast<WorkClock::Duration>(std::chrono::duration<double>(options.time_budget))),
      deadline_(budget_),
      last_progress_(std::chrono::steady_clock::now()) {}

bool Campaign::outOfTime() const {
  return g_interrupted || clock_.now() >= deadline_;
}

bool Campaign::selected(const std::string& mutation, const std::string& query) const {
  if (options_.pairs.empty()) return true;
  return std::any_of(options_.pairs.begin(), options_.pairs.end(), [&](const std::string& pair) {
    const auto colon = pair.find(':');
    if (!matches(pair.substr(0, colon), mutation)) return false;
    return query.empty() ? colon == std::string::npos
                         : colon == std::string::npos || matches(pair.substr(colon + 1), query);
  });
}
bool Campaign::wanted(Law law) const {
  return options_.laws.empty() ||
         std::find(options_.laws.begin(), options_.laws.end(), name(law)) != options_.laws.end();
}

Tally* Campaign::tally(Law law, const Mutation* mutation, const Query* query, const Entry* entry) {
  if (!wanted(law) || !selected(mutation->name, query != nullptr ? query->name : "")) return nullptr;
  tallies_.push_back({});
  Tally& out = tallies_.back();
  out.law = law;
  out.mutation = mutation;
  out.query = query;
  out.entry = entry;
  return &out;
}

void Campaign::plan() {
  for (const Mutation& mutation : program_.mutations) planMutation(mutation);
}

void Campaign::planMutation(const Mutation& mutation) {
  MutationPlan plan;
  plan.mutation = &mutation;
  plan.atomic = tally(Law::Atomic, &mutation, nullptr, nullptr);
  if (mutation.idempotent) plan.retry = tally(Law::Retry, &mutation, nullptr, nullptr);
  const auto unresolved = [&](Tally* t) {
    if (t != nullptr && t->unproved.empty() && !graph_.complete(mutation.name))
      t->unproved = "the graph has unresolved writes for this mutation";
  };
  if (graph_.present()) {
    plan.within = tally(Law::Within, &mutation, nullptr, nullptr);
    if (plan.within != nullptr && !graph_.knows(mutation.name))
      plan.within->unproved = "the graph does not have this mutation";
    unresolved(plan.within);
  }
  for (const Query& query : program_.queries) {
    QueryPlan q;
    q.query = &query;
    if (graph_.present() && !graph_.invalidates(mutation.name, query.name)) {
      q.frame = tally(Law::Frame, &mutation, &query, nullptr);
      if (q.frame != nullptr && (!graph_.knows(mutation.name) || !graph_.knowsQuery(query.name))) {
        q.frame->unproved = "the graph does not have this pair";
      }
      unresolved(q.frame);
    }
    if (graph_.hasInstances(mutation.name, query.name, program_.instance_keys)) {
      q.keys = tally(Law::Keys, &mutation, &query, nullptr);
    }
    for (const Entry& entry : program_.entries) {
      if (entry.mutation != mutation.name || entry.query != query.name || !entry.await.empty()) continue;
      EntryPlan e;
      e.entry = &entry;
      e.commute = tally(Law::Commute, &mutation, &query, &entry);
      e.pure = tally(Law::Pure, &mutation, &query, &entry);
      for (const Entry& behind : program_.entries) {
        const bool same_queue =
            behind.mutation == entry.mutation || (!entry.queue.empty() && behind.queue == entry.queue);
        const bool same_variant = behind.variant == entry.variant || behind.variant.empty();
        if (same_queue && same_variant && behind.query == entry.query && behind.await.empty()) {
          e.partners.push_back({program_.findMutation(behind.mutation), &behind});
        }
      }
      e.pairs = tally(Law::Pairs, &mutation, &query, &entry);
      q.entries.push_back(std::move(e));
    }
    if (q.open()) plan.queries.push_back(std::move(q));
  }
  if (plan.open()) plans_.push_back(std::move(plan));
}

void Campaign::learn() {
  for (const Table& table : database_.schema().tables) {
    for (const std::string& check : table.checks) readHints(check, hints_);
  }
  const Pools pools = drawPools(database_.schema(), hints_, program_, options_.seed);
  for (const MutationPlan& plan : plans_) {
    Dice dice(options_.seed);
    std::set<std::string>& texts = texts_[&plan];
    const auto note = [&](std::set<std::string>& of) {
      of.insert(database_.learnt().begin(), database_.learnt().end());
      texts.insert(database_.learnt().begin(), database_.learnt().end());
    };
    for (int i = 0; i < kLearningStates && !outOfTime(); ++i) {
      bool ok = false;
      const State state = randomState(database_, pools, hints_, dice, ok);
      if (!ok) continue;
      Drawn drawn;
      const Mutation& m = *plan.mutation;
      const Object input =
          m.input.make(randomValue(m.input.shape, m.fields, database_.schema(), state, pools, dice, drawn, false));
      database_.learn(true);
      m.apply(database_.handle(), input.get());
      note(texts);
      for (const QueryPlan& q : plan.queries) {
        const Object args = q.query->args.make(
            randomValue(q.query->args.shape, q.query->fields, database_.schema(), state, pools, dice, drawn, true));
        database_.learn(true);
        q.query->load(database_.handle(), args.get());
        note(query_texts_[q.query]);
      }
      database_.leftOpen();
      database_.rewind();
    }
    database_.learn(false);
    for (const std::string& text : texts) readHints(text, hints_);
  }
}

CaseInput Campaign::randomCase(MutationPlan& plan, const State& state, const Pools& pools, Dice& dice) {
  CaseInput out;
  const Schema& schema = database_.schema();
  const Mutation& m = *plan.mutation;
  // Refusals are cases too, but a run of refusals proves little.
  const bool scarce = plan.succeeded < plan.failed;
  const bool lucky = !plan.successes.empty() && dice.chance(scarce ? kLuckyWhenScarce : kLuckyElse);
  ThereLean lean;
  for (const auto& [path, counts] : plan.lucky_keys) {
    if (lucky) lean[path] = counts.missing == 0 ? 100 : counts.there == 0 ? 0 : kTherePercent;
  }
  if (m.draw && dice.chance(kOwnDrawPercent)) {
    const KeysInScope keys([&](const std::string& column) { return present(schema, state, column); });
    out.input = m.draw(dice.next(), kDrawSize);
    noteKeys(out.input, m.fields, schema, state, out.drawn);
  } else {
    out.input = randomValue(m.input.shape, m.fields, schema, state, pools, dice, out.drawn, false, lean);
  }
  if (lucky) {
    // What made the handler succeed before may do so again: a quantity in stock, a status that may follow.
    const Value& model = dice.pick(plan.successes);
    const Record* from = model.record();
    auto* to = std::get_if<Record>(&out.input.data);
    for (std::size_t i = 0; from != nullptr && to != nullptr && i < to->fields.size(); ++i) {
      const Domain* domain = domainOf(m.fields, to->fields[i].first);
      if (domain == nullptr || domain->column.empty()) to->fields[i].second = from->fields[i].second;
    }
  }
  out.args.resize(plan.queries.size());
  out.seconds.resize(plan.queries.size());
  for (std::size_t i = 0; i < plan.queries.size(); ++i) {
    QueryPlan& q = plan.queries[i];
    if (!q.open()) continue;
    const bool none = q.query->args.shape.kind == Shape::Kind::None;
    for (int n = 0; n < (none ? 1 : kArgsPerInput); ++n) {
      Drawn seen = out.drawn;
      out.args[i].push_back(randomValue(q.query->args.shape, q.query->fields, schema, state, pools, dice, seen, true));
    }
    for (EntryPlan& e : q.entries) {
      CaseInput::Second second;
      if (opened(e.pairs) && !e.partners.empty() && dice.chance(40)) {
        second.partner = static_cast<int>(dice.below(e.partners.size()));
        const Mutation& behind = *e.partners[second.partner].mutation;
        // Mostly about other rows than the first: the same row is often gone by then.
        Drawn others, seen = out.drawn;
        second.input =
            dice.chance(25)
                ? randomValue(behind.input.shape, behind.fields, schema, state, pools, dice, seen, true)
                : randomValue(behind.input.shape, behind.fields, schema, state, pools, dice, others, false, lean);
      }
      out.seconds[i].push_back(std::move(second));
    }
  }
  return out;
}

void Campaign::classify(MutationPlan& plan, const CaseInput& input) {
  for (const DrawnKey& key : input.drawn) ++plan.classes[key.place + (key.there ? " there" : " missing")];
}

bool Campaign::enough(const MutationPlan& plan) const {
  bool pending = false;
  const auto look = [&](const Tally* t, std::uint64_t goal) { pending |= opened(t) && t->cases < goal; };
  for (const QueryPlan& q : plan.queries) {
    look(q.frame, options_.cases / 4);
    for (const EntryPlan& e : q.entries) {
      look(e.commute, options_.cases);
      look(e.pure, options_.cases);
      look(e.pairs, options_.cases / 8);
    }
  }
  look(plan.within, options_.cases / 4);
  look(plan.retry, options_.cases / 4);
  if (!pending) pending = plan.open() && plan.states * kInputsPerState < options_.cases / 4;
  // A handler that seldom succeeds is not waited for without end.
  return !pending || plan.states >= options_.cases;
}

void Campaign::random(MutationPlan& plan) {
  const std::uint64_t seed = mix(options_.seed, plan.mutation->name);
  Dice dice(seed);
  Explorer explorer(database_, program_, graph_);
  Pools pools;
  int refused = 0, made = 0;
  while (!enough(plan)) {
    if (outOfTime()) {
      timed_out_.insert(&plan);
      return;
    }
    if (made++ % kStatesPerEpoch == 0) pools = drawPools(database_.schema(), hints_, program_, seed + made);
    bool ok = false;
    const State state = randomState(database_, pools, hints_, dice, ok);
    if (!ok) {
      if (++refused >= kRefusedInARow)
        throw std::runtime_error("no generated state satisfies the constraints and assumptions");
      continue;
    }
    refused = 0;
    std::vector<CaseInput> inputs;
    for (int i = 0; i < kInputsPerState; ++i) {
      inputs.push_back(randomCase(plan, state, pools, dice));
      classify(plan, inputs.back());
    }
    explorer.explore(plan, state, inputs);
    // These laws only load queries; what they have seen enough of is not loaded any more.
    for (QueryPlan& q : plan.queries) {
      for (Tally* tally : {q.frame, q.keys}) {
        if (tally != nullptr && tally->cases >= options_.cases / 4) tally->enough = true;
      }
    }
    progress(plan);
  }
}

void Campaign::settleFailures(MutationPlan& plan) {
  const auto judgeTally = [&](Tally* tally) {
    if (tally == nullptr || !tally->failed || refuted_.count(tally) != 0) return;
    database_.nest(false);
    Trial trial = *tally->failed;
    LawResult result;
    result.mutation = tally->mutation->name;
    result.query = tally->query != nullptr ? tally->query->name : "";
    result.variant = tally->entry != nullptr ? tally->entry->variant : "";
    result.law = name(tally->law);
    result.verdict = Verdict::Refuted;
    result.cases = tally->cases;
    Finding finding = judge(database_, trial, program_, graph_);
    result.evidence = "case " + std::to_string(tally->cases) + ", seed " + std::to_string(options_.seed);
    if (!finding.applies || finding.holds) {
      const std::string found = finding.what;
      finding.what = tally->law == Law::Pure || tally->law == Law::Commute
                         ? "it failed once and not again on the same state: the transform, the handler or the loader "
                           "depends on something outside its arguments and the database"
                         : "it failed once and not again on the same state: the handler or the loader depends on "
                           "something outside the database";
    } else if (options_.shrink) {
      const auto until = clock_.now() + kShrinkTime;
      trial = shrink(database_, trial, program_, graph_, [&] { return g_interrupted || clock_.now() >= until; });
      finding = judge(database_, trial, program_, graph_);
    }
    describe(result, trial, finding, database_.schema(), program_.name, options_.seed);
    refuted_[tally] = std::move(result);
  };
  judgeTally(plan.atomic);
  judgeTally(plan.retry);
  judgeTally(plan.within);
  for (QueryPlan& q : plan.queries) {
    judgeTally(q.frame);
    judgeTally(q.keys);
    for (EntryPlan& e : q.entries) {
      judgeTally(e.commute);
      if (e.commute != nullptr && e.commute->failed && e.pairs != nullptr && refuted_.count(e.pairs) == 0) {
        // Two wrong predictions are wrong too; the one counterexample says it.
        e.pairs->failed.reset();
        e.pairs->unproved = "commute is refuted";
      }
      judgeTally(e.pure);
      judgeTally(e.pairs);
    }
  }
}

void Campaign::progress(const MutationPlan& plan) {
  if (!options_.progress) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - last_progress_ < std::chrono::milliseconds(100)) return;
  last_progress_ = now;
  std::size_t index = 0;
  while (index < plans_.size() && &plans_[index] != &plan) ++index;
  std::fprintf(stderr, "\r\033[K[%zu/%zu] %s: %llu states", index + 1, plans_.size(), plan.mutation->name.c_str(),
               static_cast<unsigned long long>(plan.states));
}

LawResult Campaign::verdict(const Tally& tally, const MutationPlan& plan) {
  if (const auto found = refuted_.find(&tally); found != refuted_.end()) return found->second;
  LawResult result;
  result.mutation = tally.mutation->name;
  result.query = tally.query != nullptr ? tally.query->name : "";
  result.variant = tally.entry != nullptr ? tally.entry->variant : "";
  result.law = name(tally.law);
  result.cases = tally.cases;
  result.states = plan.states;
  if (tally.law == Law::Commute) {
    result.counts["succeeded"] = plan.succeeded;
    result.counts["failed"] = plan.failed;
    result.counts["changed"] = tally.changed;
    result.counts["unchanged"] = tally.cases - tally.changed;
    for (const auto& [label, count] : plan.classes) result.counts[label] = count;
  }
  const auto vacuous = [&](std::string why) {
    result.verdict = Verdict::Vacuous;
    result.evidence = std::move(why);
    return result;
  };
  if (!tally.unproved.empty()) {
    result.evidence = tally.unproved;
    return result;
  }
  if (plan.states == 0) {
    result.evidence = "the time budget ended before the first state";
    return result;
  }
  if (tally.law == Law::Atomic) {
    if (tally.cases == 0) {
      result.evidence = "the handler never failed";
      return result;
    }
  } else if (plan.succeeded == 0) {
    return vacuous("the handler never succeeded in " + std::to_string(plan.failed) + " calls");
  } else if (tally.cases == 0) {
    return vacuous(tally.law == Law::Keys    ? "no instance outside the touched keys was met"
                   : tally.law == Law::Pairs ? "a second mutation never succeeded"
                                             : "the query never had a result");
  } else if (tally.law == Law::Commute) {
    const auto steady = std::find_if(program_.steady.begin(), program_.steady.end(), [&](const Steady& s) {
      return s.mutation == result.mutation && s.query == result.query;
    });
    if (steady != program_.steady.end()) {
      if (tally.changed > 0) return vacuous("said to be steady (" + steady->reason + "), but the query changed");
    } else if (tally.changed == 0) {
      return vacuous("the query never changed");
    }
    for (const auto& [label, count] : plan.classes) {
      if (count == 0) return vacuous("no input of the class \"" + label + "\"");
    }
    for (const Domain& field : tally.mutation->fields) {
      if (options_.mode == Mode::Random && !field.column.empty() && plan.classes.count(field.column + " there") == 0) {
        return vacuous("no input ever picked a row of " + field.column);
      }
    }
  }
  const auto whole = exhausted_.find(&plan);
  if (options_.mode == Mode::Exhaustive && tally.law == Law::Pairs) {
    if (plan.pair_rows < 0) {
      result.evidence = "the time budget ended before all pairs of inputs on states of one row a table";
      return result;
    }
    result.verdict = Verdict::Exhausted;
    result.states = plan.pair_states;
    result.evidence = "exhausted " + std::to_string(plan.pair_states) + " states (up to " +
                      std::to_string(plan.pair_rows) + " rows a table), " + std::to_string(tally.cases) +
                      " cases of two inputs";
    return result;
  }
  if (options_.mode == Mode::Exhaustive) {
    const std::string bounds = std::to_string(plan.states) + " states (up to " + std::to_string(options_.rows) +
                               " rows a table), " + std::to_string(tally.cases) + " cases";
    if (whole == exhausted_.end() || !whole->second) {
      result.evidence = "the time budget ended within the space, after " + bounds;
      return result;
    }
    result.verdict = Verdict::Exhausted;
    result.evidence = "exhausted " + bounds;
    return result;
  }
  result.verdict = Verdict::Sampled;
  result.evidence = "sampled " + std::to_string(tally.cases) + ", seed " + std::to_string(options_.seed) +
                    (timed_out_.count(&plan) != 0 ? ", time budget ended" : "");
  return result;
}

void Campaign::run(Report& report) {
  plan();
  learn();
  std::size_t left = plans_.size() + 1;
  for (MutationPlan& plan : plans_) {
    --left;
    if (outOfTime()) break;
    // What is left of the time is shared out among the mutations still to come.
    const auto now = clock_.now();
    deadline_ = now + (budget_ - now) / static_cast<std::int64_t>(left);
    if (options_.mode == Mode::Random) {
      random(plan);
    } else {
      exhaustive(plan);
    }
    // Shrinking is on top of the budget: it is bounded for each counterexample.
    const auto before = clock_.now();
    settleFailures(plan);
    budget_ += clock_.now() - before;
    deadline_ = budget_;
  }
  if (options_.progress) std::fprintf(stderr, "\r\033[K");
  for (const Tally& tally : tallies_) {
    for (const MutationPlan& plan : plans_) {
      if (plan.mutation != tally.mutation) continue;
      report.results.push_back(verdict(tally, plan));
    }
  }
  for (const MutationPlan& plan : plans_) {
    report.total_states += plan.states;
    report.total_cases += plan.succeeded + plan.failed;
  }
  report.interrupted = report.interrupted || g_interrupted;
}

}  // namespace touchgraph::prove
