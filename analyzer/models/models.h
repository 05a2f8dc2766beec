#pragma once

#include "graph/model.h"

#include <vector>

/// The built-in libraries, one file each. Adding a library = one file here, one line in registry.cpp, fixtures.
namespace touchgraph::models {

Library standardLibrary();  ///< std::string, streams, smart pointers, containers, functional, format, C strings
Library qtCore();           ///< QString, QVariant, QStringList, QObject::connect
Library sqlite3();
Library sqliteCpp();
Library qtSql();
Library soci();
Library libpqxx();
Library libpq();
Library pocoData();
Library mysqlC();
Library mysqlConnector();
Library odbc();
Library sqliteModernCpp();
Library sqlite3pp();
Library cppDb();
Library mysqlpp();
Library drogon();
Library userver();

/// All of them, in the order of this list.
std::vector<Library> builtin();

}  // namespace touchgraph::models
