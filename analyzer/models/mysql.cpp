#include "analyzer/models/models.h"
#include "analyzer/models/rows.h"

/// The C interface of MySQL and MariaDB (mysql.h). The handle holds the statement of the last query, from which
/// mysql_store_result takes the rows; statements of mysql_stmt_* take their values from an array of MYSQL_BIND.
namespace touchgraph::models {
namespace {

void addQueries(Library& library) {
  add(library, {"mysql_query", "mysql_real_query", "mysql_send_query"},
      {.role = Role::Statement, .text = arg(1), .statement = arg(0), .run = true});
  // Non-blocking forms of MariaDB: the out-pointer of the result comes first.
  add(library, {"mysql_query_start", "mysql_real_query_start", "mysql_send_query_start"},
      {.role = Role::Statement, .text = arg(2), .statement = arg(1), .run = true});
  // The rows stay those of this query when the handle runs the next one.
  add(library, {"mysql_store_result", "mysql_use_result"},
      {.role = Role::Forward, .statement = kResult, .value = arg(0)});
  // A row is an array of texts: which column an element is, its index says.
  add(library, {"mysql_fetch_row"}, {.role = Role::Column, .statement = arg(0), .bind = Bind::Array});
  add(library, {"mysql_insert_id", "mysql_stmt_insert_id"}, {.role = Role::InsertedKey, .value = kResult});
  add(library, {"mysql_list_fields"}, {.role = Role::Access, .table = arg(1), .op = "read"});
}

void addStatements(Library& library) {
  add(library, {"mysql_stmt_init"}, {.role = Role::Statement, .statement = kResult});
  add(library, {"mysql_stmt_prepare"}, {.role = Role::Statement, .text = arg(1), .statement = arg(0)});
  add(library, {"mysql_stmt_prepare_start"}, {.role = Role::Statement, .text = arg(2), .statement = arg(1)});
  add(library, {"mysql_stmt_bind_param"},
      {.role = Role::Statement, .statement = arg(0), .value = arg(1), .bind = Bind::Array, .member = "buffer"});
  add(library, {"mysql_stmt_bind_named_param"},
      {.role = Role::Statement, .statement = arg(0), .value = arg(1), .bind = Bind::Array, .member = "buffer"});
  add(library, {"mysql_stmt_send_long_data"},
      {.role = Role::Statement,
       .statement = arg(0),
       .index = arg(1),
       .value = arg(2),
       .bind = Bind::Indexed,
       .base = 0});
  add(library, {"mysql_stmt_execute"}, {.role = Role::Statement, .statement = arg(0), .run = true});
  add(library, {"mysql_stmt_execute_start"}, {.role = Role::Statement, .statement = arg(1), .run = true});
  add(library, {"mariadb_stmt_execute_direct"},
      {.role = Role::Statement, .text = arg(1), .statement = arg(0), .run = true});
  add(library, {"mysql_stmt_bind_result"},
      {.role = Role::Column, .statement = arg(0), .value = arg(1), .bind = Bind::Array, .member = "buffer"});
}

void addOther(Library& library) {
  add(library, {"mysql_autocommit"}, {.role = Role::Begin, .value = arg(1)});
  add(library, {"mysql_commit"}, {.role = Role::Commit});
  add(library, {"mysql_rollback"}, {.role = Role::Rollback});
  add(library, {"mysql_init", "mysql_real_connect"}, {.role = Role::Connection, .statement = kResult});

  // Escapes write into a buffer: what comes out stands for what went in.
  add(library, {"mysql_real_escape_string", "mysql_real_escape_string_quote"},
      {.role = Role::TextAssign, .text = arg(2), .statement = arg(1)});
  add(library, {"mysql_escape_string", "mysql_hex_string"},
      {.role = Role::TextAssign, .text = arg(1), .statement = arg(0)});

  add(library, {"mysql_change_user", "mysql_select_db"}, {.role = Role::Ignore});
  addIgnored(library, {"mysql_close",
                       "mysql_free_result",
                       "mysql_num_rows",
                       "mysql_num_fields",
                       "mysql_affected_rows",
                       "mysql_errno",
                       "mysql_error",
                       "mysql_sqlstate",
                       "mysql_fetch_field",
                       "mysql_fetch_fields",
                       "mysql_fetch_field_direct",
                       "mysql_fetch_lengths",
                       "mysql_field_count",
                       "mysql_field_seek",
                       "mysql_field_tell",
                       "mysql_data_seek",
                       "mysql_row_seek",
                       "mysql_row_tell",
                       "mysql_eof",
                       "mysql_more_results",
                       "mysql_next_result",
                       "mysql_options",
                       "mysql_options4",
                       "mysql_optionsv",
                       "mysql_get_option",
                       "mysql_get_optionv",
                       "mysql_ping",
                       "mysql_stat",
                       "mysql_thread_id",
                       "mysql_thread_init",
                       "mysql_thread_end",
                       "mysql_thread_safe",
                       "mysql_server_init",
                       "mysql_server_end",
                       "mysql_library_init",
                       "mysql_library_end",
                       "mysql_set_character_set",
                       "mysql_character_set_name",
                       "mysql_get_character_set_info",
                       "mysql_info",
                       "mysql_warning_count",
                       "mysql_get_client_info",
                       "mysql_get_client_version",
                       "mysql_get_server_info",
                       "mysql_get_server_version",
                       "mysql_get_host_info",
                       "mysql_get_proto_info",
                       "mysql_ssl_set",
                       "mysql_get_ssl_cipher",
                       "mysql_kill",
                       "mysql_debug",
                       "mysql_refresh",
                       "mysql_shutdown",
                       "mysql_set_server_option",
                       "mysql_list_dbs",
                       "mysql_list_tables",
                       "mysql_list_processes",
                       "mysql_reset_connection",
                       "mysql_read_query_result",
                       "mysql_stmt_close",
                       "mysql_stmt_reset",
                       "mysql_stmt_free_result",
                       "mysql_stmt_store_result",
                       "mysql_stmt_fetch",
                       "mysql_stmt_fetch_column",
                       "mysql_stmt_num_rows",
                       "mysql_stmt_affected_rows",
                       "mysql_stmt_errno",
                       "mysql_stmt_error",
                       "mysql_stmt_sqlstate",
                       "mysql_stmt_param_count",
                       "mysql_stmt_field_count",
                       "mysql_stmt_attr_set",
                       "mysql_stmt_attr_get",
                       "mysql_stmt_result_metadata",
                       "mysql_stmt_param_metadata",
                       "mysql_stmt_data_seek",
                       "mysql_stmt_row_seek",
                       "mysql_stmt_row_tell",
                       "mysql_stmt_next_result",
                       "mysql_stmt_more_results",
                       "mysql_stmt_warning_count",
                       "mysql_query_cont",
                       "mysql_real_query_cont",
                       "mysql_send_query_cont",
                       "mysql_stmt_prepare_cont",
                       "mysql_stmt_execute_cont",
                       "mysql_get_socket",
                       "mysql_get_timeout_value",
                       "mysql_get_timeout_value_ms",
                       "mariadb_get_info",
                       "mariadb_reconnect",
                       "mariadb_cancel",
                       "mysql_get_parameters"});
}

}  // namespace

Library mysqlC() {
  Library library{.name = "MySQL C API", .dialect = "mysql"};
  library.handle_classes = {"st_mysql", "MYSQL", "st_mysql_stmt", "MYSQL_STMT"};
  addQueries(library);
  addStatements(library);
  addOther(library);
  return library;
}

}  // namespace touchgraph::models
