#pragma once

#include "tests/prove/small_cart.h"

#include <algorithm>
#include <optional>

/// To-do lists: a filter, an order with ties, a page, a soft delete, a nullable column, a trimmed input and a LIKE
/// search. Shares the cart's sqlite3 wrapper.
namespace todo {

using cart::Db;
using cart::Statement;
using cart::Transaction;

inline const char* const kSchema = R"sql(
CREATE TABLE lists (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE todos (id INTEGER PRIMARY KEY, list_id INTEGER NOT NULL REFERENCES lists(id) ON DELETE CASCADE,
                    title TEXT NOT NULL, priority INTEGER NOT NULL DEFAULT 0 CHECK (priority BETWEEN 0 AND 5),
                    done INTEGER NOT NULL DEFAULT 0 CHECK (done IN (0, 1)), due TEXT, deleted_at TEXT);
)sql";

struct Todo {
  std::int64_t id = 0;
  std::string title;
  std::int64_t priority = 0;
  std::optional<std::string> due;
  bool operator==(const Todo&) const = default;
};
TOUCHGRAPH_FIELDS(Todo, id, title, priority, due)
using Todos = std::vector<Todo>;

struct Counts {
  std::int64_t total = 0, open = 0;
  bool operator==(const Counts&) const = default;
};
TOUCHGRAPH_FIELDS(Counts, total, open)
struct ListArgs {
  std::int64_t list = 0;
};
TOUCHGRAPH_FIELDS(ListArgs, list)
struct SearchArgs {
  std::string text;
};
TOUCHGRAPH_FIELDS(SearchArgs, text)

struct Add {
  std::int64_t id = 0, list = 0;
  std::string title;
  std::int64_t priority = 0;
  std::optional<std::string> due;
};
TOUCHGRAPH_FIELDS(Add, id, list, title, priority, due)
struct Ref {
  std::int64_t id = 0, list = 0;
};
TOUCHGRAPH_FIELDS(Ref, id, list)
struct Rename {
  std::int64_t id = 0;
  std::string title;
};
TOUCHGRAPH_FIELDS(Rename, id, title)
struct Prioritize {
  std::int64_t id = 0, priority = 0;
};
TOUCHGRAPH_FIELDS(Prioritize, id, priority)
struct SetDue {
  std::int64_t id = 0;
  std::optional<std::string> due;
};
TOUCHGRAPH_FIELDS(SetDue, id, due)

inline constexpr std::size_t kPage = 3;

inline std::string trimmed(const std::string& text) {
  const auto from = text.find_first_not_of(' ');
  return from == std::string::npos ? "" : text.substr(from, text.find_last_not_of(' ') - from + 1);
}

/// Stepped once, to the end; refused when no row was there.
inline void must(Db& db, Statement& statement) {
  statement.run();
  if (db.changes() == 0) throw std::runtime_error("no such open todo");
}

inline void add(Db& db, const Add& in) {
  if (trimmed(in.title).empty()) throw std::invalid_argument("a title");
  if (in.due) {
    db("INSERT INTO todos (id, list_id, title, priority, due) VALUES (?, ?, ?, ?, ?)")
        .bind(in.id, in.list, trimmed(in.title), in.priority, *in.due)
        .run();
  } else {
    db("INSERT INTO todos (id, list_id, title, priority) VALUES (?, ?, ?, ?)")
        .bind(in.id, in.list, trimmed(in.title), in.priority)
        .run();
  }
}
inline void finish(Db& db, const Ref& in) {
  must(db, db("UPDATE todos SET done = 1 WHERE id = ? AND list_id = ? AND done = 0 AND deleted_at IS NULL")
               .bind(in.id, in.list));
}
inline void remove(Db& db, const Ref& in) {
  must(db,
       db("UPDATE todos SET deleted_at = '2026-01-01' WHERE id = ? AND list_id = ? AND done = 0 AND deleted_at IS NULL")
           .bind(in.id, in.list));
}
inline void rename(Db& db, const Rename& in) {
  if (trimmed(in.title).empty()) throw std::invalid_argument("a title");
  db("UPDATE todos SET title = ?2 WHERE id = ?1").bind(in.id, trimmed(in.title)).run();
}
inline void prioritize(Db& db, const Prioritize& in) {
  db("UPDATE todos SET priority = ?2 WHERE id = ?1").bind(in.id, in.priority).run();
}
inline void setDue(Db& db, const SetDue& in) {
  if (in.due) {
    db("UPDATE todos SET due = ?2 WHERE id = ?1").bind(in.id, *in.due).run();
  } else {
    db("UPDATE todos SET due = NULL WHERE id = ?1").bind(in.id).run();
  }
}

inline Todos rowsOf(Statement& rows) {
  Todos out;
  while (rows.step()) {
    out.push_back(
        {rows.integer(0), rows.text(1), rows.integer(2), rows.null(3) ? std::nullopt : std::optional(rows.text(3))});
  }
  return out;
}
inline Todos loadOpen(Db& db, const ListArgs& args) {
  return rowsOf(db("SELECT id, title, priority, due FROM todos WHERE list_id = ? AND done = 0 AND deleted_at IS NULL "
                   "ORDER BY priority DESC, id")
                    .bind(args.list));
}
inline Todos loadPage(Db& db, const ListArgs& args) {
  return rowsOf(db("SELECT id, title, priority, due FROM todos WHERE list_id = ? AND done = 0 AND deleted_at IS NULL "
                   "ORDER BY priority DESC, id LIMIT 3")
                    .bind(args.list));
}
inline Counts loadCounts(Db& db, const ListArgs& args) {
  Statement& row = db("SELECT COUNT(*), COALESCE(SUM(done = 0), 0) FROM todos WHERE list_id = ? AND deleted_at IS NULL")
                       .bind(args.list);
  row.step();
  Counts out{row.integer(0), row.integer(1)};
  row.bind(args.list);
  return out;
}
/// Titles that start with a text; LIKE takes no notice of ASCII case.
inline Todos loadSearch(Db& db, const SearchArgs& args) {
  std::string pattern;
  for (char c : args.text) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return rowsOf(
      db("SELECT id, title, priority, due FROM todos WHERE title LIKE ? ESCAPE '\\' AND deleted_at IS NULL ORDER BY id")
          .bind(pattern + "%"));
}

inline bool inOrder(const Todo& a, const Todo& b) {
  return a.priority != b.priority ? a.priority > b.priority : a.id < b.id;
}
inline Todo made(const Add& in) {
  return {in.id, trimmed(in.title), in.priority, in.due};
}
inline Todos inserted(Todos rows, const Todo& row) {
  rows.insert(std::upper_bound(rows.begin(), rows.end(), row, inOrder), row);
  return rows;
}
inline Todos without(Todos rows, std::int64_t id) {
  std::erase_if(rows, [&](const Todo& row) { return row.id == id; });
  return rows;
}
template <class Change>
Todos changed(Todos rows, std::int64_t id, Change change) {
  for (Todo& row : rows) {
    if (row.id == id) change(row);
  }
  return rows;
}

/// Everything registered, no entry yet.
inline touchgraph::prove::Suite<Db> suite() {
  namespace prove = touchgraph::prove;
  prove::Suite<Db> out("todo");
  out.open(prove::sqlite(), [](const std::string& path) { return std::make_unique<Db>(path); }).schema(kSchema);
  out.mutation<&add>("add").input("id", "todos.id").input("list", "lists.id");
  out.mutation<&finish>("finish").input("id", "todos.id").input("list", "lists.id");
  out.mutation<&remove>("remove").input("id", "todos.id").input("list", "lists.id");
  out.mutation<&rename>("rename").input("id", "todos.id").idempotent();
  out.mutation<&prioritize>("prioritize").input("id", "todos.id").idempotent();
  out.mutation<&setDue>("due").input("id", "todos.id").idempotent();
  out.query<&loadOpen>("open").arg("list", "lists.id");
  out.query<&loadPage>("page").arg("list", "lists.id");
  out.query<&loadCounts>("counts").arg("list", "lists.id");
  out.query<&loadSearch>("search").arg("text", prove::oneOf("", "a", "A", "b", "é", "É", "%", "a_"));
  return out;
}

}  // namespace todo
