#pragma once

#include "checks/prove/generate.h"
#include "checks/prove/laws.h"
#include "checks/prove/memo.h"
#include "touchgraph/prove/run.h"

#include <functional>
#include <memory>
#include <optional>

/// Meets all laws of a mutation with one state in one go: the handler runs once for an input, each query is loaded once
/// before and once after, and every law that has something to say looks at that. What fails is only noted as a trial;
/// the judge (laws.h) has the last word.
namespace touchgraph::prove {

/// A law over a mutation (and query, and entry) with what was seen of it.
struct Tally {
  Law law = Law::Commute;
  const Mutation* mutation = nullptr;
  const Query* query = nullptr;
  const Entry* entry = nullptr;
  std::uint64_t cases = 0, changed = 0;
  std::optional<Trial> failed;
  std::string unproved;  ///< why the law cannot be tried
  bool enough = false;   ///< seen often enough in this run
  bool open() const { return !failed && unproved.empty() && !enough; }
};

struct EntryPlan {
  const Entry* entry = nullptr;
  Tally *commute = nullptr, *pure = nullptr, *pairs = nullptr;
  struct Partner {
    const Mutation* mutation;
    const Entry* entry;
  };
  std::vector<Partner> partners;  ///< what may be queued behind it
  /// A case seen earlier, to be predicted again after others: catches transforms that keep something.
  Object kept_before, kept_args, kept_input, kept_result;
  std::optional<Trial> kept_trial;
};

struct QueryPlan {
  const Query* query = nullptr;
  bool steady = false;  ///< its result depends on arguments and rows alone
  Tally *frame = nullptr, *keys = nullptr;
  std::vector<EntryPlan> entries;
  bool open() const;
};

struct MutationPlan {
  const Mutation* mutation = nullptr;
  Tally *atomic = nullptr, *retry = nullptr, *within = nullptr;
  std::vector<QueryPlan> queries;
  std::uint64_t states = 0, succeeded = 0, failed = 0;
  std::uint64_t refused = 0;      ///< calls of which a write was refused
  int pair_rows = -1;             ///< bounded-exhaustive: law pairs went through all states up to so many rows a table
  std::uint64_t pair_states = 0;  ///< which are so many
  std::map<std::string, std::uint64_t> classes;  ///< label → how often
  struct KeyCounts {
    std::uint64_t there = 0, missing = 0;
  };
  std::map<std::string, KeyCounts> lucky_keys;  ///< by field: whether its key was there when that was so
  std::vector<Value> successes;                 ///< a few inputs with which the handler succeeded and a query changed
  bool open() const;
};

/// One input with the arguments of each query it is met with. In a bounded-exhaustive run the inputs of a state share
/// their arguments, objects are made once, and all are numbered (Memo::name).
struct CaseInput {
  Value input;
  Drawn drawn;
  std::vector<std::vector<Value>> args;          ///< by query plan
  Object object;                                 ///< of `input`, when it was made already
  std::vector<std::vector<Object>> arg_objects;  ///< of `args`, likewise
  Memo::Number number = 0;
  std::vector<std::vector<Memo::Number>> arg_numbers;
  /// For the law of pairs: by query plan and entry, which partner with which input; partner < 0 for none.
  struct Second {
    int partner = -1;
    Value input;
  };
  std::vector<std::vector<Second>> seconds;
};

class Explorer {
 public:
  /// With a memo what was seen is not done again; the inputs are numbered then.
  Explorer(Database& database, const Program& program, const GraphView& graph, Memo* memo = nullptr)
      : database_(database), program_(program), graph_(graph), memo_(memo) {}

  /// The database holds `state`, settled. Leaves it there.
  void explore(MutationPlan& plan, const State& state, const std::vector<CaseInput>& inputs);
  /// Law pairs: each input, and behind it each of each partner's. `partners` gives the partner's inputs for the state.
  using InputsOf = std::function<const std::vector<CaseInput>&(const Mutation&)>;
  void explorePairs(MutationPlan& plan, const State& state, const InputsOf& inputs);
  /// Results taken from the memo that were loaded again to see whether they are right, and were not: then something
  /// other than rows and arguments has a say in them.
  std::uint64_t surprises() const { return surprises_; }

 private:
  struct Before {
    const Value* args_value = nullptr;
    Object args;
    Memo::Number args_number = 0;
    Loaded loaded;
    Memo::Number number = Memo::kUnknown;  ///< of the result, with a memo
  };
  struct Case {
    MutationPlan& plan;
    const State& state;
    const CaseInput& input;
    const void* object;
    Object held;
    bool changed = false;  ///< some query did
  };
  class Way;
  struct Pair {
    MutationPlan& plan;
    const State& state;
    const CaseInput& first;
    const Mutation& behind;
    const CaseInput& second;
  };
  Memo::Number resultAt(const QueryPlan& plan, std::size_t index, Memo::Number args_number, const Object& args,
                        const std::optional<Content>& content, const std::function<void()>& go);
  void meetPair(const Pair& pair, std::size_t index, std::size_t n, Memo::Number between,
                const std::optional<Content>& content, const std::function<void()>& go);
  Before& before(const QueryPlan& plan, std::size_t index, const CaseInput& input, std::size_t n);
  std::optional<std::size_t> shelfOf(const QueryPlan& plan, std::size_t index, const std::optional<Content>& content);
  void openShelves(const MutationPlan& plan);
  Memo::Number loadNumbered(const QueryPlan& plan, Memo::Number args_number, const Object& args,
                            const std::optional<std::size_t>& shelf);
  void afterSuccess(Case& c);
  void afterFailure(Case& c, const Outcome& outcome);
  bool twiceIsOnce(const Case& c);
  void refuseWrites(Case& c);
  void rememberLucky(const Case& c);
  void meet(Case& c, QueryPlan& plan, std::size_t index);
  void meetEntry(Case& c, QueryPlan& plan, EntryPlan& entry, std::size_t number, const Before& before,
                 const Loaded& after, Memo::Number after_number);
  void pairsOf(Case& c, QueryPlan& plan, std::size_t index);
  Trial trial(const Case& c, Law law, const Query* query, const Entry* entry, const Value& args) const;

  Database& database_;
  const Program& program_;
  const GraphView& graph_;
  Memo* memo_ = nullptr;
  std::vector<std::vector<Before>> before_;
  std::vector<const Memo::Kind*> args_;  ///< by query: its arguments' numbers, with a memo
  std::optional<Tables> tables_;
  std::optional<Content> state_content_, content_;        ///< of the state; after the handler
  std::vector<std::optional<std::size_t>> before_shelf_;  ///< by query: of the state
  std::uint64_t hits_ = 0, surprises_ = 0;
};

}  // namespace touchgraph::prove
