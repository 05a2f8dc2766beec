#include "analyzer/sql/engines/plpgsql.h"

#include "analyzer/sql/parser.h"

#include <nlohmann/json.hpp>
#include <pg_query.h>

/// libpg_query gives the function as JSON: every SQL text of the body is a `PLpgSQL_expr` below the statement it belongs to.
/// Expressions are given as written, statements without their PL/pgSQL parts (INTO targets become parameters).
namespace touchgraph::sql {

namespace {

using nlohmann::json;

class PlpgsqlWalker {
 public:
  explicit PlpgsqlWalker(Body& body) : body_(body) {}

  void walk(const json& node, bool conditional) {
    if (node.is_array()) {
      for (const json& element : node) walk(element, conditional);
      return;
    }
    if (!node.is_object()) return;
    for (const auto& [kind, value] : node.items()) {
      if (kind == "datums") {
        datums(value);
      } else if (kind == "PLpgSQL_stmt_dynexecute" || kind == "PLpgSQL_stmt_dynfors" || kind == "dynquery") {
        dynamic(value, conditional);
      } else if (kind == "PLpgSQL_stmt_assign") {
        text(value, [&](const std::string& query) { assignment(query, conditional); });
      } else if (kind == "PLpgSQL_expr") {
        if (value.contains("query")) statement(value["query"].get<std::string>(), conditional);
      } else {
        bool branch = kind == "PLpgSQL_stmt_if" || kind == "PLpgSQL_stmt_case" || kind == "PLpgSQL_stmt_loop" ||
                      kind == "PLpgSQL_stmt_while" || kind == "PLpgSQL_stmt_fori" || kind == "PLpgSQL_stmt_fors" ||
                      kind == "PLpgSQL_stmt_foreach_a" || kind == "exceptions";
        walk(value, conditional || branch);
      }
    }
  }

 private:
  void datums(const json& list) {
    for (const json& datum : list) {
      for (const auto& [kind, value] : datum.items()) {
        if (!value.is_object()) continue;
        if (value.contains("refname")) {
          std::string name = value["refname"].get<std::string>();
          if (name != "new" && name != "old") body_.locals.push_back(name);
        }
        if (value.contains("default_val")) walk(value["default_val"], false);
      }
    }
  }

  template <typename Use>
  void text(const json& node, Use use) {
    if (node.is_object() && node.contains("expr") && node["expr"].contains("PLpgSQL_expr"))
      use(node["expr"]["PLpgSQL_expr"]["query"].get<std::string>());
  }

  /// EXECUTE: a literal is a statement like any other; anything else is not known here.
  void dynamic(const json& node, bool conditional) {
    const json* query = node.is_object() && node.contains("query") ? &node["query"] : &node;
    std::string written;
    if (query->is_object() && query->contains("PLpgSQL_expr")) written = (*query)["PLpgSQL_expr"]["query"].get<std::string>();
    std::vector<Token> tokens = lex(written, Dialect::Postgres);
    if (tokens.size() == 2 && tokens[0].kind == TokenKind::String) {
      statement(tokens[0].text, conditional);
    } else {
      body_.problems.push_back("EXECUTE " + written + ": a statement made at run time");
    }
    if (node.is_object() && node.contains("body")) walk(node["body"], true);
  }

  void assignment(const std::string& query, bool conditional) {
    std::vector<Token> tokens = lex(query, Dialect::Postgres);
    std::size_t equal = 0;
    while (equal < tokens.size() && !tokens[equal].isOperator(":=") && !tokens[equal].isOperator("=")) ++equal;
    if (equal >= tokens.size()) return statement(query, conditional);
    if (equal == 3 && tokens[0].is("NEW") && tokens[1].isOperator(".")) {
      BodyStep step;
      step.assigns = {"new", tokens[2].text};
      step.conditional = conditional;
      body_.steps.push_back(std::move(step));
    }
    statement(query.substr(tokens[equal].end), conditional);
  }

  void statement(const std::string& query, bool conditional) {
    std::vector<Token> tokens = lex(query, Dialect::Postgres);
    for (StatementRange range : splitStatements(tokens)) {
      std::uint32_t positions = 0;
      std::vector<Token> one = statementTokens(tokens, range, positions);
      BodyStep step;
      step.conditional = conditional;
      static const auto kVerbs = {"SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "WITH", "CALL", "TRUNCATE", "VALUES", "CREATE",
                                  "DROP",   "ALTER",  "COPY",   "DO",     "REFRESH", "LOCK", "NOTIFY", "PERFORM"};
      bool is_statement = false;
      for (const char* verb : kVerbs) is_statement = is_statement || one[0].is(verb);
      if (one[0].is("PERFORM")) one[0].upper = "SELECT";
      Parser parser(one, Dialect::Postgres);
      if (is_statement) step.tree = parser.parseStatement();
      else step.expression = parser.parseExpression();
      body_.steps.push_back(std::move(step));
    }
  }

  Body& body_;
};

}  // namespace

Body readPlpgsql(const std::string& definition, const std::string& body) {
  Body result;
  PgQueryPlpgsqlParseResult parsed = pg_query_parse_plpgsql(definition.c_str());
  bool read = false;
  if (!parsed.error && parsed.plpgsql_funcs) {
    json tree = json::parse(parsed.plpgsql_funcs, nullptr, false);
    if (!tree.is_discarded() && !tree.empty()) {
      PlpgsqlWalker(result).walk(tree, false);
      read = true;
    }
  }
  pg_query_free_plpgsql_parse_result(parsed);
  if (!read) result = readBody(lex(body, Dialect::Postgres), Dialect::Postgres);
  // SELECT … INTO assigns variables here; it makes no table.
  for (BodyStep& step : result.steps) {
    if (auto* select = std::get_if<Select>(&step.tree.body))
      for (SelectCore& core : select->query->cores) core.into.reset();
  }
  return result;
}

}  // namespace touchgraph::sql
