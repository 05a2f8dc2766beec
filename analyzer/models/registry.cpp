#include "analyzer/models/models.h"

namespace touchgraph::models {

std::vector<Library> builtin() {
  return {standardLibrary(), qtCore(),    sqlite3(),  sqliteCpp(), qtSql(),          soci(),
          libpqxx(),         libpq(),     pocoData(), mysqlC(),    mysqlConnector(), odbc(),
          sqliteModernCpp(), sqlite3pp(), cppDb(),    mysqlpp(),   drogon(),         userver()};
}

}  // namespace touchgraph::models
