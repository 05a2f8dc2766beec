#include "analyzer/sql/token.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace touchgraph::sql {

std::string upperCase(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](unsigned char c) { return std::toupper(c); });
  return result;
}

std::string lowerCase(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](unsigned char c) { return std::tolower(c); });
  return result;
}

namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isNameStart(char c) { return std::isalpha(static_cast<unsigned char>(c)) || c == '_' || (c & 0x80) != 0; }
bool isNamePart(char c) { return isNameStart(c) || isDigit(c) || c == '$'; }

/// Words that begin or join clauses. A hole that stands next to one without a space is a part of its own.
bool isClauseWord(const std::string& upper) {
  static constexpr std::array<std::string_view, 35> kWords = {
      "THEN",  "ELSE",  "WHEN",   "RETURNING",
      "AND",   "AS",    "ASC",    "BY",      "DELETE", "DESC",   "FROM",   "GROUP", "HAVING", "IN",      "INNER",
      "INSERT", "INTO", "IS",     "JOIN",    "LEFT",   "LIKE",   "LIMIT",  "NOT",   "OFFSET", "ON",      "OR",
      "ORDER", "SELECT", "SET",   "TABLE",   "UNION",  "UPDATE", "VALUES", "WHERE", "BETWEEN"};
  return std::find(kWords.begin(), kWords.end(), upper) != kWords.end();
}

class Lexer {
 public:
  Lexer(std::string_view text, Dialect dialect) : text_(text), dialect_(dialect) {}

  std::vector<Token> run() {
    while (true) {
      bool space = skipSpace();
      if (at_ >= text_.size()) break;
      next_ = Token{};
      next_.space_before = space || at_ == 0;
      next_.begin = at_;
      next_.line = line_;
      readToken();
      finish();
    }
    next_ = Token{};
    next_.begin = next_.end = text_.size();
    next_.line = line_;
    next_.space_before = true;
    tokens_.push_back(next_);
    return std::move(tokens_);
  }

 private:
  char peek(std::size_t n = 0) const { return at_ + n < text_.size() ? text_[at_ + n] : '\0'; }

  void finish() {
    next_.end = at_;
    if (next_.kind == TokenKind::Word) {
      next_.upper = upperCase(next_.text);
      if (dialect_ == Dialect::Postgres) next_.text = lowerCase(next_.text);  // its rule for names without quotes
    }
    tokens_.push_back(next_);
  }

  /// White space and comments. MySQL's `/*!40101 … */` is code: only its marks are skipped.
  bool skipSpace() {
    std::size_t start = at_;
    while (at_ < text_.size()) {
      char c = peek();
      if (c == '\n') ++line_;
      if (std::isspace(static_cast<unsigned char>(c)) || (c == '\\' && (peek(1) == '\n' || peek(1) == '\0'))) {
        ++at_;
      } else if (c == '-' && peek(1) == '-' && (dialect_ != Dialect::Mysql || !isNamePart(peek(2)))) {
        while (at_ < text_.size() && peek() != '\n') ++at_;
      } else if (c == '#' && dialect_ == Dialect::Mysql) {
        while (at_ < text_.size() && peek() != '\n') ++at_;
      } else if (c == '/' && peek(1) == '*' && peek(2) == '!' && dialect_ == Dialect::Mysql) {
        at_ += 3;
        while (isDigit(peek())) ++at_;
        ++open_version_comments_;
      } else if (c == '*' && peek(1) == '/' && open_version_comments_ > 0) {
        at_ += 2;
        --open_version_comments_;
      } else if (c == '/' && peek(1) == '*') {
        skipComment();
      } else {
        break;
      }
    }
    return at_ != start;
  }

  void skipComment() {
    int depth = 0;
    while (at_ < text_.size()) {
      if (peek() == '\n') ++line_;
      if (peek() == '/' && peek(1) == '*' && (depth == 0 || dialect_ == Dialect::Postgres)) {
        ++depth;
        at_ += 2;
      } else if (peek() == '*' && peek(1) == '/') {
        at_ += 2;
        if (--depth == 0) return;
      } else {
        ++at_;
      }
    }
  }

  /// A hole mark here? Its length, 0 when there is none.
  std::size_t holeMarkLength(std::size_t at) const {
    if (at >= text_.size() || text_[at] != kHoleOpen) return 0;
    std::size_t end = at + 1;
    while (end < text_.size() && isDigit(text_[end])) ++end;
    bool whole = end < text_.size() && text_[end] == kHoleClose && end > at + 1 && end < at + 10;
    return whole ? end - at + 1 : 0;
  }

  /// `%s %d %lld %1 {} {name} {:d}`: a part of a format text that nobody filled in. Its length, 0 when there is none.
  std::size_t leftOverLength(std::size_t at) const {
    if (at >= text_.size()) return 0;
    if (text_[at] == '%') {
      std::size_t i = at + 1;
      while (i < text_.size() && (text_[i] == 'l' || text_[i] == 'z' || text_[i] == 'h' || text_[i] == 'L')) ++i;
      if (i == at + 1)
        while (i < text_.size() && (isDigit(text_[i]) || text_[i] == '.' || text_[i] == '-')) ++i;
      bool has_digits = i > at + 1 && isDigit(text_[i - 1]);
      if (i < text_.size() && std::string_view("sdiuqQwfgxXcn").find(text_[i]) != std::string_view::npos &&
          (i + 1 >= text_.size() || !std::isalnum(static_cast<unsigned char>(text_[i + 1]))))
        return i + 1 - at;
      if (has_digits && i <= at + 3) return i - at;  // Qt's %1
      return 0;
    }
    if (text_[at] == '{') {
      std::size_t i = at + 1;
      while (i < text_.size() && (isNamePart(text_[i]) || text_[i] == ':' || text_[i] == '.')) ++i;
      if (i < text_.size() && text_[i] == '}') return i + 1 - at;
    }
    return 0;
  }

  bool afterOperand() const {
    if (tokens_.empty()) return false;
    const Token& last = tokens_.back();
    switch (last.kind) {
      case TokenKind::Word: return !isClauseWord(last.upper);
      case TokenKind::Operator: return last.text == ")" || last.text == "]";
      case TokenKind::End: return false;
      case TokenKind::Quoted:
      case TokenKind::String:
      case TokenKind::Number:
      case TokenKind::Placeholder:
      case TokenKind::Hole: return true;
    }
    return false;
  }

  void readToken() {
    char c = peek();
    std::size_t left_over = c == '%' && afterOperand() && !gluedPercent() ? 0 : leftOverLength(at_);
    if (isNameStart(c) && peek(1) == '\'' && std::string_view("eEnNbBxX").find(c) != std::string_view::npos) {
      readPrefixedString(c);
    } else if ((c == 'U' || c == 'u') && peek(1) == '&' && (peek(2) == '\'' || peek(2) == '"')) {
      at_ += 2;
      readToken();
    } else if (isNameStart(c) || holeMarkLength(at_) != 0 || left_over != 0) {
      readWord();
    } else if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
      readNumber();
    } else if (c == '\'') {
      readQuoted('\'', dialect_ == Dialect::Mysql);
      next_.kind = TokenKind::String;
    } else if (c == '"' || c == '`') {
      readQuoted(c, c == '"' && dialect_ == Dialect::Mysql);
      next_.kind = TokenKind::Quoted;
      next_.quote = c;
    } else if (c == '[' && dialect_ == Dialect::Sqlite) {
      readBrackets();
    } else if (c == '$' && readDollar()) {
    } else if (c == '?' || c == ':' || c == '@') {
      readPlaceholder(c);
    } else {
      readOperator();
    }
  }

  /// `%s` directly behind a name without a space is a part of that name only next to an underscore.
  bool gluedPercent() const {
    return !next_.space_before && at_ > 0 && (text_[at_ - 1] == '_' || text_[at_ - 1] == '.');
  }

  /// A name; hole marks and left-overs inside it become '*'. A name that is nothing but holes is a Hole.
  void readWord() {
    bool has_text = false;
    std::size_t holes = 0;
    while (at_ < text_.size()) {
      if (std::size_t length = holeMarkLength(at_)) {
        if (has_text && isClauseWord(upperCase(next_.text))) break;
        addHole(std::string(text_.substr(at_ + 1, length - 2)));
        at_ += length;
      } else if (std::size_t left = leftOverLength(at_);
                 left != 0 && (!has_text || peek() == '{' || text_[at_ - 1] == '_')) {
        addHole("");
        at_ += left;
      } else if (isNamePart(peek())) {
        if (holes != 0 && !has_text && wordAheadIsClause()) break;
        has_text = true;
        next_.text += text_[at_++];
        continue;
      } else {
        break;
      }
      ++holes;
      next_.has_hole = true;
    }
    if (holes != 0 && !has_text) {
      next_.kind = TokenKind::Hole;
      if (holes > 1) next_.operand = Operand{};
    } else {
      next_.kind = TokenKind::Word;
    }
  }

  void addHole(const std::string& number) {
    if (next_.text.empty() || next_.text.back() != '*') next_.text += '*';
    if (!number.empty()) {
      next_.operand.kind = Operand::Kind::Hole;
      next_.operand.index = static_cast<std::uint32_t>(std::stoul(number));
    }
  }

  bool wordAheadIsClause() const {
    std::size_t end = at_;
    while (end < text_.size() && isNamePart(text_[end])) ++end;
    return isClauseWord(upperCase(text_.substr(at_, end - at_)));
  }

  void readNumber() {
    next_.kind = TokenKind::Number;
    std::size_t start = at_;
    if (peek() == '0' && (peek(1) == 'x' || peek(1) == 'X')) {
      at_ += 2;
      while (std::isxdigit(static_cast<unsigned char>(peek()))) ++at_;
    } else {
      while (isDigit(peek()) || (peek() == '.' && peek(1) != '.')) ++at_;
      if ((peek() == 'e' || peek() == 'E') && (isDigit(peek(1)) || ((peek(1) == '-' || peek(1) == '+') && isDigit(peek(2))))) {
        at_ += 2;
        while (isDigit(peek())) ++at_;
      }
    }
    next_.text = std::string(text_.substr(start, at_ - start));
    while (std::size_t length = holeMarkLength(at_)) {  // 10<hole>: a value of which only a part is known
      next_.has_hole = true;
      at_ += length;
      while (isNamePart(peek())) ++at_;
    }
  }

  /// From the opening quote to the closing one; a doubled quote, or one behind a backslash, belongs to the text.
  void readQuoted(char quote, bool backslash) {
    std::size_t holes = 0;
    bool has_text = false;
    ++at_;
    while (at_ < text_.size()) {
      char c = peek();
      if (std::size_t length = holeMarkLength(at_)) {
        addHole(std::string(text_.substr(at_ + 1, length - 2)));
        at_ += length;
        ++holes;
        continue;
      }
      if (c == quote && peek(1) == quote) {
        next_.text += quote;
        at_ += 2;
      } else if (c == quote) {
        ++at_;
        break;
      } else if (c == '\\' && backslash && at_ + 1 < text_.size()) {
        next_.text += text_[at_ + 1];
        at_ += 2;
      } else {
        if (c == '\n') ++line_;
        next_.text += c;
        ++at_;
      }
      has_text = true;
    }
    if (holes == 0 && !next_.text.empty() && next_.text[0] != '{') {
      // '%q' alone in its quotes is a value, too.
      std::string content = next_.text;
      if (content[0] == '%' && content.size() >= 2 && content.size() <= 4) {
        Lexer inner(content, dialect_);
        if (inner.leftOverLength(0) == content.size()) ++holes, has_text = true;
      }
    } else if (holes == 0 && next_.text.size() >= 2) {
      Lexer inner(next_.text, dialect_);
      if (inner.leftOverLength(0) == next_.text.size()) ++holes, has_text = true;
    }
    next_.has_hole = holes != 0;
    if (holes > 1 || has_text) next_.operand = Operand{};
  }

  void readPrefixedString(char prefix) {
    ++at_;
    bool backslash = dialect_ == Dialect::Mysql || prefix == 'e' || prefix == 'E';
    readQuoted('\'', backslash);
    next_.kind = TokenKind::String;
    if (prefix == 'x' || prefix == 'X') next_.text = "x'" + next_.text + "'";
  }

  void readBrackets() {
    std::size_t end = text_.find(']', at_);
    if (end == std::string_view::npos) end = text_.size();
    next_.kind = TokenKind::Quoted;
    next_.quote = '[';
    for (++at_; at_ < end;) {
      if (std::size_t length = holeMarkLength(at_)) {
        addHole(std::string(text_.substr(at_ + 1, length - 2)));
        next_.has_hole = true;
        at_ += length;
      } else {
        next_.text += text_[at_++];
      }
    }
    if (at_ < text_.size()) ++at_;
  }

  /// `$$…$$`, `$tag$…$tag$`, `$1`, `$name`.
  bool readDollar() {
    std::size_t end = at_ + 1;
    while (end < text_.size() && (isNameStart(text_[end]) || isDigit(text_[end]))) ++end;
    if (dialect_ == Dialect::Postgres && end < text_.size() && text_[end] == '$' && !isDigit(peek(1))) {
      std::string_view tag = text_.substr(at_, end - at_ + 1);
      std::size_t close = text_.find(tag, end + 1);
      std::size_t stop = close == std::string_view::npos ? text_.size() : close;
      next_.kind = TokenKind::String;
      next_.text = std::string(text_.substr(end + 1, stop - end - 1));
      next_.has_hole = next_.text.find(kHoleOpen) != std::string::npos;
      line_ += static_cast<std::uint32_t>(std::count(next_.text.begin(), next_.text.end(), '\n'));
      at_ = close == std::string_view::npos ? text_.size() : close + tag.size();
      return true;
    }
    if (end == at_ + 1) return false;
    next_.kind = TokenKind::Placeholder;
    next_.text = std::string(text_.substr(at_ + 1, end - at_ - 1));
    next_.quote = '$';
    at_ = end;
    return true;
  }

  void readPlaceholder(char sigil) {
    if (sigil == '?') {
      // PostgreSQL's `data ? 'key'` is an operator between two operands.
      if (dialect_ == Dialect::Postgres && afterOperand() && next_.space_before && (peek(1) == ' ' || peek(1) == '|' || peek(1) == '&')) {
        std::size_t i = at_ + 1;
        while (i < text_.size() && text_[i] == ' ') ++i;
        if (i < text_.size() && (text_[i] == '\'' || text_[i] == '$' || text_[i] == '|' || text_[i] == '&')) return readOperator();
      }
      ++at_;
      next_.kind = TokenKind::Placeholder;
      next_.quote = '?';
      while (isDigit(peek())) next_.text += text_[at_++];
      return;
    }
    if (sigil == '@' && peek(1) == '@') {  // MySQL's system variables
      at_ += 2;
      readWord();
      next_.kind = TokenKind::Hole;
      next_.operand = Operand{};
      return;
    }
    if (!isNamePart(peek(1)) || (sigil == ':' && at_ > 0 && text_[at_ - 1] == ':')) return readOperator();
    ++at_;
    next_.quote = sigil;
    while (isNamePart(peek())) next_.text += text_[at_++];
    next_.kind = TokenKind::Placeholder;
    if (sigil == '@' && dialect_ == Dialect::Mysql) {  // a user variable is no placeholder
      next_.kind = TokenKind::Hole;
      next_.operand = Operand{};
    }
  }

  void readOperator() {
    static constexpr std::array<std::string_view, 32> kOperators = {
        "<=>", "->>", "#>>", "!~~", "!~*", "~~*", "<->", "||/", "::", ":=", "<=", ">=", "<>", "!=", "==", "||",
        "->",  "#>",  "@>",  "<@",  "&&",  "<<",  ">>",  "~*",  "!~", "~~", "?|", "?&", "=>", "..", "@@", "|/"};
    next_.kind = TokenKind::Operator;
    for (std::string_view op : kOperators) {
      if (text_.substr(at_, op.size()) == op) {
        next_.text = std::string(op);
        at_ += op.size();
        return;
      }
    }
    next_.text = std::string(1, text_[at_++]);
  }

  std::string_view text_;
  Dialect dialect_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  int open_version_comments_ = 0;
  Token next_;
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> lex(std::string_view text, Dialect dialect) { return Lexer(text, dialect).run(); }

}  // namespace touchgraph::sql
