#pragma once

#include "checks/prove/database.h"
#include "checks/prove/graph_view.h"
#include "touchgraph/prove/model.h"

#include <string>
#include <vector>

/// The laws, each stated once over one case. The explorer (explore.h) meets the cases quickly and in bulk; what it
/// finds is judged again here, shrunk with this, and printed from this.
namespace touchgraph::prove {

enum class Law { Commute, Atomic, Frame, Keys, Pairs, Retry, Pure, Within };

struct LawInfo {
  Law law;
  const char* name;
  const char* claim;  ///< one sentence
};
inline constexpr LawInfo kLaws[] = {
    {Law::Commute, "commute", "predict(shape(s), input) equals shape(apply(s, input))"},
    {Law::Atomic, "atomic", "when the handler fails, every table is as before"},
    {Law::Frame, "frame", "a query that the graph does not invalidate has the same result before and after"},
    {Law::Keys, "keys", "instances outside the touched keys are unchanged"},
    {Law::Pairs, "pairs", "two pending mutations predicted in queue order equal both applied"},
    {Law::Retry, "retry", "an idempotent mutation applied twice equals once"},
    {Law::Pure, "pure", "the transform gives equal results on equal inputs"},
    {Law::Within, "within", "what was written is within the graph's touches"},
};
const char* name(Law law);

/// One case of one law.
struct Trial {
  Law law = Law::Commute;
  const Mutation* mutation = nullptr;
  const Query* query = nullptr;      ///< none for atomic, retry, within
  const Entry* entry = nullptr;      ///< of commute, pairs, pure
  const Mutation* second = nullptr;  ///< pairs: the mutation queued behind
  const Entry* second_entry = nullptr;
  Value input, second_input, args;
  State state;
  int refused_row = 0;  ///< atomic: this row that the handler writes is refused; 0 for none
};

/// What came of a trial.
struct Finding {
  bool applies = false;  ///< the law says something about this case
  bool holds = true;
  std::string what;                                  ///< why it does not hold, one line
  std::vector<std::pair<std::string, Value>> shown;  ///< "before", "predicted", "actual"
  std::vector<std::string> differences;
  Tables tables;  ///< the state
};

/// Loads the state and judges the law. Leaves the database at the state. Without `explain` the finding only says
/// whether the law applies and holds.
Finding judge(Database& database, const Trial& trial, const Program& program, const GraphView& graph,
              bool explain = true);

/// Fills the database with a trial's state; false when it is refused.
bool loadState(Database& database, const State& state);

/// A transform called with care: throws are caught, clock and randomness are noticed.
struct Predicted {
  Object result;
  std::string problem;  ///< "throws: …", "reads the clock (clock_gettime)", …
};
Predicted predict(const Entry& entry, const void* before, const void* args, const void* input);

}  // namespace touchgraph::prove
