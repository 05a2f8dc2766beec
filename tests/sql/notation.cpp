#include "tests/sql/notation.h"

namespace touchgraph::sql {

namespace {

std::string terms(const std::vector<KeyTerm>& keys) {
  std::string result;
  for (const KeyTerm& key : keys) result += (result.empty() ? "" : ",") + key.column + "=" + notation(key.value);
  return result;
}

std::string use(const TableUse& use) {
  std::string result = use.table + "(";
  if (!use.columns) result += "*";
  else
    for (std::size_t i = 0; i < use.columns->size(); ++i) result += (i ? "," : "") + (*use.columns)[i];
  result += ")";
  if (use.keys) result += " [" + terms(*use.keys) + "]";
  if (use.non_equality) result += " ~";
  if (use.cause != "direct") result += " @" + use.cause;
  return result;
}

const char* verb(TouchOp op) {
  switch (op) {
    case TouchOp::Insert: return "insert";
    case TouchOp::Update: return "update";
    case TouchOp::Delete: return "delete";
    case TouchOp::Upsert: return "upsert";
    case TouchOp::Replace: return "replace";
    case TouchOp::Ddl: return "ddl";
    case TouchOp::Unknown: return "unknown";
  }
  return "";
}

const char* kindName(StatementKind kind) {
  switch (kind) {
    case StatementKind::Begin: return "begin";
    case StatementKind::Commit: return "commit";
    case StatementKind::Rollback: return "rollback";
    case StatementKind::Savepoint: return "savepoint";
    case StatementKind::Release: return "release";
    case StatementKind::RollbackTo: return "rollback-to";
    case StatementKind::Pragma: return "pragma";
    case StatementKind::Other: return "other";
    case StatementKind::Read:
    case StatementKind::Write:
    case StatementKind::Ddl: return "";
  }
  return "";
}

}  // namespace

std::string notation(const Operand& operand) {
  std::string result;
  switch (operand.kind) {
    case Operand::Kind::Position: result = "?" + std::to_string(operand.index); break;
    case Operand::Kind::Name: result = ":" + operand.text; break;
    case Operand::Kind::Hole: result = "#" + std::to_string(operand.index); break;
    case Operand::Kind::Literal: result = "'" + operand.text + "'"; break;
    case Operand::Kind::Column: result = operand.text; break;
    case Operand::Kind::New: result = "new"; break;
    case Operand::Kind::Other: result = "other"; break;
  }
  return operand.each ? "each(" + result + ")" : result;
}

std::string rowNotation(const TableTouch& touch) { return terms(touch.row); }

std::string notation(const Statement& statement) {
  std::string result;
  auto add = [&](const std::string& part) { result += (result.empty() ? "" : " | ") + part; };
  if (std::string kind = kindName(statement.kind); !kind.empty() && statement.problems.empty()) add(kind);
  for (const TableTouch& touch : statement.touches)
    add(std::string(verb(touch.op)) + (touch.certainty == Certainty::May ? "? " : " ") + use(touch));
  for (const TableUse& read : statement.reads) add("read " + use(read));
  for (const StatementProblem& problem : statement.problems)
    add("!" + (problem.code.empty() ? "" : problem.code + " ") + problem.reason);
  return result;
}

std::string notation(const std::vector<Statement>& statements) {
  std::string result;
  for (const Statement& statement : statements) result += (result.empty() ? "" : " ; ") + notation(statement);
  return result;
}

}  // namespace touchgraph::sql
