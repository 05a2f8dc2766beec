#include "checks/prove/sql_tokens.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdlib>

namespace touchgraph::prove {
namespace {

bool isKeyword(const std::string& word) {
  static const char* const words[] = {"and",   "or",     "not",   "in",     "between", "like",  "is",
                                      "limit", "offset", "where", "select", "from",    "set",   "check",
                                      "then",  "when",   "else",  "end",    "case",    "order", "by",
                                      "on",    "null",   "group", "having", "as",      "values"};
  return std::any_of(std::begin(words), std::end(words), [&](const char* k) { return word == k; });
}

}  // namespace

std::vector<Token> tokenize(const std::string& sql) {
  std::vector<Token> out;
  std::size_t i = 0;
  while (i < sql.size()) {
    const char c = sql[i];
    if (std::isspace(static_cast<unsigned char>(c)) != 0) {
      ++i;
    } else if (c == '-' && i + 1 < sql.size() && sql[i + 1] == '-') {
      while (i < sql.size() && sql[i] != '\n') ++i;
    } else if (c == '\'') {
      std::string text;
      for (++i; i < sql.size(); ++i) {
        if (sql[i] == '\'') {
          if (i + 1 >= sql.size() || sql[i + 1] != '\'') break;
          ++i;
        }
        text += sql[i];
      }
      ++i;
      out.push_back({Token::Kind::Literal, "", Value(std::move(text))});
    } else if (std::isdigit(static_cast<unsigned char>(c)) != 0) {
      std::size_t end = i;
      while (end < sql.size() && (std::isalnum(static_cast<unsigned char>(sql[end])) != 0 || sql[end] == '.')) ++end;
      const std::string text = sql.substr(i, end - i);
      std::int64_t integer = 0;
      const auto parsed = std::from_chars(text.data(), text.data() + text.size(), integer);
      const bool negative = !out.empty() && out.back().text == "-" &&
                            (out.size() < 2 || out[out.size() - 2].kind == Token::Kind::Operator ||
                             out[out.size() - 2].kind == Token::Kind::Keyword || out[out.size() - 2].text == "(");
      if (negative) out.pop_back();
      if (parsed.ptr == text.data() + text.size()) {
        out.push_back({Token::Kind::Literal, "", Value(negative ? -integer : integer)});
      } else {
        const double real = std::strtod(text.c_str(), nullptr);
        out.push_back({Token::Kind::Literal, "", Value(negative ? -real : real)});
      }
      i = end;
    } else if (std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '"' || c == '`' || c == '[') {
      std::string word;
      if (c == '"' || c == '`' || c == '[') {
        const char close = c == '[' ? ']' : c;
        for (++i; i < sql.size() && sql[i] != close; ++i) word += sql[i];
        ++i;
      } else {
        while (i < sql.size() && (std::isalnum(static_cast<unsigned char>(sql[i])) != 0 || sql[i] == '_'))
          word += sql[i++];
      }
      std::transform(word.begin(), word.end(), word.begin(), [](unsigned char ch) { return std::tolower(ch); });
      out.push_back({isKeyword(word) ? Token::Kind::Keyword : Token::Kind::Name, word, {}});
    } else {
      std::string text(1, c);
      ++i;
      if ((c == '<' || c == '>' || c == '!' || c == '=') && i < sql.size() && (sql[i] == '=' || sql[i] == '>'))
        text += sql[i++];
      const bool comparison = c == '<' || c == '>' || c == '!' || c == '=';
      out.push_back({comparison ? Token::Kind::Operator : Token::Kind::Other, text, {}});
    }
  }
  return out;
}

}  // namespace touchgraph::prove
