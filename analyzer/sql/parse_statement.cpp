#include "analyzer/sql/parser.h"

#include <map>

namespace touchgraph::sql {

namespace {

/// A statement whose verb is a hole still says which table it is about: `<hole> FROM t …` reads, `<hole> INTO t …` inserts,
/// `<hole> t SET …` updates. The verb that fits is put in its place; that it is a guess stays on record.
std::vector<Token> withVerb(const std::vector<Token>& tokens) {
  std::size_t first = 0;
  while (tokens[first].kind == TokenKind::Hole) ++first;
  if (first == 0 || first >= tokens.size() - 1) return tokens;
  const char* verb = nullptr;
  if (tokens[first].is("FROM")) verb = "SELECT";
  else if (tokens[first].is("INTO")) verb = "INSERT";
  else if (tokens[first].isName() && tokens[first + 1].is("SET")) verb = "UPDATE";
  if (!verb) return tokens;
  std::vector<Token> result = tokens;
  Token word = tokens[0];
  word.kind = TokenKind::Word;
  word.text = word.upper = verb;
  // A SELECT keeps the hole as its list of columns.
  result.erase(result.begin(), result.begin() + static_cast<std::ptrdiff_t>(tokens[first].is("FROM") ? first - 1 : first));
  result.insert(result.begin(), word);
  return result;
}

}  // namespace

SyntaxTree parse(const std::vector<Token>& statement_tokens, Dialect dialect) {
  if (statement_tokens[0].kind == TokenKind::Hole) {
    std::vector<Token> tokens = withVerb(statement_tokens);
    SyntaxTree tree = Parser(tokens, dialect).parseStatement();
    if (tokens[0].kind != TokenKind::Hole) tree.verb_hole = true;
    else if (tree.prefix_hole && std::holds_alternative<Unreadable>(tree.body)) {
      tree.body = Unreadable{"the verb of the statement is not known"};
      tree.prefix_hole = false;
    }
    return tree;
  }
  return Parser(statement_tokens, dialect).parseStatement();
}

SyntaxTree Parser::parseStatement() {
  SyntaxTree tree;
  while (peek().kind == TokenKind::Hole && peek(1).kind != TokenKind::End) {  // a prefix nobody knows
    tree.prefix_hole = true;
    take();
  }
  if (accept("EXPLAIN")) {
    tree.explain = true;
    accept("QUERY", "PLAN");
    if (atOperator("(")) {
      std::size_t before = at_;
      skipParentheses();
      for (std::size_t i = before; i < at_; ++i)
        if (tokens_[i].is("ANALYZE") || tokens_[i].is("ANALYSE")) tree.explain = false;
    }
    while (atAny({"ANALYZE", "VERBOSE", "EXTENDED", "FORMAT"})) {
      // EXPLAIN ANALYZE runs the statement.
      if (at("ANALYZE")) tree.explain = false;
      bool format = at("FORMAT");
      take();
      if (format) acceptOperator("="), take();
    }
  }
  acceptOperator("{");  // ODBC: {call f(?)}, {? = call f(?)}
  if (peek().kind == TokenKind::Placeholder && peek(1).isOperator("=") && peek(2).is("CALL")) take(), take();
  tree.body = parseBody(tree);
  acceptOperator("}");
  acceptOperator(";");
  if (!atEnd() && !std::holds_alternative<Utility>(tree.body) && !std::holds_alternative<Ddl>(tree.body)) {
    odd_ = true;
    tree.odd_near = peek().text;
  }
  tree.odd = odd_;
  return tree;
}

StatementBody Parser::parseBody(SyntaxTree& tree) {
  const Token& first = peek();
  if (first.kind == TokenKind::End || first.kind == TokenKind::Hole) {
    return Unreadable{"the text of the statement is not known"};
  }
  if (atOperator("(")) return Select{parseQuery()};
  if (first.kind != TokenKind::Word) {
    odd_ = true;
    return Unreadable{"near \"" + first.text + "\": no statement begins so"};
  }
  if (at("WITH") && peek(1).isName()) {
    std::vector<Cte> ctes = parseWith();
    if (atQuery() || atOperator("(")) {
      std::shared_ptr<Query> query = parseQuery();
      for (Cte& cte : query->ctes) ctes.push_back(std::move(cte));
      query->ctes = std::move(ctes);
      return Select{std::move(query)};
    }
    tree.ctes = std::move(ctes);
    SyntaxTree inner;
    return parseBody(inner);
  }
  if (atAny({"SELECT", "VALUES"}) || (at("TABLE") && peek(1).isName())) return Select{parseQuery()};
  if (at("INSERT") || (at("REPLACE") && !peek(1).isOperator("("))) return parseInsert();
  if (at("UPDATE")) {
    if (peek(1).is("STATISTICS")) return Utility{};
    return parseUpdate();
  }
  if (at("DELETE")) {
    Delete remove = parseDelete();
    if (remove.targets.empty() && peek().isName()) return Unreadable{"near \"" + peek().text + "\": syntax error"};
    return remove;
  }
  if (at("MERGE")) return parseMerge();
  if (at("TRUNCATE")) return parseTruncate();
  if (at("COPY")) return parseCopy();
  if (at("LOAD")) return parseLoad();
  if (atAny({"CALL", "EXEC", "EXECUTE"})) return parseCallStatement();
  if (at("DO")) {
    take();
    Block block;
    while (!atEnd()) {
      if (peek().kind == TokenKind::String) block.body = peek().text;
      take();
    }
    if (block.body.empty()) return Utility{};
    return block;
  }
  if (atAny({"CREATE", "ALTER", "DROP", "RENAME", "REFRESH", "COMMENT", "RECREATE"})) return parseDdl();
  if (at("DECLARE")) {  // DECLARE c CURSOR FOR SELECT …
    while (!atEnd() && !at("FOR")) take();
    if (accept("FOR") && (atQuery())) return Select{parseQuery()};
    return Utility{};
  }
  if (at("PREPARE") && peek(1).isName()) {  // PREPARE p AS …: runs later
    while (!atEnd()) take();
    return Utility{};
  }
  return parseUtility();
}

StatementBody Parser::parseUtility() {
  static const std::map<std::string, StatementKind, std::less<>> kVerbs = {
      {"BEGIN", StatementKind::Begin},      {"START", StatementKind::Begin},     {"COMMIT", StatementKind::Commit},
      {"END", StatementKind::Commit},       {"ROLLBACK", StatementKind::Rollback}, {"ABORT", StatementKind::Rollback},
      {"SAVEPOINT", StatementKind::Savepoint}, {"RELEASE", StatementKind::Release}, {"PRAGMA", StatementKind::Pragma},
      {"SET", StatementKind::Other},        {"RESET", StatementKind::Other},     {"SHOW", StatementKind::Other},
      {"DESCRIBE", StatementKind::Other},   {"DESC", StatementKind::Other},      {"USE", StatementKind::Other},
      {"ATTACH", StatementKind::Other},     {"DETACH", StatementKind::Other},    {"VACUUM", StatementKind::Other},
      {"ANALYZE", StatementKind::Other},    {"REINDEX", StatementKind::Other},   {"GRANT", StatementKind::Other},
      {"REVOKE", StatementKind::Other},     {"LISTEN", StatementKind::Other},    {"UNLISTEN", StatementKind::Other},
      {"NOTIFY", StatementKind::Other},     {"LOCK", StatementKind::Other},      {"UNLOCK", StatementKind::Other},
      {"DISCARD", StatementKind::Other},    {"CHECKPOINT", StatementKind::Other}, {"CLUSTER", StatementKind::Other},
      {"OPTIMIZE", StatementKind::Other},   {"CHECK", StatementKind::Other},     {"REPAIR", StatementKind::Other},
      {"FLUSH", StatementKind::Other},      {"KILL", StatementKind::Other},      {"FETCH", StatementKind::Other},
      {"MOVE", StatementKind::Other},       {"CLOSE", StatementKind::Other},     {"DEALLOCATE", StatementKind::Other},
      {"PRINT", StatementKind::Other},      {"DELIMITER", StatementKind::Other}, {"RAISE", StatementKind::Other},
      {"XA", StatementKind::Other},         {"HELP", StatementKind::Other},      {"CACHE", StatementKind::Other},
      {"SIGNAL", StatementKind::Other},     {"SECURITY", StatementKind::Other},  {"REASSIGN", StatementKind::Other}};
  auto found = kVerbs.find(peek().upper);
  if (found == kVerbs.end()) {
    odd_ = true;
    Unreadable result{"near \"" + peek().text + "\": no statement begins so"};
    if (peek().has_hole) result.reason = "the verb of the statement is not known";
    while (!atEnd()) take();
    return result;
  }
  Utility utility{found->second};
  bool to = false;
  while (!atEnd() && !atOperator(")")) {
    if (at("TO")) to = true;
    take();
  }
  if (utility.kind == StatementKind::Rollback && to) utility.kind = StatementKind::RollbackTo;
  return utility;
}

Truncate Parser::parseTruncate() {
  Truncate result;
  take();
  accept("TABLE");
  do {
    accept("ONLY");
    ObjectName name = parseName();
    acceptOperator("*");
    if (!name.name.empty()) result.tables.push_back(std::move(name));
  } while (acceptOperator(","));
  while (!atEnd()) {
    if (at("CASCADE")) result.cascade = true;
    take();
  }
  return result;
}

/// COPY t(a, b) FROM STDIN · COPY t TO … · COPY (SELECT …) TO …
StatementBody Parser::parseCopy() {
  take();
  if (atOperator("(")) {
    take();
    SyntaxTree inner;
    StatementBody body = parseBody(inner);
    while (!atEnd()) take();
    return body;
  }
  Insert insert;
  insert.bulk = true;
  insert.table = parseName();
  if (atOperator("(")) {
    insert.has_columns = true;
    insert.columns = parseNameList(&insert.columns_open);
  }
  bool reads = at("TO");
  while (!atEnd()) take();
  if (!reads) return insert;
  auto query = std::make_shared<Query>();
  SelectCore core;
  if (insert.has_columns) {
    for (const std::string& column : insert.columns) {
      SelectItem item;
      item.expr.kind = Expr::Kind::Column;
      item.expr.path = {column};
      core.items.push_back(std::move(item));
    }
  } else {
    SelectItem item;
    item.expr.kind = Expr::Kind::Star;
    core.items.push_back(std::move(item));
  }
  Source source;
  source.table = insert.table;
  core.from.push_back(std::move(source));
  query->cores.push_back(std::move(core));
  return Select{std::move(query)};
}

/// MySQL: LOAD DATA [LOCAL] INFILE 'f' [REPLACE|IGNORE] INTO TABLE t … (a, b)
StatementBody Parser::parseLoad() {
  Insert insert;
  insert.bulk = true;
  while (!atEnd() && !at("TABLE")) {
    if (at("REPLACE")) insert.conflict = Conflict::Replace;
    if (at("IGNORE")) insert.conflict = Conflict::Ignore;
    take();
  }
  if (!accept("TABLE")) return Utility{};
  insert.table = parseName();
  while (!atEnd()) {
    if (atOperator("(")) {
      insert.has_columns = true;
      insert.columns = parseNameList(&insert.columns_open);
    } else {
      take();
    }
  }
  return insert;
}

StatementBody Parser::parseCallStatement() {
  bool execute = at("EXECUTE");
  take();
  if (execute && at("IMMEDIATE")) {
    while (!atEnd()) take();
    return Unreadable{"EXECUTE IMMEDIATE runs a text made at run time"};
  }
  Call call;
  if (accept("PROCEDURE") || accept("FUNCTION")) execute = false;
  call.routine = parseName();
  if (atOperator("(")) {
    Expr arguments;
    parseArguments(arguments);
    call.arguments = std::move(arguments.kids);
  } else if (!execute) {
    while (!atEnd() && !atOperator("}")) {  // EXEC f @a = 1, 2
      if (acceptOperator(",")) continue;
      std::size_t before = at_;
      call.arguments.push_back(parseExpression());
      if (at_ == before) take();
    }
  }
  while (!atEnd() && !atOperator("}")) take();
  if (execute) return Unreadable{"EXECUTE runs statement '" + call.routine.name + "' that was prepared elsewhere"};
  return call;
}

/// Only what a program does when it runs DDL: which table. The schema reads definitions on its own.
Ddl Parser::parseDdl() {
  Ddl ddl;
  ddl.creates = at("CREATE") || at("RECREATE");
  bool alter_or_drop = atAny({"ALTER", "DROP"});
  ddl.refresh = at("REFRESH");
  bool comment = at("COMMENT");
  take();
  if (comment) {
    while (!atEnd()) take();
    return ddl;
  }
  while (atAny({"OR", "REPLACE", "TEMP", "TEMPORARY", "UNLOGGED", "GLOBAL", "LOCAL", "UNIQUE", "FULLTEXT", "SPATIAL", "VIRTUAL",
                "MATERIALIZED", "CONSTRAINT", "RECURSIVE", "FOREIGN", "IGNORE", "ONLINE", "OFFLINE", "DEFINER", "ALGORITHM", "SQL"}) ||
         atOperator("=") || (ddl.creates && peek(0).kind == TokenKind::Hole && peek(1).is("TABLE"))) {
    if (atAny({"TEMP", "TEMPORARY"})) ddl.temporary = true;
    bool setting = at("DEFINER") || at("ALGORITHM") || at("SQL");
    take();
    if (setting) {
      while (!atEnd() && !atAny({"TRIGGER", "VIEW", "PROCEDURE", "FUNCTION", "EVENT", "SQL", "DEFINER"})) take();
    }
  }
  std::string kind = peek().upper;
  take();
  auto skipCondition = [&] {
    accept("CONCURRENTLY");
    if (accept("IF")) {
      accept("NOT");
      accept("EXISTS");
    }
    accept("ONLY");
  };
  auto addNames = [&] {
    do {
      skipCondition();
      ObjectName name = parseName();
      if (!name.name.empty()) ddl.objects.push_back(std::move(name));
    } while (acceptOperator(","));
  };
  if (kind == "TABLE" || kind == "VIEW") {
    skipCondition();
    if (alter_or_drop) {
      addNames();
    } else {
      ObjectName name = parseName();
      if (!name.name.empty()) ddl.objects.push_back(std::move(name));
    }
    if (kind == "TABLE" && ddl.creates) {
      if (atOperator("(") && !peek(1).is("SELECT") && !peek(1).is("LIKE")) skipParentheses();
      while (!atEnd() && !at("AS") && !at("SELECT")) take();
      accept("AS");
      if (atOperator("(") && (peek(1).is("SELECT") || peek(1).is("WITH"))) take();
      if (atQuery()) ddl.query = parseQuery();
    }
  } else if (kind == "INDEX" || kind == "TRIGGER") {
    // The table stands behind ON; DROP INDEX of SQLite and PostgreSQL does not say it.
    while (!atEnd() && !at("ON")) take();
    if (accept("ON")) {
      skipCondition();
      ObjectName name = parseName();
      if (!name.name.empty()) ddl.objects.push_back(std::move(name));
    }
  }
  while (!atEnd()) take();
  return ddl;
}

}  // namespace touchgraph::sql
