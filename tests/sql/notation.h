#pragma once

#include "graph/statement.h"

#include <string>
#include <vector>

namespace touchgraph::sql {

/// Effects on one line, for tables of tests:
///
///   insert t(a,b) [id=?1] · update? t(x) [id='7'] @trigger:name · read t(*) · read t() ~ · !TG404 reason · begin
///
/// `(*)` any column, `()` none, no brackets: any row, `?` behind the verb: may, `~`: terms that are no equality.
/// Operands: ?1 :name #0 (hole) 'literal' t.c (column) new each(?1).
std::string notation(const std::vector<Statement>& statements);
std::string notation(const Statement& statement);
std::string notation(const Operand& operand);
/// `a=?1,b='x'` of the inserted row.
std::string rowNotation(const TableTouch& touch);

}  // namespace touchgraph::sql
