#include "checks/prove/report.h"
#include "checks/prove/text.h"

#include <algorithm>
#include <cctype>

namespace touchgraph::prove {
namespace {

std::string pad(const std::string& text, std::size_t width) {
  return text.size() >= width ? text : text + std::string(width - text.size(), ' ');
}

std::string subject(const LawResult& result) {
  std::string out = result.mutation + (result.query.empty() ? "" : " x " + result.query);
  return result.variant.empty() ? out : out + " [" + result.variant + "]";
}

std::string identifier(const std::string& text) {
  std::string out;
  bool upper = true;
  for (char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) {
      upper = true;
      continue;
    }
    out += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    upper = false;
  }
  return out;
}

std::string cppTest(const Trial& trial, const Finding& finding, const Schema& schema) {
  std::string out = "TEST(Prove, " + identifier(trial.mutation->name) +
                    (trial.query != nullptr ? identifier(trial.query->name) : "") + identifier(name(trial.law)) +
                    ") {\n";
  out += "  auto db = open();  // an empty database of the production schema, with these rows:\n";
  out += "  execute(db, R\"sql(\n" + insertScript(schema, finding.tables) + ")sql\");\n";
  out += "  const auto input = " + cppLiteral(trial.input) + ";\n";
  const std::string load =
      trial.query == nullptr
          ? ""
          : trial.query->function + "(db" + (trial.query->args.shape.kind == Shape::Kind::None ? ")" : ", args)");
  if (trial.query != nullptr && trial.query->args.shape.kind != Shape::Kind::None)
    out += "  const auto args = " + cppLiteral(trial.args) + ";\n";
  if (trial.query != nullptr) out += "  const auto before = " + load + ";\n";
  const std::string apply = trial.mutation->function + "(db, input);\n";
  const std::string transform = "transform(before, " +
                                std::string(trial.query != nullptr && trial.query->args.shape.kind != Shape::Kind::None
                                                ? "args"
                                                : "touchgraph::NoArgs{}") +
                                ", input)";
  switch (trial.law) {
    case Law::Commute:
      out += "  " + apply + "  // transform: the entry's predictFor<&" + trial.query->function + ">()\n";
      out += "  EXPECT_EQ(" + transform + ", " + load + ");\n";
      break;
    case Law::Pure:
      out += "  EXPECT_EQ(" + transform + ", " + transform + ");\n";
      break;
    case Law::Frame:
    case Law::Keys:
      out += "  " + apply + "  EXPECT_EQ(before, " + load + ");\n";
      break;
    case Law::Pairs:
      out += "  const auto second_input = " + cppLiteral(trial.second_input) + ";\n";
      out += "  " + apply + "  " + trial.second->function + "(db, second_input);\n";
      out += "  EXPECT_EQ(second_transform(" + transform + ", args, second_input), " + load + ");\n";
      break;
    case Law::Retry:
      out += "  " + apply + "  const auto once = dump(db);\n  " + apply + "  EXPECT_EQ(once, dump(db));\n";
      break;
    case Law::Atomic:
      out += "  const auto tables = dump(db);\n  EXPECT_ANY_THROW(" + trial.mutation->function +
             "(db, input));\n  EXPECT_EQ(tables, dump(db));\n";
      break;
    case Law::Within:
      out += "  " + apply;
      break;
  }
  return out + "}\n";
}

std::string indented(const std::string& text, const std::string& indent) {
  std::string out;
  std::size_t from = 0;
  while (from < text.size()) {
    const auto end = text.find('\n', from);
    out += indent + text.substr(from, end - from) + "\n";
    if (end == std::string::npos) break;
    from = end + 1;
  }
  return out;
}

}  // namespace

void describe(LawResult& result, const Trial& trial, const Finding& finding, const Schema& schema,
              const std::string& program, std::uint64_t seed) {
  std::string out = subject(result) + ": " + result.law + " refuted: " + finding.what + "\n";
  out += "\n  tables before\n" + showTables(schema, finding.tables, "    ");
  out += "\n  input      " + show(trial.input) + "\n";
  if (trial.second != nullptr) out += "  then       " + trial.second->name + " " + show(trial.second_input) + "\n";
  if (trial.query != nullptr && trial.query->args.shape.kind != Shape::Kind::None)
    out += "  arguments  " + show(trial.args) + "\n";
  for (const auto& [label, value] : finding.shown)
    out += "  " + pad(label, label.size() < 11 ? 11 : label.size() + 1) + show(value) + "\n";
  for (std::size_t i = 0; i < finding.differences.size(); ++i) {
    out += "  " + pad(i == 0 ? "differs" : "", 11) + finding.differences[i] + "\n";
  }
  result.sql = insertScript(schema, finding.tables);
  result.cpp = cppTest(trial, finding, schema);
  result.rows = countRows(finding.tables);
  out += "\n  as SQL\n" + indented(result.sql.empty() ? "-- no rows\n" : result.sql, "    ");
  out += "\n  as C++\n" + indented(result.cpp, "    ");
  out += "\n  seed       " + std::to_string(seed) + " (again: " + program + " --seed " + std::to_string(seed) +
         " --pair '" + result.mutation + (result.query.empty() ? "" : ":" + result.query) + "')\n";
  result.counterexample = out;
}

std::string reportText(const Report& report) {
  std::string out;
  std::size_t widest = 10, tally[5] = {0, 0, 0, 0, 0};
  for (const LawResult& result : report.results) widest = std::max(widest, subject(result).size());
  bool several = false;
  for (const LawResult& result : report.results) several |= result.database != report.results.front().database;
  for (const LawResult& result : report.results) {
    ++tally[static_cast<int>(result.verdict)];
    out += (several ? pad(result.database, 9) : "") + pad(name(result.verdict), 10) + pad(subject(result), widest + 2) +
           pad(result.law, 8) + result.evidence;
    std::string counts;
    for (const auto& [label, count] : result.counts)
      counts += (counts.empty() ? "" : ", ") + label + " " + std::to_string(count);
    out += (counts.empty() ? "" : "  (" + counts + ")") + std::string("\n");
  }
  for (const LawResult& result : report.results) {
    if (!result.counterexample.empty()) out += "\n" + result.counterexample;
  }
  if (several) {
    // The same registration on two databases: where do the verdicts part?
    for (const LawResult& a : report.results) {
      if (a.database != report.results.front().database) continue;
      for (const LawResult& b : report.results) {
        const bool same = a.mutation == b.mutation && a.query == b.query && a.law == b.law && a.variant == b.variant;
        if (same && a.database != b.database && (a.verdict == Verdict::Refuted) != (b.verdict == Verdict::Refuted)) {
          out += "\ndiffers: " + subject(a) + " " + a.law + ": " + name(a.verdict) + " on " + a.database + ", " +
                 name(b.verdict) + " on " + b.database + "\n";
        }
      }
    }
  }
  for (const std::string& error : report.errors) out += "\nerror: " + error + "\n";
  out += "\n" + report.program + ": ";
  const char* separator = "";
  for (int i = 0; i < 5; ++i) {
    if (tally[i] == 0) continue;
    out += separator + std::to_string(tally[i]) + " " + name(static_cast<Verdict>(i));
    separator = ", ";
  }
  out += std::string(separator) + std::to_string(report.total_cases) + " cases over " +
         std::to_string(report.total_states) + " states, seed " + std::to_string(report.seed) + "\n";
  return out;
}

}  // namespace touchgraph::prove
