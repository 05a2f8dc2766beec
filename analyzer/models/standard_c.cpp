#include "analyzer/models/rows.h"
#include "analyzer/models/standard.h"

/// Text in C: str*, mem*, printf with a buffer, numbers to and from text, and GLib's versions of them.
namespace touchgraph::models {

void addCText(Library& library) {
  add(library,
      {"strcpy", "strncpy", "stpcpy", "strlcpy", "wcscpy", "memcpy", "memmove", "mempcpy", "bcopy", "g_strlcpy"},
      {.role = Role::TextAssign, .text = arg(1), .statement = arg(0)});
  add(library, {"strcpy_s", "strncpy_s", "memcpy_s"}, {.role = Role::TextAssign, .text = arg(2), .statement = arg(0)});
  add(library, {"strcat", "strncat", "strlcat", "wcscat", "g_strlcat"},
      {.role = Role::TextAppend, .text = arg(1), .statement = arg(0), .bind_count = 1});
  add(library, {"strcat_s", "strncat_s"},
      {.role = Role::TextAppend, .text = arg(2), .statement = arg(0), .bind_count = 1});
  add(library, {"strdup", "strndup", "strdupa", "_strdup", "g_strdup", "g_strndup", "xstrdup"},
      {.role = Role::TextForward, .text = arg(0)});
  add(library, {"strlen", "wcslen", "strnlen"}, {.role = Role::TextLength, .text = arg(0)});
  // Memory: nothing was written to it yet, or zeros.
  add(library, {"malloc", "alloca", "__builtin_alloca", "g_malloc", "xmalloc"},
      {.role = Role::TextAssign, .statement = kResult, .op = "none"});
  add(library, {"calloc", "g_malloc0", "xcalloc"}, {.role = Role::TextAssign, .statement = kResult});
  add(library, {"realloc", "reallocarray", "g_realloc", "xrealloc"}, {.role = Role::Forward, .value = arg(0)});
  add(library, {"memset"}, {.role = Role::TextAssign, .statement = arg(0), .op = "buffer", .min_args = 3});
  add(library, {"bzero", "explicit_bzero"}, {.role = Role::TextAssign, .statement = arg(0), .op = "buffer"});
  add(library, {"strcmp"}, {.role = Role::TextTest, .text = arg(0), .value = arg(1), .op = "compare"});
  add(library, {"strncmp"},
      {.role = Role::TextTest, .text = arg(0), .index = arg(2), .value = arg(1), .op = "compare"});
  addIgnored(library, {"free",
                       "strcasecmp",
                       "strncasecmp",
                       "strstr",
                       "strchr",
                       "strrchr",
                       "strspn",
                       "strcspn",
                       "memcmp",
                       "printf",
                       "fprintf",
                       "vprintf",
                       "vfprintf",
                       "puts",
                       "fputs",
                       "putchar",
                       "perror",
                       "syslog",
                       "vsyslog",
                       "fflush",
                       "fclose",
                       "abort",
                       "exit",
                       "_exit",
                       "assert",
                       "__assert_fail",
                       "time",
                       "usleep",
                       "sleep",
                       "getpid",
                       "getenv",
                       "isdigit",
                       "isalpha",
                       "isspace",
                       "isalnum",
                       "tolower",
                       "toupper",
                       "abs",
                       "rand",
                       "srand",
                       "errno",
                       "__errno_location",
                       "strerror",
                       "pthread_mutex_lock",
                       "pthread_mutex_unlock"});

  add(library, {"sprintf", "vsprintf", "wsprintf", "wsprintfA", "g_sprintf", "g_vsprintf"},
      {.role = Role::TextFormat, .text = arg(1), .statement = arg(0), .bind_from = 2});
  add(library,
      {"snprintf", "vsnprintf", "_snprintf", "_vsnprintf", "sprintf_s", "vsprintf_s", "swprintf", "g_snprintf",
       "g_vsnprintf"},
      {.role = Role::TextFormat, .text = arg(2), .statement = arg(0), .bind_from = 3});
  add(library, {"_snprintf_s", "_vsnprintf_s"},
      {.role = Role::TextFormat, .text = arg(3), .statement = arg(0), .bind_from = 4});
  add(library, {"asprintf", "vasprintf", "g_vasprintf"},
      {.role = Role::TextFormat, .text = arg(1), .statement = arg(0), .bind_from = 2});
  add(library, {"__builtin___sprintf_chk", "__builtin___vsprintf_chk"},
      {.role = Role::TextFormat, .text = arg(3), .statement = arg(0), .bind_from = 4});
  add(library, {"__builtin___snprintf_chk", "__builtin___vsnprintf_chk"},
      {.role = Role::TextFormat, .text = arg(4), .statement = arg(0), .bind_from = 5});
  add(library,
      {"__builtin___strcpy_chk", "__builtin___strncpy_chk", "__builtin___memcpy_chk", "__builtin_strcpy",
       "__builtin_memcpy"},
      {.role = Role::TextAssign, .text = arg(1), .statement = arg(0)});
  add(library, {"__builtin___strcat_chk", "__builtin___strncat_chk", "__builtin_strcat"},
      {.role = Role::TextAppend, .text = arg(1), .statement = arg(0), .bind_count = 1});

  add(library,
      {"atoi", "atol", "atoll", "atof", "strtol", "strtoul", "strtoll", "strtoull", "strtod", "strtof",
       "g_ascii_strtoll"},
      {.role = Role::Forward, .value = arg(0)});
  add(library, {"itoa", "ltoa", "lltoa", "_itoa"}, {.role = Role::TextAssign, .text = arg(0), .statement = arg(1)});

  // GLib
  add(library, {"g_strdup_printf", "g_strdup_vprintf", "g_markup_printf_escaped"},
      {.role = Role::TextFormat, .text = arg(0), .bind_from = 1});
  add(library, {"g_strconcat"}, {.role = Role::TextConcat});
  add(library, {"g_string_new", "g_string_new_len"}, {.role = Role::TextForward, .text = arg(0)});
  add(library, {"g_string_sized_new"}, {.role = Role::TextAssign, .statement = kResult, .literal = ""});
  add(library, {"g_string_append", "g_string_append_c", "g_string_append_len", "g_string_append_unichar"},
      {.role = Role::TextAppend, .text = arg(1), .statement = arg(0), .bind_count = 1});
  add(library, {"g_string_append_printf", "g_string_append_vprintf"},
      {.role = Role::TextFormat, .text = arg(1), .statement = arg(0), .bind_from = 2, .append = true});
  add(library, {"g_string_printf", "g_string_vprintf"},
      {.role = Role::TextFormat, .text = arg(1), .statement = arg(0), .bind_from = 2});
  add(library, {"g_string_assign"}, {.role = Role::TextAssign, .text = arg(1), .statement = arg(0)});
  add(library, {"g_string_free", "g_string_free_and_steal"}, {.role = Role::TextForward, .text = arg(0)});
  addIgnored(library, {"g_free", "g_log", "g_print", "g_printerr", "g_strfreev", "g_object_unref", "g_object_ref"});
}

}  // namespace touchgraph::models
