#include "checks/prove/named_columns.h"

#include "checks/prove/sql_tokens.h"

#include <algorithm>
#include <cctype>

namespace touchgraph::prove {
namespace {

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

bool isWord(const Token& token) {
  return token.kind == Token::Kind::Name || token.kind == Token::Kind::Keyword;
}

/// Whether a text may take all columns of its tables without naming them: `*`, a row as a whole, an INSERT without a
/// list of columns, a join by whatever columns are called the same.
bool takesAll(const std::vector<Token>& tokens, const std::set<std::string>& tables) {
  const auto text = [&](std::size_t i) -> const std::string& {
    static const std::string none;
    return i < tokens.size() ? tokens[i].text : none;
  };
  std::set<std::string> rows = tables;  // and aliases
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tables.count(text(i)) == 0) continue;
    const std::size_t alias = text(i + 1) == "as" ? i + 2 : i + 1;
    if (alias < tokens.size() && tokens[alias].kind == Token::Kind::Name) rows.insert(text(alias));
  }
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::string& before = i > 0 ? tokens[i - 1].text : text(tokens.size());
    if (text(i) == "*" && !(before == "(" && text(i + 1) == ")")) return true;
    if (text(i) == "natural" || text(i) == "rowtype" || text(i).find("json") != std::string::npos) return true;
    if (text(i) == "into" && tables.count(text(i + 1)) != 0 && text(i + 2) != "(" && text(i + 2) != "as") return true;
    if (rows.count(text(i)) != 0 && text(i + 1) != "." && (before == "select" || before == "(" || before == ","))
      return true;
  }
  return false;
}

}  // namespace

Columns namedColumns(const Schema& schema, const std::set<std::string>& texts) {
  Columns out;
  for (const std::string& sql : texts) {
    const std::vector<Token> tokens = tokenize(sql);
    std::set<std::string> words, tables;
    for (const Token& token : tokens) {
      if (isWord(token)) words.insert(token.text);
    }
    for (const Table& table : schema.tables) {
      if (words.count(lower(table.name)) != 0) tables.insert(lower(table.name));
    }
    const bool all = takesAll(tokens, tables);
    for (const Table& table : schema.tables) {
      if (tables.count(lower(table.name)) == 0) continue;
      out.emplace(table.name, "");
      for (const Column& column : table.columns) {
        if (all || words.count(lower(column.name)) != 0) out.emplace(table.name, column.name);
      }
    }
  }
  return out;
}

void markKeptColumns(Schema& schema, const std::vector<InsertTrigger>& triggers) {
  const auto mark = [&](const std::string& table_name, const std::string& column_name) {
    for (Table& table : schema.tables) {
      if (lower(table.name) != table_name) continue;
      for (Column& column : table.columns) {
        // Without a default the column is data that triggers also change (a stock), not a value they keep (a count).
        if (lower(column.name) == column_name) column.kept_by_trigger = column.has_default || !column.not_null;
      }
    }
  };
  for (const InsertTrigger& trigger : triggers) {
    const std::vector<Token> tokens = tokenize(trigger.text);
    const auto is = [&](std::size_t i, const char* text) { return i < tokens.size() && tokens[i].text == text; };
    std::string updated;  // the table of an UPDATE, within its SET
    int depth = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (is(i, "(")) ++depth;
      if (is(i, ")")) --depth;
      if (is(i, ";") || is(i, "where") || is(i, "from") || is(i, "returning")) updated.clear();
      if (is(i, "update") && !is(i + 1, "set")) {
        std::size_t at = is(i + 1, "only") ? i + 2 : i + 1;
        if (is(at + 1, ".")) at += 2;  // its schema
        if (at < tokens.size()) updated = tokens[at].text;
        depth = 0;
      }
      const bool begins = is(i, "set") || (is(i, ",") && depth == 0) || is(i, ";") || is(i, "begin") || is(i, "then") ||
                          is(i, "else") || is(i, "loop");
      if (!begins) continue;
      std::size_t name = i + 1;
      const bool of_new = is(name, "new") && is(name + 1, ".");
      if (is(name + 1, ".")) name += 2;
      const bool assigned = is(name + 1, "=") || (is(name + 1, ":") && is(name + 2, "="));
      if (!assigned || !isWord(tokens[name])) continue;
      if (of_new) {
        mark(lower(trigger.table), tokens[name].text);
      } else if (!updated.empty()) {
        mark(updated, tokens[name].text);
      }
    }
  }
}

}  // namespace touchgraph::prove
