#include "checks/prove/hints.h"

#include "checks/prove/sql_tokens.h"

#include <algorithm>
#include <cctype>

namespace touchgraph::prove {
namespace {

/// `items.id` → `id`.
std::vector<Token> withoutTables(std::vector<Token> tokens) {
  std::vector<Token> out;
  for (Token& token : tokens) {
    const bool word = token.kind == Token::Kind::Name || token.kind == Token::Kind::Keyword;
    if (word && out.size() >= 2 && out.back().text == ".") out.resize(out.size() - 2);
    out.push_back(std::move(token));
  }
  return out;
}

void add(Hints& hints, const std::string& column, const Value& value) {
  auto& values = hints.columns[column];
  const auto put = [&](Value v) {
    if (std::find(values.begin(), values.end(), v) == values.end()) values.push_back(std::move(v));
  };
  if (const auto* number = value.integer()) {
    put(Value(*number));
    put(Value(*number + 1));
    put(Value(*number - 1));
  } else if (const auto* real = value.real()) {
    put(Value(*real));
    put(Value(*real + 0.5));
    put(Value(*real - 0.5));
  } else {
    put(value);
  }
}

/// A LIKE pattern's own instances: what it matches exactly, with more, and in another case.
void addPattern(Hints& hints, const std::string& column, const std::string& pattern) {
  std::string plain;
  for (char c : pattern) {
    if (c != '%' && c != '_') plain += c;
  }
  std::string other = plain;
  for (char& c : other) c = std::isupper(static_cast<unsigned char>(c)) != 0 ? std::tolower(c) : std::toupper(c);
  add(hints, column, Value(plain));
  add(hints, column, Value(plain + "x"));
  add(hints, column, Value("x" + plain));
  add(hints, column, Value(other));
}

}  // namespace

void readHints(const std::string& sql, Hints& hints) {
  const std::vector<Token> tokens = withoutTables(tokenize(sql));
  const auto nameBefore = [&](std::size_t at) -> std::string {  // the column of `lower(name) =`, `name =`
    while (at > 0 && (tokens[at - 1].text == ")" || tokens[at - 1].text == "not")) --at;
    return at > 0 && tokens[at - 1].kind == Token::Kind::Name ? tokens[at - 1].text : "";
  };
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    const Token* next = i + 1 < tokens.size() ? &tokens[i + 1] : nullptr;
    if (next == nullptr) break;
    if (token.kind == Token::Kind::Operator) {
      const std::string column = nameBefore(i);
      if (next->kind == Token::Kind::Literal && !column.empty()) add(hints, column, next->value);
      if (i > 0 && tokens[i - 1].kind == Token::Kind::Literal && next->kind == Token::Kind::Name) {
        add(hints, next->text, tokens[i - 1].value);
      }
    } else if (token.text == "between" && next->kind == Token::Kind::Literal) {
      const std::string column = nameBefore(i);
      if (column.empty()) continue;
      add(hints, column, next->value);
      if (i + 3 < tokens.size() && tokens[i + 3].kind == Token::Kind::Literal) add(hints, column, tokens[i + 3].value);
    } else if (token.text == "in" && next->text == "(") {
      const std::string column = nameBefore(i);
      for (std::size_t j = i + 2; !column.empty() && j < tokens.size() && tokens[j].text != ")"; ++j) {
        if (tokens[j].kind == Token::Kind::Literal) {
          // Neighbours of list members would seldom be members: the members alone.
          auto& values = hints.columns[column];
          if (std::find(values.begin(), values.end(), tokens[j].value) == values.end())
            values.push_back(tokens[j].value);
        }
      }
    } else if (token.text == "like" && next->kind == Token::Kind::Literal && next->value.text() != nullptr) {
      if (const std::string column = nameBefore(i); !column.empty()) addPattern(hints, column, *next->value.text());
    } else if (token.text == "limit" && next->kind == Token::Kind::Literal && next->value.integer() != nullptr) {
      const int limit = static_cast<int>(std::min<std::int64_t>(*next->value.integer(), 1000));
      if (std::find(hints.limits.begin(), hints.limits.end(), limit) == hints.limits.end())
        hints.limits.push_back(limit);
    }
  }
}

std::vector<std::string> checkedColumns(const std::string& create_table) {
  std::vector<std::string> out;
  const std::vector<Token> tokens = withoutTables(tokenize(create_table));
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    if (tokens[i].text != "check" || tokens[i + 1].text != "(") continue;
    int depth = 0;
    for (std::size_t j = i + 1; j < tokens.size(); ++j) {
      if (tokens[j].text == "(") ++depth;
      if (tokens[j].text == ")" && --depth == 0) break;
      if (tokens[j].kind == Token::Kind::Name) out.push_back(tokens[j].text);
    }
  }
  return out;
}

}  // namespace touchgraph::prove
