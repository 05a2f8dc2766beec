#pragma once

#include "graph/model.h"

#include <initializer_list>
#include <string>
#include <string_view>

/// Shorthand for writing a library as a table of rows. Only the model files include this.
///
///   add(library, {"sqlite3_prepare", "sqlite3_prepare_v2"}, {.role = Role::Statement, .text = arg(1), .statement =
///   arg(3)});
namespace touchgraph::models {

using Names = std::initializer_list<std::string_view>;

constexpr Slot arg(int n) {
  return argument(n);
}

/// The same row for each of the callees, in the order given.
inline void add(Library& library, Names callees, const ModelRow& row) {
  for (std::string_view callee : callees) {
    library.rows.push_back(row);
    library.rows.back().callee = callee;
  }
}

/// The same row for each method of a class (or function of a namespace): `Class::method`.
inline void addMethods(Library& library, std::string_view scope, Names methods, const ModelRow& row) {
  for (std::string_view method : methods) {
    library.rows.push_back(row);
    library.rows.back().callee = std::string(scope) + "::" + std::string(method);
  }
}

/// The same row for the methods of several classes.
inline void addMethods(Library& library, Names scopes, Names methods, const ModelRow& row) {
  for (std::string_view scope : scopes) addMethods(library, scope, methods, row);
}

/// The same row for the constructors of classes whose unqualified name is the last part: `A::B::B`.
inline void addConstructors(Library& library, Names classes, const ModelRow& row) {
  for (std::string_view name : classes) {
    const std::size_t colon = name.rfind("::");
    const std::string_view last = colon == std::string_view::npos ? name : name.substr(colon + 2);
    library.rows.push_back(row);
    library.rows.back().callee = std::string(name) + "::" + std::string(last);
  }
}

/// Functions without any effect on tables or on their arguments.
inline void addIgnored(Library& library, Names callees) {
  add(library, callees, {.role = Role::Ignore});
}

/// A class whose unlisted methods are reported, and those of its methods that have no effect.
inline void addHandle(Library& library, std::string_view scope, Names harmless) {
  library.handle_classes.emplace_back(scope);
  for (std::string_view method : harmless) library.harmless.push_back(std::string(scope) + "::" + std::string(method));
}

}  // namespace touchgraph::models
