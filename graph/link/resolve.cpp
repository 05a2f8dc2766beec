#include "graph/link/machine.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <unordered_set>

// Events → tables: the text goes to the SQL reader, its placeholders come back as values.
namespace touchgraph::linker {

Dialect Machine::dialectOf(const Library* library) const {
  if (library) {
    if (library->dialect == "sqlite") return Dialect::Sqlite;
    if (library->dialect == "postgres") return Dialect::Postgres;
    if (library->dialect == "mysql") return Dialect::Mysql;
  }
  return options_.dialect;
}

namespace {

std::string trimmed(const std::string& text) {
  std::size_t from = text.find_first_not_of(" \t\r\n"), to = text.find_last_not_of(" \t\r\n");
  return from == std::string::npos ? "" : text.substr(from, to - from + 1);
}

/// Why statements are no whole ones: their text ends before its grammar does; nothing when they are.
const StatementProblem* endsEarly(const std::vector<Statement>& statements) {
  for (const Statement& statement : statements)
    for (const StatementProblem& problem : statement.problems)
      if (problem.reason == "incomplete input" || problem.reason.ends_with("at end of input")) return &problem;
  return nullptr;
}

/// The value that stands for one operand; nothing when no single value does.
V operandValue(Values& values, const Operand& operand, const Event& event, const std::vector<V>& holes,
               std::uint32_t first_position) {
  auto bound = [&](const std::string& key) -> V {
    auto found = event.binds.find(key);
    if (found != event.binds.end()) return found->second;
    found = event.binds.find("*");
    return found == event.binds.end() ? nullptr : found->second;
  };
  V value = nullptr;
  switch (operand.kind) {
    case Operand::Kind::Position:
      value = bound(std::to_string(operand.index + first_position));
      break;
    case Operand::Kind::Name: {
      auto found = event.binds.find(operand.text);
      if (found != event.binds.end())
        value = found->second;
      else if (operand.index > 0)
        value = bound(std::to_string(operand.index + first_position));
      break;
    }
    case Operand::Kind::Hole:
      value = operand.index < holes.size() ? holes[operand.index] : nullptr;
      break;
    case Operand::Kind::Literal:
      value = values.literal(operand.text);
      break;
    case Operand::Kind::Column: {
      std::size_t dot = operand.text.rfind('.');
      if (dot != std::string::npos)
        value = values.row(values.str(operand.text.substr(0, dot)), values.str(operand.text.substr(dot + 1)));
      break;
    }
    case Operand::Kind::New:
      value = values.fresh();
      break;
    case Operand::Kind::Other:
      break;
  }
  if (value && operand.each && isSymbol(value) && value->kind != Kind::Element) value = values.element(value);
  return value;
}

/// Two uses with the same content are the same.
std::string contentOf(const Machine::ResolvedUse& resolved) {
  const TableUse& use = *resolved.use;
  std::string content = use.table + '\n' + use.cause + '\n';
  if (use.columns)
    for (const std::string& column : *use.columns) content += column + '\t';
  content += use.columns ? ';' : '*';
  content += use.non_equality ? '~' : '=';
  if (resolved.touch)
    content += std::to_string(static_cast<int>(resolved.touch->op)) +
               std::to_string(static_cast<int>(resolved.touch->certainty));
  for (const auto* terms : {&resolved.keys, &resolved.row}) {
    content += '\n';
    for (const auto& [column, value] : *terms) content += column + '=' + std::to_string(value->serial) + '\t';
  }
  return content;
}

}  // namespace

const Machine::Resolution& Machine::resolve(const Event& event) {
  std::vector<std::pair<std::string, V>> binds(event.binds.begin(), event.binds.end());
  Dialect dialect = dialectOf(event.library);
  auto key = std::make_tuple(event.text, std::move(binds), dialect);
  auto found = resolutions_.find(key);
  if (found != resolutions_.end()) return found->second;
  Resolution& out = resolutions_[key];

  std::unordered_set<std::string> seen;  // hundreds of alternatives of a text may say the same
  std::vector<std::vector<V>> texts = alternatives(event.text);
  bool several = texts.size() > 1;
  std::vector<const StatementProblem*> cut_short;
  std::vector<std::vector<V>> understood, broken;  // what is not known in alternatives that were read, and were not
  for (std::vector<V>& parts : texts) {
    std::string text;
    std::vector<V> holes;
    bool has_literal = false;
    for (V part : parts) {
      if (part->kind == Kind::Literal) {
        text += *part->text;
        has_literal |= !part->text->empty();
      } else if (part->kind == Kind::Number) {
        text += *part->text;
        has_literal = true;
      } else if (part->kind == Kind::Null) {
        continue;
      } else {
        text += holeMark(holes.size());
        holes.push_back(part);
      }
    }
    if (!has_literal && holes.empty()) continue;
    if (!has_literal) {
      out.text_known = false;
      std::string reason = holes[0]->kind == Kind::Unknown ? *holes[0]->text : "the text is not known";
      out.problems.push_back({StatementProblem::Kind::Unknown, reason, ""});
      continue;
    }
    if (holes.empty() && !options_.catalogue.empty()) {
      auto entry = options_.catalogue.find(trimmed(text));
      if (entry != options_.catalogue.end()) text = entry->second;
    }
    const std::vector<Statement>& statements = read_(text, dialect);
    // What stops before its table is named is a name before it was set (""): the database would refuse it.
    if (const StatementProblem* problem = several && holes.empty() ? endsEarly(statements) : nullptr) {
      cut_short.push_back(problem);
      continue;
    }
    bool read_well = true;
    for (const Statement& statement : statements) {
      for (const StatementProblem& problem : statement.problems) {
        if (!holes.empty() && problem.code.empty() && problem.of_text) {
          if (problem.kind != StatementProblem::Kind::Unknown) out.text_known = false;
          read_well = false;
        }
        bool seen = std::any_of(out.problems.begin(), out.problems.end(),
                                [&](auto& p) { return p.reason == problem.reason && p.kind == problem.kind; });
        if (!seen) out.problems.push_back(problem);
      }
      if (statement.kind == StatementKind::Ddl && holes.empty()) out.ddl.push_back(text);
      auto add = [&](const TableUse& use, const TableTouch* touch) {
        ResolvedUse resolved;
        resolved.use = &use;
        resolved.touch = touch;
        resolved.may = several;
        if (use.keys) {
          // A column one of whose alternatives has no value says nothing about the rows.
          std::map<std::string, bool> known;
          std::vector<std::pair<std::string, V>> terms;
          for (const KeyTerm& term : *use.keys) {
            V value = operandValue(values_, term.value, event, holes, statement.first_position);
            bool good = value && value->kind != Kind::Unknown;
            known[term.column] = known.contains(term.column) ? known[term.column] && good : good;
            if (good) terms.emplace_back(term.column, value);
          }
          for (auto& term : terms)
            if (known[term.first]) resolved.keys.push_back(term);
          resolved.has_keys = !resolved.keys.empty();
        }
        for (const KeyTerm& term : use.row)
          if (V value = operandValue(values_, term.value, event, holes, statement.first_position))
            resolved.row.emplace_back(term.column, value);
        if (seen.insert(contentOf(resolved)).second) out.uses.push_back(std::move(resolved));
      };
      for (const TableTouch& touch : statement.touches) add(touch, &touch);
      for (const TableUse& use : statement.reads) add(use, nullptr);
    }
    (read_well ? understood : broken).push_back(holes);
  }
  // What another alternative is read with does not make one unreadable: knowing it would not help.
  for (const std::vector<V>& missing : broken)
    out.text_known &= std::any_of(understood.begin(), understood.end(), [&](const std::vector<V>& present) {
      return std::all_of(missing.begin(), missing.end(),
                         [&](V hole) { return std::find(present.begin(), present.end(), hole) != present.end(); });
    });
  if (out.uses.empty())
    for (const StatementProblem* problem : cut_short) out.problems.push_back(*problem);
  out.is_empty = out.uses.empty() && out.problems.empty();
  return out;
}

std::vector<ResultColumn> Machine::resultColumns(Frame& frame, V text, Dialect dialect) {
  if (isSymbol(text)) {
    std::vector<V> found = assignedAnywhere(*frame.function, text, true, &frame.summary->consulted);
    if (found.size() != 1) return {};
    text = found[0];
  }
  if (!text->has_text) return {};
  std::vector<std::vector<V>> texts = alternatives(text);
  std::vector<ResultColumn> columns;
  bool first = true;
  for (std::vector<V>& parts : texts) {
    std::string sql;
    std::size_t holes = 0;
    for (V part : parts)
      sql += part->kind == Kind::Literal || part->kind == Kind::Number ? *part->text : holeMark(holes++);
    const std::vector<Statement>& statements = read_(sql, dialect);
    std::vector<ResultColumn> now;
    for (const Statement& statement : statements)
      if (!statement.results.empty()) now = statement.results;
    if (first) {
      columns = now;
      first = false;
      continue;
    }
    // Alternatives agree as far as they name the same columns.
    for (std::size_t i = 0; i < columns.size(); ++i)
      if (i >= now.size() || now[i].table != columns[i].table || now[i].column != columns[i].column)
        columns[i].table.clear();
  }
  return columns;
}

}  // namespace touchgraph::linker
