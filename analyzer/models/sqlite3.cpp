#include "analyzer/models/models.h"
#include "analyzer/models/rows.h"

/// The C interface of SQLite (sqlite3.h). Transactions are text here; the statement lives in the pointer given back by
/// prepare, which is often a field stepped in another function.
namespace touchgraph::models {
namespace {

void addStatements(Library& library) {
  // The callback of sqlite3_exec gets the rows: (its own pointer, count, values, names).
  add(library, {"sqlite3_exec"},
      {.role = Role::Invoke, .value = arg(2), .bind_from = 3, .also = true, .bind_count = 1});
  add(library, {"sqlite3_exec", "sqlite3_get_table"}, {.role = Role::Statement, .text = arg(1), .run = true});

  add(library, {"sqlite3_prepare", "sqlite3_prepare_v2", "sqlite3_prepare16", "sqlite3_prepare16_v2"},
      {.role = Role::Statement, .text = arg(1), .statement = arg(3)});
  add(library, {"sqlite3_prepare_v3", "sqlite3_prepare16_v3"},
      {.role = Role::Statement, .text = arg(1), .statement = arg(4)});

  add(library,
      {"sqlite3_bind_int", "sqlite3_bind_int64", "sqlite3_bind_double", "sqlite3_bind_text", "sqlite3_bind_text16",
       "sqlite3_bind_text64", "sqlite3_bind_blob", "sqlite3_bind_blob64", "sqlite3_bind_value", "sqlite3_bind_pointer",
       "sqlite3_bind_zeroblob", "sqlite3_bind_zeroblob64"},
      {.role = Role::Statement, .statement = arg(0), .index = arg(1), .value = arg(2), .bind = Bind::Indexed});
  add(library, {"sqlite3_bind_null"},
      {.role = Role::Statement, .statement = arg(0), .index = arg(1), .bind = Bind::Indexed});
  // The index of a named parameter is the name itself: a later bind then goes by name.
  add(library, {"sqlite3_bind_parameter_index"}, {.role = Role::Forward, .value = arg(1)});

  add(library, {"sqlite3_step"}, {.role = Role::Statement, .statement = arg(0), .run = true});
  addIgnored(library, {"sqlite3_reset", "sqlite3_finalize", "sqlite3_clear_bindings"});

  add(library,
      {"sqlite3_column_int", "sqlite3_column_int64", "sqlite3_column_double", "sqlite3_column_text",
       "sqlite3_column_text16", "sqlite3_column_blob", "sqlite3_column_value"},
      {.role = Role::Column, .statement = arg(0), .index = arg(1), .base = 0});
  add(library,
      {"sqlite3_value_int", "sqlite3_value_int64", "sqlite3_value_double", "sqlite3_value_text", "sqlite3_value_blob",
       "sqlite3_value_dup"},
      {.role = Role::Forward, .value = arg(0)});
  add(library, {"sqlite3_last_insert_rowid"}, {.role = Role::InsertedKey, .value = kResult});
  add(library, {"sqlite3_sql", "sqlite3_expanded_sql"}, {.role = Role::TextForward, .text = arg(0)});
}

void addText(Library& library) {
  add(library, {"sqlite3_mprintf", "sqlite3_vmprintf"}, {.role = Role::TextFormat, .text = arg(0), .bind_from = 1});
  add(library, {"sqlite3_snprintf", "sqlite3_vsnprintf"},
      {.role = Role::TextFormat, .text = arg(2), .statement = arg(1), .bind_from = 3});
  add(library, {"sqlite3_str_new"}, {.role = Role::TextAssign, .statement = kResult, .literal = ""});
  add(library, {"sqlite3_str_appendf", "sqlite3_str_vappendf"},
      {.role = Role::TextFormat, .text = arg(1), .statement = arg(0), .bind_from = 2, .append = true});
  add(library, {"sqlite3_str_append", "sqlite3_str_appendall"},
      {.role = Role::TextAppend, .text = arg(1), .statement = arg(0), .bind_count = 1});
  add(library, {"sqlite3_str_appendchar"},
      {.role = Role::TextAppend, .text = arg(2), .statement = arg(0), .bind_count = 1});
  add(library, {"sqlite3_str_reset"}, {.role = Role::TextAssign, .statement = arg(0), .literal = ""});
  add(library, {"sqlite3_str_finish", "sqlite3_str_value"}, {.role = Role::TextForward, .text = arg(0)});
}

void addOther(Library& library) {
  add(library, {"sqlite3_open", "sqlite3_open16", "sqlite3_open_v2"},
      {.role = Role::Connection, .text = arg(0), .statement = arg(1), .also = true});
  // A handle that was null before is none any more: what follows `if (db == nullptr) return;` is reached.
  add(library, {"sqlite3_open", "sqlite3_open16", "sqlite3_open_v2"}, {.role = Role::Change, .statement = arg(1)});
  // A write without SQL: (db, schema, table, column, rowid, flags, &blob). The later sqlite3_blob_write is this one's.
  add(library, {"sqlite3_blob_open"},
      {.role = Role::Access, .index = arg(4), .value = arg(5), .table = arg(2), .op = "write", .columns = arg(3)});

  add(library, {"sqlite3_backup_step"},
      {.role = Role::Opaque, .note = "copies a whole database (sqlite3_backup_step)"});
  add(library, {"sqlite3_deserialize"},
      {.role = Role::Opaque, .note = "replaces a whole database (sqlite3_deserialize)"});
  add(library,
      {"sqlite3changeset_apply", "sqlite3changeset_apply_v2", "sqlite3changeset_apply_strm",
       "sqlite3changeset_apply_v2_strm"},
      {.role = Role::Opaque, .note = "applies a changeset made elsewhere (sqlite3changeset_apply)"});
  add(library, {"sqlite3_load_extension"},
      {.role = Role::Opaque, .note = "loads code that can change any table (sqlite3_load_extension)"});

  // What a callback does can happen from here on: it is charged to the function that registers it.
  add(library, {"sqlite3_create_function", "sqlite3_create_function16", "sqlite3_create_function_v2"},
      {.role = Role::Invoke, .value = arg(5), .bind_from = 99, .also = true});
  add(library, {"sqlite3_create_function", "sqlite3_create_function16", "sqlite3_create_function_v2"},
      {.role = Role::Invoke, .value = arg(6), .bind_from = 99, .also = true});
  add(library, {"sqlite3_create_function", "sqlite3_create_function16", "sqlite3_create_function_v2"},
      {.role = Role::Invoke, .value = arg(7), .bind_from = 99});
  add(library,
      {"sqlite3_update_hook", "sqlite3_commit_hook", "sqlite3_rollback_hook", "sqlite3_wal_hook",
       "sqlite3_preupdate_hook"},
      {.role = Role::Invoke, .value = arg(1), .bind_from = 2, .bind_count = 1});
}

/// Everything else of sqlite3.h that code meets: no effect on tables or on texts held in variables.
void addHarmless(Library& library) {
  addIgnored(library, {"sqlite3_close",
                       "sqlite3_close_v2",
                       "sqlite3_free",
                       "sqlite3_malloc",
                       "sqlite3_malloc64",
                       "sqlite3_realloc",
                       "sqlite3_realloc64",
                       "sqlite3_msize",
                       "sqlite3_free_table",
                       "sqlite3_errmsg",
                       "sqlite3_errmsg16",
                       "sqlite3_errcode",
                       "sqlite3_extended_errcode",
                       "sqlite3_extended_result_codes",
                       "sqlite3_errstr",
                       "sqlite3_error_offset",
                       "sqlite3_changes",
                       "sqlite3_changes64",
                       "sqlite3_total_changes",
                       "sqlite3_total_changes64",
                       "sqlite3_column_count",
                       "sqlite3_data_count",
                       "sqlite3_column_name",
                       "sqlite3_column_name16",
                       "sqlite3_column_type",
                       "sqlite3_column_bytes",
                       "sqlite3_column_bytes16",
                       "sqlite3_column_decltype",
                       "sqlite3_column_table_name",
                       "sqlite3_column_database_name",
                       "sqlite3_column_origin_name",
                       "sqlite3_bind_parameter_count",
                       "sqlite3_bind_parameter_name",
                       "sqlite3_busy_timeout",
                       "sqlite3_busy_handler",
                       "sqlite3_progress_handler",
                       "sqlite3_trace",
                       "sqlite3_trace_v2",
                       "sqlite3_profile",
                       "sqlite3_set_authorizer",
                       "sqlite3_interrupt",
                       "sqlite3_complete",
                       "sqlite3_get_autocommit",
                       "sqlite3_db_handle",
                       "sqlite3_db_filename",
                       "sqlite3_db_readonly",
                       "sqlite3_db_mutex",
                       "sqlite3_db_config",
                       "sqlite3_db_status",
                       "sqlite3_db_cacheflush",
                       "sqlite3_db_release_memory",
                       "sqlite3_stmt_readonly",
                       "sqlite3_stmt_busy",
                       "sqlite3_stmt_status",
                       "sqlite3_stmt_isexplain",
                       "sqlite3_next_stmt",
                       "sqlite3_config",
                       "sqlite3_initialize",
                       "sqlite3_shutdown",
                       "sqlite3_threadsafe",
                       "sqlite3_libversion",
                       "sqlite3_libversion_number",
                       "sqlite3_sourceid",
                       "sqlite3_compileoption_used",
                       "sqlite3_limit",
                       "sqlite3_file_control",
                       "sqlite3_enable_shared_cache",
                       "sqlite3_enable_load_extension",
                       "sqlite3_table_column_metadata",
                       "sqlite3_create_collation",
                       "sqlite3_create_collation_v2",
                       "sqlite3_collation_needed",
                       "sqlite3_create_module",
                       "sqlite3_create_module_v2",
                       "sqlite3_wal_checkpoint",
                       "sqlite3_wal_checkpoint_v2",
                       "sqlite3_wal_autocheckpoint",
                       "sqlite3_backup_init",
                       "sqlite3_backup_finish",
                       "sqlite3_backup_remaining",
                       "sqlite3_backup_pagecount",
                       "sqlite3_serialize",
                       "sqlite3_blob_read",
                       "sqlite3_blob_write",
                       "sqlite3_blob_bytes",
                       "sqlite3_blob_reopen",
                       "sqlite3_blob_close",
                       "sqlite3_sleep",
                       "sqlite3_memory_used",
                       "sqlite3_memory_highwater",
                       "sqlite3_soft_heap_limit",
                       "sqlite3_soft_heap_limit64",
                       "sqlite3_release_memory",
                       "sqlite3_randomness",
                       "sqlite3_log",
                       "sqlite3_set_last_insert_rowid",
                       "sqlite3_result_int",
                       "sqlite3_result_int64",
                       "sqlite3_result_double",
                       "sqlite3_result_text",
                       "sqlite3_result_text64",
                       "sqlite3_result_blob",
                       "sqlite3_result_null",
                       "sqlite3_result_value",
                       "sqlite3_result_error",
                       "sqlite3_result_error_code",
                       "sqlite3_user_data",
                       "sqlite3_context_db_handle",
                       "sqlite3_aggregate_context",
                       "sqlite3_get_auxdata",
                       "sqlite3_set_auxdata",
                       "sqlite3_value_type",
                       "sqlite3_value_bytes",
                       "sqlite3_value_free",
                       "sqlite3_value_numeric_type",
                       "sqlite3_str_errcode",
                       "sqlite3_str_length",
                       "sqlite3_mutex_enter",
                       "sqlite3_mutex_leave",
                       "sqlite3_mutex_alloc",
                       "sqlite3_mutex_free",
                       "sqlite3_stricmp",
                       "sqlite3_strnicmp",
                       "sqlite3_strglob",
                       "sqlite3_strlike",
                       "sqlite3_uri_parameter",
                       "sqlite3_uri_boolean",
                       "sqlite3_uri_int64",
                       "sqlite3_vfs_find",
                       "sqlite3_vfs_register",
                       "sqlite3_auto_extension",
                       "sqlite3_txn_state",
                       "sqlite3_system_errno",
                       "sqlite3session_create",
                       "sqlite3session_attach",
                       "sqlite3session_delete",
                       "sqlite3session_enable",
                       "sqlite3session_changeset",
                       "sqlite3session_patchset",
                       "sqlite3session_isempty",
                       "sqlite3session_table_filter",
                       "sqlite3session_indirect",
                       "sqlite3changeset_start",
                       "sqlite3changeset_next",
                       "sqlite3changeset_op",
                       "sqlite3changeset_old",
                       "sqlite3changeset_new",
                       "sqlite3changeset_finalize",
                       "sqlite3changeset_invert",
                       "sqlite3changeset_concat"});
}

}  // namespace

Library sqlite3() {
  Library library{.name = "sqlite3", .dialect = "sqlite"};
  library.handle_classes = {"sqlite3", "sqlite3_stmt"};
  addStatements(library);
  addText(library);
  addOther(library);
  addHarmless(library);
  return library;
}

}  // namespace touchgraph::models
