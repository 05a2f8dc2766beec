#include "analyzer/models/models.h"
#include "analyzer/models/rows.h"

/// Qt SQL (Qt 5 and 6). The QSqlQuery constructor with a text executes it; table models remember their table and write
/// through it, at once or on submit, by their edit strategy.
namespace touchgraph::models {
namespace {

void addQuery(Library& library) {
  addConstructors(library, {"QSqlQuery"},
                  {.role = Role::Statement,
                   .text = arg(0),
                   .statement = kResult,
                   .run = true,
                   .min_args = 1,
                   .signature_has = "(const QString &"});
  addConstructors(library, {"QSqlQuery"},  // QSqlQuery(QSqlDatabase)
                  {.role = Role::Statement, .statement = kResult, .max_args = 1, .signature_has = "QSqlDatabase"});
  addConstructors(library, {"QSqlQuery"}, {.role = Role::Forward, .value = arg(0), .signature_has = "QSqlQuery"});
  add(library, {"QSqlQuery::operator="}, {.role = Role::TextAssign, .text = arg(0), .statement = kReceiver});

  add(library, {"QSqlQuery::exec"},
      {.role = Role::Statement, .text = arg(0), .statement = kReceiver, .run = true, .min_args = 1});
  add(library, {"QSqlQuery::exec"}, {.role = Role::Statement, .statement = kReceiver, .run = true, .max_args = 0});
  add(library, {"QSqlQuery::execBatch"}, {.role = Role::Statement, .statement = kReceiver, .run = true, .each = true});
  add(library, {"QSqlQuery::prepare"}, {.role = Role::Statement, .text = arg(0), .statement = kReceiver});
  add(library, {"QSqlQuery::bindValue"},
      {.role = Role::Statement,
       .statement = kReceiver,
       .index = arg(0),
       .value = arg(1),
       .bind = Bind::Indexed,
       .base = 0});
  add(library, {"QSqlQuery::addBindValue"},
      {.role = Role::Statement, .statement = kReceiver, .value = arg(0), .bind = Bind::Next});
  add(library, {"QSqlQuery::value"}, {.role = Role::Column, .statement = kReceiver, .index = arg(0), .base = 0});
  add(library, {"QSqlQuery::lastInsertId"}, {.role = Role::InsertedKey, .value = kResult});
  add(library, {"QSqlQuery::lastQuery", "QSqlQuery::executedQuery"}, {.role = Role::TextForward, .text = kReceiver});

  // A record is the row it came from; the index of a field is its name.
  add(library,
      {"QSqlQuery::record", "QSqlQueryModel::record", "QSqlTableModel::record", "QSqlQueryModel::query",
       "QSqlRecord::field", "QSqlTableModel::primaryValues"},
      {.role = Role::Forward, .value = kReceiver});
  add(library, {"QSqlRecord::value"}, {.role = Role::Column, .statement = kReceiver, .index = arg(0), .base = 0});
  add(library, {"QSqlRecord::indexOf", "QSqlTableModel::fieldIndex"}, {.role = Role::Forward, .value = arg(0)});
  add(library, {"QSqlRecord::setValue"},
      {.role = Role::Insert, .statement = kReceiver, .index = arg(0), .value = arg(1)});
}

void addDatabase(Library& library) {
  add(library, {"QSqlDatabase::exec"}, {.role = Role::Statement, .text = arg(0), .run = true, .min_args = 1});
  add(library, {"QSqlDatabase::transaction", "QSqlDriver::beginTransaction"}, {.role = Role::Begin});
  add(library, {"QSqlDatabase::commit", "QSqlDriver::commitTransaction"}, {.role = Role::Commit});
  add(library, {"QSqlDatabase::rollback", "QSqlDriver::rollbackTransaction"}, {.role = Role::Rollback});
  add(library, {"QSqlDatabase::addDatabase"},
      {.role = Role::Connection, .text = arg(0), .statement = kResult, .name = arg(1)});
  add(library, {"QSqlDatabase::database"}, {.role = Role::Connection, .statement = kResult, .name = arg(0)});
  add(library, {"QSqlDatabase::cloneDatabase"}, {.role = Role::Forward, .value = arg(0)});
  add(library, {"QSqlDriver::formatValue", "QSqlDriver::escapeIdentifier"}, {.role = Role::Quote, .value = arg(0)});
}

void addModels(Library& library) {
  // Methods declared in the base classes are called through a derived model as well as by their own name.
  const Names tables = {"QSqlTableModel", "QSqlRelationalTableModel"};
  const Names models = {"QSqlTableModel", "QSqlRelationalTableModel", "QAbstractItemModel", "QAbstractTableModel"};

  addMethods(library, tables, {"setTable"}, {.role = Role::TableState, .statement = kReceiver, .table = arg(0)});
  addMethods(library, tables, {"setFilter"}, {.role = Role::TableState, .text = arg(0), .statement = kReceiver});
  addMethods(library, tables, {"select", "selectRow"}, {.role = Role::TableRun, .statement = kReceiver, .op = "read"});
  add(library, {"QSqlRelationalTableModel::setRelation"},
      {.role = Role::TableState, .statement = kReceiver, .table = arg(1), .op = "read"});
  add(library, {"QSqlRelation::QSqlRelation"}, {.role = Role::Forward, .value = arg(0), .min_args = 3});
  add(library, {"QSqlRelation::tableName"}, {.role = Role::Forward, .value = kReceiver});

  addMethods(library, models, {"setData", "setItemData", "clearItemData"},
             {.role = Role::TableRun, .statement = kReceiver, .op = "update"});
  addMethods(library, tables, {"setRecord", "updateRowInTable"},
             {.role = Role::TableRun, .statement = kReceiver, .op = "update"});
  addMethods(library, models, {"insertRows", "insertRow"},
             {.role = Role::TableRun, .statement = kReceiver, .op = "insert"});
  addMethods(library, tables, {"insertRecord", "insertRowIntoTable"},
             {.role = Role::TableRun, .statement = kReceiver, .op = "insert"});
  addMethods(library, models, {"removeRows", "removeRow"},
             {.role = Role::TableRun, .statement = kReceiver, .op = "delete"});
  addMethods(library, tables, {"deleteRowFromTable"}, {.role = Role::TableRun, .statement = kReceiver, .op = "delete"});
  // What is pending may also have been edited in a view.
  addMethods(library, models, {"submit", "submitAll"}, {.role = Role::TableRun, .statement = kReceiver, .op = "write"});

  add(library, {"QSqlQueryModel::setQuery"},
      {.role = Role::Statement,
       .text = arg(0),
       .statement = kReceiver,
       .run = true,
       .signature_has = "(const QString &"});
  add(library, {"QSqlQueryModel::setQuery", "QSqlTableModel::setQuery"},
      {.role = Role::TextAssign, .text = arg(0), .statement = kReceiver});
  add(library, {"QSqlTableModel::tableName"}, {.role = Role::Ignore});
}

void addHandles(Library& library) {
  addHandle(library, "QSqlQuery",
            {"~QSqlQuery",
             "isValid",
             "isActive",
             "isNull",
             "at",
             "numRowsAffected",
             "lastError",
             "isSelect",
             "size",
             "driver",
             "result",
             "isForwardOnly",
             "setForwardOnly",
             "setNumericalPrecisionPolicy",
             "numericalPrecisionPolicy",
             "seek",
             "next",
             "previous",
             "first",
             "last",
             "clear",
             "boundValue",
             "boundValues",
             "boundValueName",
             "boundValueNames",
             "finish",
             "nextResult",
             "swap",
             "QSqlQuery",
             "setPositionalBindingEnabled",
             "isPositionalBindingEnabled"});
  addHandle(library, "QSqlDatabase",
            {"QSqlDatabase",
             "~QSqlDatabase",
             "operator=",
             "open",
             "close",
             "isOpen",
             "isOpenError",
             "tables",
             "primaryIndex",
             "record",
             "lastError",
             "isValid",
             "setDatabaseName",
             "setUserName",
             "setPassword",
             "setHostName",
             "setPort",
             "setConnectOptions",
             "databaseName",
             "userName",
             "password",
             "hostName",
             "driverName",
             "port",
             "connectOptions",
             "connectionName",
             "setNumericalPrecisionPolicy",
             "numericalPrecisionPolicy",
             "driver",
             "removeDatabase",
             "contains",
             "drivers",
             "connectionNames",
             "registerSqlDriver",
             "isDriverAvailable",
             "exec",
             "moveToThread",
             "currentThread"});
  const Names harmless = {"QSqlQueryModel",
                          "~QSqlQueryModel",
                          "QSqlTableModel",
                          "~QSqlTableModel",
                          "QSqlRelationalTableModel",
                          "~QSqlRelationalTableModel",
                          "rowCount",
                          "columnCount",
                          "data",
                          "headerData",
                          "setHeaderData",
                          "insertColumns",
                          "removeColumns",
                          "clear",
                          "lastError",
                          "fetchMore",
                          "canFetchMore",
                          "roleNames",
                          "flags",
                          "isDirty",
                          "setEditStrategy",
                          "editStrategy",
                          "primaryKey",
                          "database",
                          "sort",
                          "setSort",
                          "filter",
                          "revertRow",
                          "revert",
                          "revertAll",
                          "primeInsert",
                          "beforeInsert",
                          "beforeUpdate",
                          "beforeDelete",
                          "orderByClause",
                          "selectStatement",
                          "setPrimaryKey",
                          "indexInQuery",
                          "relation",
                          "relationModel",
                          "setJoinMode",
                          "queryChange",
                          "setLastError",
                          "beginInsertRows",
                          "endInsertRows",
                          "beginRemoveRows",
                          "endRemoveRows",
                          "beginInsertColumns",
                          "endInsertColumns",
                          "beginRemoveColumns",
                          "endRemoveColumns",
                          "beginResetModel",
                          "endResetModel",
                          "tr",
                          "metaObject",
                          "qt_metacast",
                          "qt_metacall"};
  for (std::string_view model : {"QSqlQueryModel", "QSqlTableModel", "QSqlRelationalTableModel"})
    addHandle(library, model, harmless);
  addIgnored(library, {"QSqlRecord::isNull",
                       "QSqlRecord::fieldName",
                       "QSqlRecord::count",
                       "QSqlRecord::contains",
                       "QSqlRecord::isEmpty",
                       "QSqlRecord::append",
                       "QSqlRecord::remove",
                       "QSqlRecord::setGenerated",
                       "QSqlRecord::isGenerated",
                       "QSqlRecord::setNull",
                       "QSqlRecord::clearValues",
                       "QSqlError::text",
                       "QSqlError::type",
                       "QSqlError::isValid",
                       "QSqlError::driverText",
                       "QSqlError::databaseText",
                       "QSqlError::nativeErrorCode",
                       "QSqlError::operator=",
                       "QSqlField::isNull",
                       "QSqlField::name"});
  add(library, {"QSqlField::setValue"}, {.role = Role::TextAssign, .text = arg(0), .statement = kReceiver});
  addIgnored(library, {"QSqlDriver::hasFeature", "QAbstractItemModel::removeColumn"});
  add(library, {"QSqlField::value"}, {.role = Role::Forward, .value = kReceiver});
}

}  // namespace

Library qtSql() {
  Library library{.name = "Qt SQL"};
  addQuery(library);
  addDatabase(library);
  addModels(library);
  addHandles(library);
  return library;
}

}  // namespace touchgraph::models
