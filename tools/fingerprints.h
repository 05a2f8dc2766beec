#pragma once

#include "checks/verdicts.h"
#include "tools/pipeline.h"

#include <map>
#include <string>
#include <utility>

namespace touchgraph {

/// Fingerprints of the code behind each optimistic entry, by (mutation, query), and behind each mutation,
/// by (mutation, ""): see graph/fingerprint.h.
std::map<std::pair<std::string, std::string>, std::string> entryFingerprints(const Pipeline& pipeline);

/// Whether a file that the verdicts name is no longer what it was when the property runner hashed it. Relative names
/// are below `root`.
bool sourcesChanged(const Verdicts& verdicts, const std::string& root);

}  // namespace touchgraph
