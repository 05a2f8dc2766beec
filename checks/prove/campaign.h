#pragma once

#include "checks/prove/explore.h"
#include "checks/prove/graph_view.h"
#include "checks/prove/hints.h"
#include "checks/prove/work_clock.h"
#include "touchgraph/prove/run.h"

#include <chrono>
#include <deque>

namespace touchgraph::prove {

/// One run of a program on one database: plans which laws concern which pairs, meets them with states, decides.
///
///   plan ─► learn (what SQL the program runs) ─► random states or all small ones ─► judge and shrink ─► verdicts
class Campaign {
 public:
  Campaign(Database& database, const Program& program, const GraphView& graph, const Options& options);
  void run(Report& report);

 private:
  void plan();
  void planMutation(const Mutation& mutation);
  Tally* tally(Law law, const Mutation* mutation, const Query* query, const Entry* entry);
  bool selected(const std::string& mutation, const std::string& query) const;
  bool wanted(Law law) const;

  /// Fills the hints from the schema and from the SQL that a few trial runs prepare.
  void learn();
  void random(MutationPlan& plan);
  void exhaustive(MutationPlan& plan);  // campaign_exhaustive.cpp, with the three below
  void exhaustCases(MutationPlan& plan);
  void exhaustPairs(MutationPlan& plan);
  bool bringsNews(std::set<std::string>& texts, const std::optional<Columns>& columns, bool remembers);
  CaseInput randomCase(MutationPlan& plan, const State& state, const Pools& pools, Dice& dice);
  void classify(MutationPlan& plan, const CaseInput& input);
  bool enough(const MutationPlan& plan) const;
  void settleFailures(MutationPlan& plan);
  void progress(const MutationPlan& plan);
  bool outOfTime() const;

  LawResult verdict(const Tally& tally, const MutationPlan& plan);

  Database& database_;
  const Program& program_;
  const GraphView& graph_;
  const Options& options_;
  WorkClock clock_;
  WorkClock::Duration budget_, deadline_;
  std::chrono::steady_clock::time_point last_progress_;
  std::deque<Tally> tallies_;
  std::deque<MutationPlan> plans_;
  Hints hints_;
  std::set<const MutationPlan*> timed_out_;
  std::map<const Tally*, LawResult> refuted_;
  std::map<const MutationPlan*, bool> exhausted_;
  std::map<const MutationPlan*, std::set<std::string>>
      texts_;                                                  ///< the statements that a plan's handler and loaders run
  std::map<const Query*, std::set<std::string>> query_texts_;  ///< those of one loader
};

/// Set by SIGINT while a proofs program's main runs.
extern volatile bool g_interrupted;

}  // namespace touchgraph::prove
