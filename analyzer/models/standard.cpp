#include "analyzer/models/standard.h"

#include "analyzer/models/models.h"

/// The standard library, and the format libraries that stand in for it: whatever carries text, values and callbacks
/// from where they are made to where a database call gets them.
namespace touchgraph::models {

Library standardLibrary() {
  Library library{.name = "standard library"};
  addStandardText(library);
  addCText(library);
  addStandardContainers(library);
  addStandardObjects(library);
  return library;
}

}  // namespace touchgraph::models
