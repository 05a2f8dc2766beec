#include "analyzer/models/models.h"
#include "analyzer/models/rows.h"

/// MySQL Connector/C++ 1.1 and MariaDB Connector/C++: the JDBC-like classes of namespace `sql`. All methods are
/// virtual; programs call them through the base classes named here.
namespace touchgraph::models {

Library mysqlConnector() {
  Library library{.name = "MySQL Connector/C++", .dialect = "mysql"};

  add(library, {"sql::Connection::prepareStatement"}, {.role = Role::Statement, .text = arg(0), .statement = kResult});
  add(library, {"sql::Connection::createStatement"}, {.role = Role::Statement, .statement = kResult});
  const Names statements = {"sql::PreparedStatement", "sql::Statement", "sql::CallableStatement"};
  addMethods(library, statements, {"execute", "executeUpdate", "executeQuery", "executeLargeUpdate", "addBatch"},
             {.role = Role::Statement, .text = arg(0), .statement = kReceiver, .run = true, .min_args = 1});
  addMethods(library, statements, {"execute", "executeUpdate", "executeQuery", "executeLargeUpdate", "addBatch"},
             {.role = Role::Statement, .statement = kReceiver, .run = true, .max_args = 0});
  addMethods(
      library, {"sql::PreparedStatement", "sql::CallableStatement"},
      {"setBigInt", "setBlob", "setBoolean", "setByte", "setBytes", "setDate", "setDateTime", "setDouble", "setFloat",
       "setInt", "setUInt", "setInt64", "setUInt64", "setLong", "setShort", "setString", "setTime", "setTimestamp",
       "setObject"},
      {.role = Role::Statement, .statement = kReceiver, .index = arg(0), .value = arg(1), .bind = Bind::Indexed});
  addMethods(library, {"sql::PreparedStatement", "sql::CallableStatement"}, {"setNull"},
             {.role = Role::Statement, .statement = kReceiver, .index = arg(0), .bind = Bind::Indexed});
  addMethods(library, statements, {"getResultSet", "getGeneratedKeys"}, {.role = Role::Forward, .value = kReceiver});
  add(library,
      {"sql::ResultSet::getBlob", "sql::ResultSet::getBoolean", "sql::ResultSet::getDouble", "sql::ResultSet::getInt",
       "sql::ResultSet::getUInt", "sql::ResultSet::getInt64", "sql::ResultSet::getUInt64", "sql::ResultSet::getString",
       "sql::ResultSet::getLong", "sql::ResultSet::getFloat", "sql::ResultSet::getDate",
       "sql::ResultSet::getTimestamp"},
      {.role = Role::Column, .statement = kReceiver, .index = arg(0)});
  add(library, {"sql::ResultSet::findColumn"}, {.role = Role::Forward, .value = arg(0)});

  add(library, {"sql::Connection::setAutoCommit"}, {.role = Role::Begin, .value = arg(0)});
  add(library, {"sql::Connection::commit"}, {.role = Role::Commit});
  add(library, {"sql::Connection::rollback"}, {.role = Role::Rollback});
  add(library, {"sql::Driver::connect"}, {.role = Role::Connection, .statement = kResult});

  // Texts go through a string class of the library.
  addConstructors(library, {"sql::SQLString"},
                  {.role = Role::TextAssign, .statement = kResult, .max_args = 0, .literal = ""});
  addConstructors(library, {"sql::SQLString"}, {.role = Role::TextForward, .text = arg(0), .min_args = 1});
  addMethods(library, "sql::SQLString",
             {"c_str", "asStdString", "operator const std::string &", "operator const std::basic_string &"},
             {.role = Role::TextForward, .text = kReceiver});
  addMethods(library, "sql::SQLString", {"operator+=", "append"},
             {.role = Role::TextAppend, .text = arg(0), .statement = kReceiver, .bind_count = 1});
  add(library, {"sql::SQLString::operator="}, {.role = Role::TextAssign, .text = arg(0), .statement = kReceiver});
  add(library, {"sql::mysql::MySQL_Connection::escapeString", "sql::mysql::MySQL_Connection::escapeQuotes"},
      {.role = Role::Quote, .value = arg(0)});

  addHandle(library, "sql::Connection",
            {"~Connection",
             "clearWarnings",
             "close",
             "getAutoCommit",
             "getCatalog",
             "getDriver",
             "getSchema",
             "getClientInfo",
             "getClientOption",
             "getMetaData",
             "getTransactionIsolation",
             "getWarnings",
             "isClosed",
             "isReadOnly",
             "isValid",
             "reconnect",
             "nativeSQL",
             "releaseSavepoint",
             "setCatalog",
             "setSchema",
             "setClientOption",
             "setHoldability",
             "setReadOnly",
             "setSavepoint",
             "setTransactionIsolation"});
  for (std::string_view statement : {"sql::Statement", "sql::PreparedStatement"})
    addHandle(library, statement, {"~Statement",       "~PreparedStatement",
                                   "getConnection",    "cancel",
                                   "clearWarnings",    "close",
                                   "getFetchSize",     "getMaxFieldSize",
                                   "getMaxRows",       "getMoreResults",
                                   "getQueryTimeout",  "getResultSetType",
                                   "getUpdateCount",   "getWarnings",
                                   "setCursorName",    "setEscapeProcessing",
                                   "setFetchSize",     "setMaxFieldSize",
                                   "setMaxRows",       "setQueryTimeout",
                                   "setResultSetType", "clearParameters",
                                   "clearBatch",       "executeBatch",
                                   "getMetaData",      "getParameterMetaData"});
  return library;
}

}  // namespace touchgraph::models
