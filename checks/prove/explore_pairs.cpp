#include "checks/prove/explore.h"

#include <algorithm>

/// Law pairs over every pair of inputs of one state.
///
/// Of the two calls of a case the second is mostly known: it starts from a content that another first input led to as
/// well, or that is a state of its own. What is known is not called; a call is made only for a step or a result that
/// was not met on its content.
namespace touchgraph::prove {
namespace {

bool opened(const Tally* tally) {
  return tally != nullptr && tally->open();
}

}  // namespace

/// The database, somewhere on the way state → first input → second input.
class Explorer::Way {
 public:
  Way(Explorer& explorer, const Mutation& first, const CaseInput& input)
      : explorer_(explorer), database_(explorer.database_), first_(first), input_(input) {}
  ~Way() { database_.rewind(); }

  /// Applies the first input, or knows what it does. False when it fails.
  bool start(std::size_t mutation) {
    if (explorer_.state_content_) {
      if (const Memo::Step* step = explorer_.memo_->step(mutation, input_.number, *explorer_.state_content_)) {
        content_ = step->to;
        return step->ok;
      }
    }
    const bool ok = first_.apply(database_.handle(), input_.object.get()).ok && database_.leftOpen().empty();
    content_ = database_.content();
    there_ = ok;
    if (explorer_.state_content_ && (content_ || !ok))
      explorer_.memo_->put(mutation, input_.number, *explorer_.state_content_, {ok, content_.value_or(Content())});
    return ok;
  }
  /// What the first input led to.
  const std::optional<Content>& content() const { return content_; }
  /// Goes there, if the database is elsewhere.
  void go() {
    if (there_) return;
    database_.rewind();
    first_.apply(database_.handle(), input_.object.get());
    there_ = true;
  }

  /// Calls `after` where the second input leads, unless it fails.
  void second(std::size_t mutation, const Mutation& behind, const CaseInput& input,
              const std::function<void(const std::optional<Content>&, const std::function<void()>&)>& after) {
    bool applied = false, ok = true;
    const auto apply = [&] {
      if (applied) return;
      applied = true;
      go();
      if (database_.nested()) database_.hold();
      ok = behind.apply(database_.handle(), input.object.get()).ok && database_.leftOpen().empty();
    };
    const Memo::Step* known = content_ ? explorer_.memo_->step(mutation, input.number, *content_) : nullptr;
    std::optional<Content> content;
    if (known != nullptr) {
      ok = known->ok;
      content = known->to;
    } else {
      apply();
      content = database_.content();
      if (content_ && (content || !ok))
        explorer_.memo_->put(mutation, input.number, *content_, {ok, content.value_or(Content())});
    }
    if (ok) after(content, apply);
    if (!applied) return;
    if (database_.nested()) {
      database_.release();
    } else {
      there_ = false;
    }
  }

 private:
  Explorer& explorer_;
  Database& database_;
  const Mutation& first_;
  const CaseInput& input_;
  std::optional<Content> content_;
  bool there_ = false;
};

/// A result, known or loaded; `go` brings the database to where it is to be loaded.
Memo::Number Explorer::resultAt(const QueryPlan& plan, std::size_t index, Memo::Number args_number, const Object& args,
                                const std::optional<Content>& content, const std::function<void()>& go) {
  const std::optional<std::size_t> shelf = shelfOf(plan, index, content);
  if (shelf) {
    const Memo::Number known = memo_->find(*shelf, args_number);
    if (known != Memo::kUnknown) return known;
  }
  go();
  return loadNumbered(plan, args_number, args, shelf);
}

void Explorer::explorePairs(MutationPlan& plan, const State& state, const InputsOf& inputs) {
  before_.resize(plan.queries.size());
  for (auto& known : before_) known.clear();
  const std::vector<CaseInput>& firsts = inputs(*plan.mutation);
  if (firsts.empty()) return;
  openShelves(plan);
  for (std::size_t i = 0; i < plan.queries.size(); ++i) {
    before_[i].reserve(firsts[0].args[i].size());
    for (std::size_t n = 0; n < firsts[0].args[i].size(); ++n) before(plan.queries[i], i, firsts[0], n);
  }
  const auto numberOf = [&](const Mutation* mutation) {
    return static_cast<std::size_t>(mutation - program_.mutations.data());
  };
  std::vector<const Mutation*> behind;
  for (const QueryPlan& q : plan.queries) {
    for (const EntryPlan& e : q.entries) {
      for (const EntryPlan::Partner& partner : e.partners) {
        if (opened(e.pairs) && std::find(behind.begin(), behind.end(), partner.mutation) == behind.end())
          behind.push_back(partner.mutation);
      }
    }
  }
  for (const CaseInput& first : firsts) {
    Way way(*this, *plan.mutation, first);
    if (!way.start(numberOf(plan.mutation))) continue;
    // What is shown between the two, before a second call goes on from there.
    std::vector<std::vector<Memo::Number>> between(plan.queries.size());
    for (std::size_t i = 0; i < plan.queries.size(); ++i) {
      for (const Before& b : before_[i])
        between[i].push_back(resultAt(plan.queries[i], i, b.args_number, b.args, way.content(), [&] { way.go(); }));
    }
    for (const Mutation* mutation : behind) {
      for (const CaseInput& second : inputs(*mutation)) {
        way.second(numberOf(mutation), *mutation, second,
                   [&](const std::optional<Content>& content, const std::function<void()>& go) {
                     for (std::size_t i = 0; i < plan.queries.size(); ++i) {
                       for (std::size_t n = 0; n < before_[i].size(); ++n)
                         meetPair({plan, state, first, *mutation, second}, i, n, between[i][n], content, go);
                     }
                   });
      }
    }
  }
}

void Explorer::meetPair(const Pair& pair, std::size_t index, std::size_t n, Memo::Number between,
                        const std::optional<Content>& content, const std::function<void()>& go) {
  QueryPlan& q = pair.plan.queries[index];
  const Before& before = before_[index][n];
  if (!before.loaded.result) return;
  for (std::size_t e = 0; e < q.entries.size(); ++e) {
    EntryPlan& entry = q.entries[e];
    for (std::size_t p = 0; p < entry.partners.size(); ++p) {
      const EntryPlan::Partner& partner = entry.partners[p];
      if (!opened(entry.pairs) || partner.mutation != &pair.behind) continue;
      const Memo::Number after = resultAt(q, index, before.args_number, before.args, content, go);
      if (!memo_->result(between).result || !memo_->result(after).result) continue;
      ++entry.pairs->cases;
      if (memo_->met(
              {index, e, p, before.number, before.args_number, pair.first.number, between, pair.second.number, after}))
        continue;
      const auto same = [&](const Object& result) {
        return result && q.query->result.equal(result.get(), memo_->result(after).result.get());
      };
      const void* args = before.args.get();
      const void* second = pair.second.object.get();
      const Predicted one = predict(*entry.entry, before.loaded.result.get(), args, pair.first.object.get());
      const Predicted both = one.result ? predict(*partner.entry, one.result.get(), args, second) : Predicted{};
      const Predicted again = predict(*partner.entry, memo_->result(between).result.get(), args, second);
      if (same(both.result) && same(again.result)) continue;
      Trial failed;
      failed.law = Law::Pairs;
      failed.mutation = pair.plan.mutation;
      failed.query = q.query;
      failed.entry = entry.entry;
      failed.second = partner.mutation;
      failed.second_entry = partner.entry;
      failed.input = pair.first.input;
      failed.second_input = pair.second.input;
      failed.args = *before.args_value;
      failed.state = pair.state;
      entry.pairs->failed = std::move(failed);
    }
  }
}

}  // namespace touchgraph::prove
