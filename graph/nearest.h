#pragma once

#include <string>
#include <vector>

namespace touchgraph {

/// The candidate that a person most likely meant by `word`: fewest edits (insert, delete, replace, swap of neighbours;
/// optimal string alignment distance), case ignored, at most a third of the word's length plus one. "" when none is
/// near. Of equally near ones the first in alphabetical order.
std::string nearestName(const std::string& word, const std::vector<std::string>& candidates);

/// `, did you mean 'schema'?` or "".
std::string didYouMean(const std::string& word, const std::vector<std::string>& candidates);

}  // namespace touchgraph
