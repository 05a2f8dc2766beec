#include "analyzer/sql/token.h"

#include <map>

namespace touchgraph::sql {

namespace {

/// Statements whose body may hold semicolons: CREATE … TRIGGER/PROCEDURE/FUNCTION/EVENT.
bool startsRoutine(const std::vector<Token>& tokens, std::size_t first, std::size_t at) {
  if (first >= at || !tokens[first].is("CREATE")) return false;
  for (std::size_t i = first + 1; i < at && i < first + 10; ++i) {
    const Token& token = tokens[i];
    if (token.is("TRIGGER") || token.is("PROCEDURE") || token.is("FUNCTION") || token.is("EVENT")) return true;
    if (token.is("TABLE") || token.is("INDEX") || token.is("VIEW") || token.isOperator("(")) return false;
  }
  return false;
}

bool closesInnerBlock(const Token& after_end) {
  return after_end.is("IF") || after_end.is("LOOP") || after_end.is("WHILE") || after_end.is("REPEAT") || after_end.is("FOR");
}

}  // namespace

std::vector<StatementRange> splitStatements(const std::vector<Token>& tokens) {
  std::vector<StatementRange> result;
  std::size_t first = 0;
  int depth = 0;
  auto close = [&](std::size_t last) {
    if (last > first) result.push_back({first, last});
    first = last + 1;
    depth = 0;
  };
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (token.kind == TokenKind::End) {
      close(i);
      break;
    }
    if (token.isOperator(";") && depth == 0) {
      close(i);
    } else if ((token.is("BEGIN") || (token.is("CASE") && depth > 0)) && startsRoutine(tokens, first, i)) {
      if (!(i > 0 && tokens[i - 1].is("END"))) ++depth;
    } else if (token.is("END") && depth > 0 && !closesInnerBlock(tokens[i + 1])) {
      --depth;
    }
  }
  return result;
}

std::vector<Token> statementTokens(const std::vector<Token>& tokens, StatementRange range, std::uint32_t& positions) {
  std::vector<Token> result(tokens.begin() + static_cast<std::ptrdiff_t>(range.first),
                            tokens.begin() + static_cast<std::ptrdiff_t>(range.last));
  std::uint32_t largest = 0;
  std::map<std::string, std::uint32_t> named;
  auto numberOf = [&](const std::string& name) {
    auto [found, added] = named.emplace(name, largest + 1);
    if (added) ++largest;
    return found->second;
  };
  for (Token& token : result) {
    if (token.kind != TokenKind::Placeholder) continue;
    bool digits = !token.text.empty() && token.text.find_first_not_of("0123456789") == std::string::npos && token.text.size() < 7;
    if (token.quote == '?') {
      token.operand.kind = Operand::Kind::Position;
      token.operand.index = digits ? static_cast<std::uint32_t>(std::stoul(token.text)) : largest + 1;
      largest = std::max(largest, token.operand.index);
    } else if (digits && (token.quote == '$' || token.quote == ':')) {
      // `$2` is position 2 for PostgreSQL. SQLite would number it by its first appearance, which is the same for all
      // texts that count up; `:1` is how Oracle-minded wrappers write a position.
      token.operand.kind = Operand::Kind::Position;
      token.operand.index = static_cast<std::uint32_t>(std::stoul(token.text));
      largest = std::max(largest, token.operand.index);
    } else {
      token.operand.kind = Operand::Kind::Name;
      token.operand.text = token.text;
      token.operand.index = numberOf(token.quote + token.text);
    }
  }
  positions = largest;
  Token end;
  end.begin = end.end = range.last < tokens.size() ? tokens[range.last].begin : 0;
  end.line = result.empty() ? 1 : result.back().line;
  end.space_before = true;
  result.push_back(end);
  return result;
}

std::string undoDelimiters(std::string_view script) {
  std::string result;
  std::string delimiter = ";";
  std::size_t at = 0;
  while (at < script.size()) {
    std::size_t end = script.find('\n', at);
    if (end == std::string_view::npos) end = script.size();
    std::string line(script.substr(at, end - at));
    std::size_t word = line.find_first_not_of(" \t");
    if (word != std::string::npos && upperCase(line.substr(word, 10)) == "DELIMITER ") {
      std::size_t from = line.find_first_not_of(" \t", word + 10);
      if (from != std::string::npos) {
        std::size_t to = line.find_first_of(" \t\r", from);
        delimiter = line.substr(from, to == std::string::npos ? to : to - from);
      }
      line.clear();
    } else if (delimiter != ";") {
      // Delimiters are chosen not to occur in the code, so strings need no care here.
      for (std::size_t i = line.find(delimiter); i != std::string::npos; i = line.find(delimiter, i + 1))
        line.replace(i, delimiter.size(), ";");
    }
    result += line;
    if (end < script.size()) result += '\n';
    at = end + 1;
  }
  return result;
}

}  // namespace touchgraph::sql
