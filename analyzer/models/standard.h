#pragma once

#include "graph/model.h"

/// The parts of standardLibrary(). Each adds its rows; none knows a database.
namespace touchgraph::models {

void addStandardText(Library& library);        ///< strings, streams, format libraries
void addCText(Library& library);               ///< C strings, printf, GLib
void addStandardContainers(Library& library);  ///< sequences, maps, iterators, pair, tuple
void addStandardObjects(Library& library);     ///< smart pointers, optional, variant, functional, threads

}  // namespace touchgraph::models
