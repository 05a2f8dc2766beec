#include "analyzer/sql/engines/engine.h"

namespace touchgraph::sql {

std::optional<std::string> engineText(const std::vector<Token>& statement, const std::string& text, Dialect dialect, bool& has_holes) {
  has_holes = false;
  std::uint32_t largest = 0;
  for (const Token& token : statement) largest = std::max(largest, token.operand.kind == Operand::Kind::Position || token.operand.kind == Operand::Kind::Name ? token.operand.index : 0);
  std::string result;
  std::size_t at = statement.front().begin;
  auto copyTo = [&](std::size_t end) {
    if (end > at) result += text.substr(at, end - at);
    at = end;
  };
  for (const Token& token : statement) {
    if (token.kind == TokenKind::End) break;
    copyTo(token.begin);
    bool value_hole = token.kind == TokenKind::Hole || (token.has_hole && (token.kind == TokenKind::String || token.kind == TokenKind::Number));
    if (token.has_hole && token.kind == TokenKind::Quoted) value_hole = token.quote == '"' && token.operand.kind == Operand::Kind::Hole;
    if (value_hole) {
      has_holes = true;
      ++largest;
      result += dialect == Dialect::Postgres ? "$" + std::to_string(largest) : "?";
      at = token.end;
    } else if (token.has_hole) {
      return std::nullopt;
    } else if (token.kind == TokenKind::Placeholder && dialect == Dialect::Postgres) {
      result += "$" + std::to_string(token.operand.index);
      at = token.end;
    }
  }
  std::size_t last = at;
  for (const Token& token : statement)
    if (token.kind != TokenKind::End) last = token.end;
  copyTo(last);
  return result;
}

}  // namespace touchgraph::sql
