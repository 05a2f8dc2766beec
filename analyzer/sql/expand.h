#pragma once

#include "analyzer/sql/resolver.h"

/// What the database does besides the statement: triggers, foreign key actions, views that are written, routines.
namespace touchgraph::sql {

/// Adds to `effects` what its touches and calls set off, to a fixpoint.
void expand(const Schema& schema, Dialect dialect, Effects& effects);

/// Runs a body (of a DO block, too) and adds what it does.
void expandBody(const Schema& schema, Dialect dialect, const Body& body, const std::string& cause, Effects& effects);

}  // namespace touchgraph::sql
