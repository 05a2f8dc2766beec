#pragma once

#include "checks/prove/database.h"

#include <set>
#include <string>
#include <vector>

/// What SQL looks at and writes, by the names in it: for servers, which have no authorizer to ask. A column counts as
/// looked at when its name occurs beside its table's in one text, so more is found than is there and, dynamic SQL
/// within the server aside, never less.
namespace touchgraph::prove {

/// Of statements, and of the definitions of triggers, routines and views behind them.
Columns namedColumns(const Schema& schema, const std::set<std::string>& texts);

/// A trigger that an INSERT into a table sets off, with the text of what it does.
struct InsertTrigger {
  std::string table, text;
};
/// Marks the columns that such triggers keep (Column::kept_by_trigger): `UPDATE t SET c = …` and `NEW.c := …` in them.
void markKeptColumns(Schema& schema, const std::vector<InsertTrigger>& triggers);

}  // namespace touchgraph::prove
