#pragma once

#include "graph/effects.h"

#include <nlohmann/json.hpp>

#include <string>

/// `touchgraph effects` output: one JSON object a line, or text for people.
namespace touchgraph {

/// One function as one line of `effects --format jsonl`, without the line end:
///   {"function":…,"signature":…,"file":…,"line":…,"touches":[T…],"reads":[R…],"unresolved":[U…],"own":{…}}
///   T = {"table","op","columns","keys","certainty","via","cause"}  R = {"table","columns","keys","via","cause"}
///   U = {"kind","reason","expression","line"}
std::string effectsJson(const FunctionEffects& effects);

/// Parts of it that other formats use too. `null` for "any".
nlohmann::ordered_json columnsJson(const std::optional<std::vector<std::string>>& columns);
nlohmann::ordered_json keysJson(const std::optional<std::vector<Key>>& keys);
/// Text of a JSON value on one line; bytes that are no UTF-8 are replaced, so it never fails.
std::string dumpJson(const nlohmann::ordered_json& value);

}  // namespace touchgraph
