#pragma once

#include "checks/prove/generate.h"
#include "checks/prove/laws.h"
#include "touchgraph/prove/run.h"

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
  Tally *frame = nullptr, *keys = nullptr;
  std::vector<EntryPlan> entries;
  bool open() const;
};

struct MutationPlan {
  const Mutation* mutation = nullptr;
  Tally *atomic = nullptr, *retry = nullptr, *within = nullptr;
  std::vector<QueryPlan> queries;
  std::uint64_t states = 0, succeeded = 0, failed = 0;
  std::map<std::string, std::uint64_t> classes;  ///< label → how often
  struct KeyCounts {
    std::uint64_t there = 0, missing = 0;
  };
  std::map<std::string, KeyCounts> lucky_keys;  ///< by field: whether its key was there when that was so
  std::vector<Value> successes;                 ///< a few inputs with which the handler succeeded and a query changed
  bool open() const;
};

/// One input with the arguments of each query it is met with.
struct CaseInput {
  Value input;
  Drawn drawn;
  std::vector<std::vector<Value>> args;          ///< by query plan
  Object object;                                 ///< of `input`, when it was made already
  std::vector<std::vector<Object>> arg_objects;  ///< of `args`, likewise
  /// For the law of pairs: by query plan and entry, which partner with which input; partner < 0 for none.
  struct Second {
    int partner = -1;
    Value input;
  };
  std::vector<std::vector<Second>> seconds;
};

class Explorer {
 public:
  Explorer(Database& database, const Program& program, const GraphView& graph)
      : database_(database), program_(program), graph_(graph) {}

  /// The database holds `state`, settled. Leaves it there.
  void explore(MutationPlan& plan, const State& state, const std::vector<CaseInput>& inputs);

 private:
  struct Before {
    Value args_value;
    Object args;
    Loaded loaded;
  };
  struct Case {
    MutationPlan& plan;
    const State& state;
    const CaseInput& input;
    const void* object;
    Object held;
    bool changed = false;  ///< some query did
  };
  Before& before(const QueryPlan& plan, std::size_t index, const Value& args, const Object& made);
  void afterSuccess(Case& c);
  void afterFailure(Case& c, const Outcome& outcome);
  void rememberLucky(const Case& c);
  void meet(Case& c, QueryPlan& plan, std::size_t index);
  void meetEntry(Case& c, QueryPlan& plan, EntryPlan& entry, const Before& before, const Loaded& after);
  void pairsOf(Case& c, QueryPlan& plan, std::size_t index);
  Trial trial(const Case& c, Law law, const Query* query, const Entry* entry, const Value& args) const;

  Database& database_;
  const Program& program_;
  const GraphView& graph_;
  std::vector<std::vector<Before>> before_;
  std::optional<Tables> tables_;
};

}  // namespace touchgraph::prove
