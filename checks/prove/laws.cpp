#include "checks/prove/laws.h"

#include "checks/prove/purity.h"
#include "checks/prove/text.h"

#include <algorithm>

namespace touchgraph::prove {

const char* name(Law law) {
  for (const LawInfo& info : kLaws) {
    if (info.law == law) return info.name;
  }
  return "?";
}

bool loadState(Database& database, const State& state) {
  database.clear();
  bool taken = true;
  for (const Row& row : state.rows) taken = database.insert(row) && taken;
  return database.settle() && taken;
}

Predicted predict(const Entry& entry, const void* before, const void* args, const void* input) {
  Predicted out;
  PurityWatch watch;
  try {
    out.result = entry.predict(before, args, input);
  } catch (const std::exception& error) {
    out.problem = std::string("the transform throws: ") + error.what();
    return out;
  } catch (...) {
    out.problem = "the transform throws";
    return out;
  }
  if (const std::string caught = PurityWatch::caught(); !caught.empty()) {
    out.problem = "the transform is not pure: it calls " + caught;
  }
  return out;
}

namespace {

/// One law over one loaded state. Each method leaves the database at the state.
class Judge {
 public:
  Judge(Database& database, const Trial& trial, const Program& program, const GraphView& graph, bool explain)
      : database_(database), trial_(trial), program_(program), graph_(graph), explain_(explain) {
    input_ = trial.mutation->input.make(trial.input);
    if (trial.query != nullptr) args_ = trial.query->args.make(trial.args);
    if (trial.second != nullptr) second_input_ = trial.second->input.make(trial.second_input);
  }

  Finding run() {
    const bool compares_tables = trial_.law == Law::Atomic || trial_.law == Law::Retry || trial_.law == Law::Within;
    if (explain_ || compares_tables) finding_.tables = database_.dump();
    switch (trial_.law) {
      case Law::Commute:
        commute();
        break;
      case Law::Atomic:
        atomic();
        break;
      case Law::Frame:
      case Law::Keys:
        unchanged();
        break;
      case Law::Pairs:
        pairs();
        break;
      case Law::Retry:
        retry();
        break;
      case Law::Pure:
        pure();
        break;
      case Law::Within:
        within();
        break;
    }
    database_.leftOpen();
    database_.rewind();
    return std::move(finding_);
  }

 private:
  Loaded load() { return trial_.query->load(database_.handle(), args_.get()); }
  Outcome apply() { return trial_.mutation->apply(database_.handle(), input_.get()); }
  Value shown(const Object& result) { return trial_.query->result.show(result.get()); }
  void explain(const char* label, const Object& result) {
    if (explain_) finding_.shown.emplace_back(label, shown(result));
  }
  bool equal(const Object& a, const Object& b) { return trial_.query->result.equal(a.get(), b.get()); }

  void fail(std::string what) {
    finding_.holds = false;
    finding_.what = std::move(what);
  }
  void compare(const Object& expected, const Object& actual, const char* expected_word, const char* what) {
    if (equal(expected, actual)) return;
    fail(what);
    if (!explain_) return;
    const Value a = shown(expected), b = shown(actual);
    finding_.shown.emplace_back(expected_word, a);
    finding_.shown.emplace_back("actual", b);
    finding_.differences = differences(a, b, expected_word, "actual");
    if (finding_.differences.empty())
      finding_.differences.push_back("operator== differs in something TOUCHGRAPH_FIELDS does not name");
  }

  void commute() {
    const Loaded before = load();
    if (!before.result) return;
    if (!apply().ok) return;
    const Loaded after = load();
    finding_.applies = true;
    explain("before", before.result);
    const Predicted predicted = predict(*trial_.entry, before.result.get(), args_.get(), input_.get());
    if (predicted.result && after.result) {
      compare(predicted.result, after.result, "predicted", "the prediction is not what the handler did");
    } else if (!after.result) {
      fail("the query fails after the mutation: " + after.error);
      if (predicted.result) finding_.shown.emplace_back("predicted", shown(predicted.result));
    } else {
      fail(predicted.problem);
    }
  }

  void atomic() {
    if (trial_.refused_row > 0 && !database_.refuse(trial_.refused_row)) return;
    const Outcome outcome = apply();
    const bool refused = database_.refused();
    const std::string open = database_.leftOpen();
    if (trial_.refused_row > 0) database_.refuse(0);
    if (outcome.ok && open.empty()) return;
    if (trial_.refused_row > 0 && !refused) return;
    finding_.applies = true;
    const Tables after = database_.dump();
    finding_.differences = tableDifferences(database_.schema(), finding_.tables, after);
    if (!open.empty()) {
      fail(std::string("the handler ") + (outcome.ok ? "returned" : "failed (" + outcome.error + ")") + " and " + open);
    } else if (!finding_.differences.empty()) {
      fail("the handler failed (" + outcome.error + ") and its writes stayed");
    }
    if (!finding_.holds && refused)
      finding_.what +=
          "; row " + std::to_string(trial_.refused_row) + " that it writes was refused, as by a constraint";
  }

  void unchanged() {
    const Loaded before = load();
    if (!before.result) return;
    if (!apply().ok) return;
    const Loaded after = load();
    if (trial_.law == Law::Keys &&
        !graph_.outside(trial_.mutation->name, trial_.query->name, trial_.input, trial_.args, program_.instance_keys)) {
      return;
    }
    finding_.applies = true;
    if (!after.result) return fail("the query fails after the mutation: " + after.error);
    compare(before.result, after.result, "before",
            trial_.law == Law::Frame ? "the graph does not have this edge, but the query changed"
                                     : "an instance outside the touched keys changed");
  }

  void pairs() {
    const Loaded before = load();
    if (!before.result || !apply().ok) return;
    const Loaded between = load();
    if (!between.result) return;
    if (!trial_.second->apply(database_.handle(), second_input_.get()).ok) return;
    const Loaded after = load();
    if (!after.result) return;
    finding_.applies = true;
    explain("before", before.result);
    const Predicted first = predict(*trial_.entry, before.result.get(), args_.get(), input_.get());
    if (!first.result) return fail(first.problem);
    const Predicted both = predict(*trial_.second_entry, first.result.get(), args_.get(), second_input_.get());
    if (!both.result) return fail(both.problem);
    explain("after the first", between.result);
    compare(both.result, after.result, "predicted", "both predictions in queue order are not what both handlers did");
    if (!finding_.holds) return;
    const Predicted again = predict(*trial_.second_entry, between.result.get(), args_.get(), second_input_.get());
    if (!again.result) return fail(again.problem);
    compare(again.result, after.result, "predicted",
            "the second prediction, applied again after the first mutation settled, is not what both handlers did");
  }

  void retry() {
    if (!apply().ok) return;
    const Tables once = database_.dump();
    const Outcome second = trial_.mutation->apply(database_.handle(), input_.get());
    finding_.applies = true;
    const Tables twice = database_.dump();
    finding_.differences = tableDifferences(database_.schema(), once, twice);
    if (!finding_.differences.empty())
      fail(std::string("applied twice it is not what it is applied once") +
           (second.ok ? "" : " (the second time it failed: " + second.error + ")"));
  }

  void pure() {
    const Loaded before = load();
    if (!before.result) return;
    finding_.applies = true;
    const Value source = shown(before.result);
    explain("before", before.result);
    Object first;
    for (int i = 0; i < 4; ++i) {
      const Predicted predicted = predict(*trial_.entry, before.result.get(), args_.get(), input_.get());
      if (!predicted.problem.empty()) return fail(predicted.problem);
      if (!(shown(before.result) == source)) return fail("the transform changes the result it was given");
      if (i == 0) {
        first = predicted.result;
      } else if (!equal(first, predicted.result)) {
        fail("the transform gives different results on equal inputs");
        finding_.shown.emplace_back("first", shown(first));
        finding_.shown.emplace_back("later", shown(predicted.result));
        finding_.differences = differences(shown(first), shown(predicted.result), "first", "later");
        return;
      }
    }
  }

  void within() {
    database_.watch();
    const Outcome outcome = apply();
    const auto observed = database_.observed();
    if (!outcome.ok) return;
    finding_.applies = true;
    std::string why;
    for (const ObservedWrite& write : observed) {
      if (graph_.allows(trial_.mutation->name, write.table, write.op, write.columns, why)) continue;
      fail("a write outside the graph's touches: " + why);
      break;
    }
    const Tables after = database_.dump();
    finding_.differences = tableDifferences(database_.schema(), finding_.tables, after);
  }

  Database& database_;
  const Trial& trial_;
  const Program& program_;
  const GraphView& graph_;
  bool explain_;
  Object input_, second_input_, args_;
  Finding finding_;
};

}  // namespace

Finding judge(Database& database, const Trial& trial, const Program& program, const GraphView& graph, bool explain) {
  if (!loadState(database, trial.state)) return {};
  return Judge(database, trial, program, graph, explain).run();
}

}  // namespace touchgraph::prove
