#include "analyzer/sql/structure.h"

#include "analyzer/sql/engines/plpgsql.h"
#include "analyzer/sql/expand.h"
#include "analyzer/sql/parser.h"
#include "analyzer/sql/resolver.h"

#include <algorithm>

namespace touchgraph::sql {

namespace {

StatementKind kindOf(const SyntaxTree& tree, const Effects& effects) {
  struct Visitor {
    StatementKind operator()(const Utility& utility) { return utility.kind; }
    StatementKind operator()(const Select&) { return StatementKind::Read; }
    StatementKind operator()(const Insert&) { return StatementKind::Write; }
    StatementKind operator()(const Update&) { return StatementKind::Write; }
    StatementKind operator()(const Delete&) { return StatementKind::Write; }
    StatementKind operator()(const Merge&) { return StatementKind::Write; }
    StatementKind operator()(const Truncate&) { return StatementKind::Write; }
    StatementKind operator()(const Call&) { return StatementKind::Write; }
    StatementKind operator()(const Ddl& ddl) { return ddl.refresh ? StatementKind::Write : StatementKind::Ddl; }
    StatementKind operator()(const Block&) { return StatementKind::Write; }
    StatementKind operator()(const Unreadable&) { return StatementKind::Other; }
  };
  if (tree.explain) return StatementKind::Read;
  StatementKind kind = std::visit(Visitor{}, tree.body);
  if (kind == StatementKind::Read && !effects.touches.empty()) kind = StatementKind::Write;
  return kind;
}

bool sameUse(const TableUse& a, const TableUse& b) { return a.table == b.table && a.cause == b.cause && a.keys == b.keys; }

/// One entry for a table with the same rows and cause: its columns together.
void mergeReads(std::vector<TableUse>& reads) {
  std::vector<TableUse> result;
  for (TableUse& read : reads) {
    auto same = std::find_if(result.begin(), result.end(), [&](const TableUse& other) { return sameUse(other, read); });
    if (same == result.end()) {
      result.push_back(std::move(read));
      continue;
    }
    same->non_equality = same->non_equality || read.non_equality;
    if (!same->columns || !read.columns) {
      same->columns.reset();
      continue;
    }
    same->columns->insert(same->columns->end(), read.columns->begin(), read.columns->end());
    std::sort(same->columns->begin(), same->columns->end());
    same->columns->erase(std::unique(same->columns->begin(), same->columns->end()), same->columns->end());
  }
  reads = std::move(result);
}

void mergeTouches(std::vector<TableTouch>& touches) {
  std::vector<TableTouch> result;
  for (TableTouch& touch : touches) {
    auto same = std::find_if(result.begin(), result.end(), [&](const TableTouch& other) {
      return sameUse(other, touch) && other.op == touch.op && other.columns == touch.columns && other.row == touch.row;
    });
    if (same == result.end()) result.push_back(std::move(touch));
    else if (touch.certainty == Certainty::Must) same->certainty = Certainty::Must;
  }
  touches = std::move(result);
}

}  // namespace

std::vector<Structure> readStructure(const Schema& schema, const std::string& text, Dialect dialect) {
  std::vector<Structure> result;
  std::vector<Token> tokens = lex(text, dialect);
  std::uint32_t before = 0;
  for (StatementRange range : splitStatements(tokens)) {
    Structure structure;
    Statement& statement = structure.statement;
    structure.tokens = statementTokens(tokens, range, statement.positions);
    const std::vector<Token>& own = structure.tokens;
    SyntaxTree tree = parse(own, dialect);
    Environment environment;
    Resolver resolver(schema, dialect, environment);
    Effects effects;
    if (!tree.explain) {
      resolver.statement(tree);
      effects = std::move(resolver.effects);
      if (auto* block = std::get_if<Block>(&tree.body)) {
        std::string definition = "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $touchgraph$" + block->body + "$touchgraph$";
        expandBody(schema, dialect, readPlpgsql(definition, block->body), "direct", effects);
      } else {
        expand(schema, dialect, effects);
      }
    }
    if (tree.prefix_hole)
      effects.problems.push_back({StatementProblem::Kind::Unknown, "what stands before the statement is not known", ""});
    if (tree.verb_hole) effects.problems.push_back({StatementProblem::Kind::Unknown, "the verb of the statement is not known", ""});
    statement.kind = kindOf(tree, effects);
    for (Write& write : effects.touches) statement.touches.push_back(std::move(static_cast<TableTouch&>(write)));
    statement.reads = std::move(effects.reads);
    statement.problems = std::move(effects.problems);
    mergeReads(statement.reads);
    mergeTouches(statement.touches);
    for (Output& output : resolver.results.columns)
      statement.results.push_back({output.name, output.table, output.column});
    if (!resolver.results.known) statement.results.clear();
    statement.first_position = before;
    before += statement.positions;
    structure.odd = tree.odd;
    structure.odd_near = tree.odd_near;
    structure.unreadable = std::holds_alternative<Unreadable>(tree.body);
    structure.is_data = !tree.explain && !structure.unreadable && !std::holds_alternative<Utility>(tree.body) &&
                        !std::holds_alternative<Ddl>(tree.body) && !std::holds_alternative<Block>(tree.body) &&
                        !std::holds_alternative<Call>(tree.body);
    result.push_back(std::move(structure));
  }
  return result;
}

}  // namespace touchgraph::sql
