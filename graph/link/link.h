#pragma once

#include "graph/effects.h"
#include "graph/facts.h"
#include "graph/model.h"
#include "graph/statement.h"

#include <map>
#include <string>
#include <vector>

/// The linker: runs the lowered bodies of the whole program symbolically and collects what reaches the database.
///
///   units ─► Program (symbols merged, classes, overriders) ─► summaries, bottom up, to a fixpoint ─► ProgramEffects
///
/// A function's summary is made once with opaque arguments; where its effects depend on what an argument is (a text, a
/// lambda, an enumerator), a caller that knows the argument gets a summary of its own, memoised on just those
/// arguments.
namespace touchgraph {

struct LinkOptions {
  Dialect dialect = Dialect::Sqlite;             ///< of handles whose library does not say
  std::map<std::string, std::string> catalogue;  ///< name → SQL text kept outside the code (`sql_catalogue`)
  std::map<std::string, std::string> resources;  ///< file name as the program opens it → contents
  bool partial_schema = false;  ///< the schema is only what the code itself creates: a table may well be elsewhere
  std::vector<std::string>
      exclude;  ///< globs over files and qualified names that are not part of the program (test doubles)
};

/// Deterministic in its input; the order of `units` does not matter.
ProgramEffects link(const std::vector<UnitFacts>& units, const std::vector<Library>& libraries,
                    const StatementReader& read, const LinkOptions& options);

}  // namespace touchgraph
