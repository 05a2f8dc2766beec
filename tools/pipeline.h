#pragma once

#include "analyzer/analyze.h"
#include "analyzer/sql/reader.h"
#include "graph/config.h"
#include "graph/effects.h"
#include "graph/graph.h"

#include <string>
#include <vector>

/// The whole run, from a directory to effects and graph: the one place where the parts are put together.
///
///   config ─► analyze ─► schema ─► link (again when the schema is in the code) ─► graph
namespace touchgraph {

struct PipelineOptions {
  std::string build_directory;  ///< -p
  std::string cache_directory;  ///< --cache-dir
  unsigned jobs = 0;            ///< -j
};

struct Pipeline {
  Config config;
  std::vector<UnitFacts> units;
  std::vector<sql::SchemaSource> schema;  ///< texts that the schema was read from
  std::vector<std::string> tables;        ///< declared by it
  std::vector<sql::SchemaError> schema_errors;
  Dialect dialect = Dialect::Sqlite;
  ProgramEffects program;
  Graph graph;
  bool answered = false;    ///< false: nothing could be analysed, the rest is empty
  bool incomplete = false;  ///< something did not parse or could not be read: exit 2 whatever was found
  bool interrupted = false;
};

/// Finds and reads the config for the working directory, without analysing anything. Errors go to stderr; false then.
bool loadProject(Config& config);

/// Runs everything. Errors, notes and progress go to stderr as they come.
Pipeline runPipeline(const PipelineOptions& options);

}  // namespace touchgraph
