#include "analyzer/models/models.h"
#include "analyzer/models/rows.h"

/// ODBC (sql.h, sqlext.h). The wide forms end in W; parameters and columns are bound by address.
namespace touchgraph::models {

Library odbc() {
  Library library{.name = "ODBC"};
  library.handle_classes = {"SQLHSTMT", "SQLHDBC", "HSTMT",
                            "HDBC"};  // all of them void*: known by the name of the type

  add(library, {"SQLExecDirect", "SQLExecDirectW", "SQLExecDirectA"},
      {.role = Role::Statement, .text = arg(1), .statement = arg(0), .run = true, .keep_binds = true});
  add(library, {"SQLPrepare", "SQLPrepareW", "SQLPrepareA"},
      {.role = Role::Statement, .text = arg(1), .statement = arg(0), .keep_binds = true});
  add(library, {"SQLExecute"}, {.role = Role::Statement, .statement = arg(0), .run = true});
  // (statement, number, direction, C type, SQL type, size, digits, address, …)
  add(library, {"SQLBindParameter"},
      {.role = Role::Statement, .statement = arg(0), .index = arg(1), .value = arg(7), .bind = Bind::Indexed});
  // (statement, number, C type, SQL type, precision, scale, address, …)
  add(library, {"SQLBindParam", "SQLSetParam"},
      {.role = Role::Statement, .statement = arg(0), .index = arg(1), .value = arg(6), .bind = Bind::Indexed});
  add(library, {"SQLGetData", "SQLBindCol"},
      {.role = Role::Column, .statement = arg(0), .index = arg(1), .value = arg(3)});
  add(library, {"SQLAllocHandle"}, {.role = Role::Statement, .statement = arg(2)});
  add(library, {"SQLAllocStmt"}, {.role = Role::Statement, .statement = arg(1)});

  add(library, {"SQLEndTran"}, {.role = Role::Commit, .value = arg(2)});  // SQL_COMMIT is 0, SQL_ROLLBACK 1
  add(library, {"SQLTransact"}, {.role = Role::Commit, .value = arg(2)});
  add(library, {"SQLConnect", "SQLConnectW", "SQLDriverConnect", "SQLDriverConnectW", "SQLBrowseConnect"},
      {.role = Role::Connection, .statement = arg(0)});

  add(library, {"SQLSetPos"}, {.role = Role::Opaque, .note = "changes rows of a cursor (SQLSetPos)"});
  add(library, {"SQLBulkOperations"}, {.role = Role::Opaque, .note = "changes rows of a cursor (SQLBulkOperations)"});

  add(library, {"SQLAllocConnect"}, {.role = Role::Change, .statement = arg(1)});  // null before, a handle now
  add(library, {"SQLAllocEnv"}, {.role = Role::Change, .statement = arg(0)});
  addIgnored(library, {"SQLFreeHandle",       "SQLFreeStmt",       "SQLFreeConnect",   "SQLFreeEnv",
                       "SQLCloseCursor",      "SQLCancel",         "SQLDisconnect",    "SQLFetch",
                       "SQLFetchScroll",      "SQLExtendedFetch",  "SQLNumResultCols", "SQLNumParams",
                       "SQLRowCount",         "SQLDescribeCol",    "SQLDescribeColW",  "SQLDescribeParam",
                       "SQLColAttribute",     "SQLColAttributeW",  "SQLColAttributes", "SQLMoreResults",
                       "SQLSetStmtAttr",      "SQLSetStmtAttrW",   "SQLGetStmtAttr",   "SQLSetConnectAttr",
                       "SQLSetConnectAttrW",  "SQLGetConnectAttr", "SQLSetEnvAttr",    "SQLGetEnvAttr",
                       "SQLSetConnectOption", "SQLSetStmtOption",  "SQLGetInfo",       "SQLGetInfoW",
                       "SQLGetFunctions",     "SQLGetTypeInfo",    "SQLGetDiagRec",    "SQLGetDiagRecW",
                       "SQLGetDiagField",     "SQLGetDiagFieldW",  "SQLError",         "SQLErrorW",
                       "SQLTables",           "SQLTablesW",        "SQLColumns",       "SQLColumnsW",
                       "SQLPrimaryKeys",      "SQLForeignKeys",    "SQLStatistics",    "SQLSpecialColumns",
                       "SQLProcedures",       "SQLDrivers",        "SQLDataSources",   "SQLSetCursorName",
                       "SQLGetCursorName",    "SQLParamData",      "SQLPutData",       "SQLNativeSql",
                       "SQLGetDescField",     "SQLSetDescField",   "SQLGetDescRec",    "SQLSetDescRec",
                       "SQLCopyDesc"});
  return library;
}

}  // namespace touchgraph::models
