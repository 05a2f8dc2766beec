#include "analyzer/models/models.h"
#include "analyzer/models/rows.h"

/// The C interface of PostgreSQL (libpq-fe.h). Values travel as an array of texts; prepared statements go by name.
namespace touchgraph::models {

Library libpq() {
  Library library{.name = "libpq", .dialect = "postgres"};
  library.handle_classes = {"pg_conn"};

  add(library, {"PQexec", "PQsendQuery"}, {.role = Role::Statement, .text = arg(1), .run = true});
  add(library, {"PQexecParams", "PQsendQueryParams"},
      {.role = Role::Statement, .text = arg(1), .value = arg(4), .bind = Bind::Array, .run = true});
  add(library, {"PQprepare", "PQsendPrepare"}, {.role = Role::Statement, .text = arg(2), .name = arg(1)});
  add(library, {"PQexecPrepared", "PQsendQueryPrepared"},
      {.role = Role::Statement, .name = arg(1), .value = arg(3), .bind = Bind::Array, .run = true});

  // (result, row, column): the number of a column is its name when PQfnumber gave it.
  add(library, {"PQgetvalue"}, {.role = Role::Column, .statement = arg(0), .index = arg(2), .base = 0});
  add(library, {"PQfnumber"}, {.role = Role::Forward, .value = arg(1)});
  add(library, {"PQgetResult"}, {.role = Role::Ignore});

  add(library, {"PQescapeLiteral", "PQescapeByteaConn", "PQescapeBytea"}, {.role = Role::Quote, .value = arg(1)});
  add(library, {"PQescapeIdentifier"}, {.role = Role::TextForward, .text = arg(1)});
  // (connection, to, from, length, error) writes into `to`.
  add(library, {"PQescapeStringConn"}, {.role = Role::TextAssign, .text = arg(2), .statement = arg(1)});
  add(library, {"PQescapeString"}, {.role = Role::TextAssign, .text = arg(1), .statement = arg(0)});

  add(library, {"PQconnectdb", "PQconnectdbParams", "PQsetdbLogin", "PQconnectStart"},
      {.role = Role::Connection, .statement = kResult});
  add(library, {"lo_create", "lo_creat", "lo_import", "lo_write", "lo_unlink", "lo_truncate"},
      {.role = Role::Opaque, .note = "changes large objects, which are in no table of the schema"});
  add(library, {"PQfn"}, {.role = Role::Opaque, .note = "calls a server function by its number (PQfn)"});

  // The rows of a COPY are those of the statement that began it.
  addIgnored(library, {"PQputCopyData",
                       "PQputCopyEnd",
                       "PQgetCopyData",
                       "PQgetline",
                       "PQputline",
                       "PQendcopy",
                       "PQclear",
                       "PQfinish",
                       "PQreset",
                       "PQstatus",
                       "PQerrorMessage",
                       "PQresultStatus",
                       "PQresStatus",
                       "PQresultErrorMessage",
                       "PQresultErrorField",
                       "PQntuples",
                       "PQnfields",
                       "PQfname",
                       "PQftable",
                       "PQftablecol",
                       "PQftype",
                       "PQfformat",
                       "PQfmod",
                       "PQfsize",
                       "PQgetisnull",
                       "PQgetlength",
                       "PQcmdStatus",
                       "PQcmdTuples",
                       "PQoidValue",
                       "PQfreemem",
                       "PQconsumeInput",
                       "PQisBusy",
                       "PQsetnonblocking",
                       "PQisnonblocking",
                       "PQflush",
                       "PQnotifies",
                       "PQsocket",
                       "PQtransactionStatus",
                       "PQparameterStatus",
                       "PQprotocolVersion",
                       "PQserverVersion",
                       "PQdb",
                       "PQuser",
                       "PQhost",
                       "PQport",
                       "PQbackendPID",
                       "PQsetClientEncoding",
                       "PQclientEncoding",
                       "PQsetNoticeProcessor",
                       "PQsetNoticeReceiver",
                       "PQsetErrorVerbosity",
                       "PQtrace",
                       "PQuntrace",
                       "PQsetSingleRowMode",
                       "PQenterPipelineMode",
                       "PQexitPipelineMode",
                       "PQpipelineSync",
                       "PQpipelineStatus",
                       "PQsendFlushRequest",
                       "PQcancel",
                       "PQgetCancel",
                       "PQfreeCancel",
                       "PQconnectPoll",
                       "PQping",
                       "PQlibVersion",
                       "PQisthreadsafe",
                       "PQdescribePrepared",
                       "PQdescribePortal",
                       "PQunescapeBytea",
                       "PQmakeEmptyPGresult",
                       "PQbinaryTuples",
                       "PQnparams",
                       "PQparamtype",
                       "PQinitSSL",
                       "PQinitOpenSSL",
                       "lo_open",
                       "lo_close",
                       "lo_read",
                       "lo_lseek",
                       "lo_tell",
                       "lo_export"});
  return library;
}

}  // namespace touchgraph::models
