# sql_catalogue: the example of docs/configuration.md.
source "$(dirname "$0")/common.sh"
mkdir -p queries src build
cat >queries/users.sql <<'SQL'
-- name: insert_user
INSERT INTO users (id, name) VALUES (?, ?)
-- name: all_users
SELECT id, name FROM users
SQL
echo 'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);' >schema.sql
cat >src/users.cpp <<'CPP'
#include <sqlite3.h>
#include <string>
struct Db {
  sqlite3* handle;
  void run(const char* name, int id, const std::string& text) {
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(handle, name, -1, &statement, nullptr);
    sqlite3_bind_int(statement, 1, id);
    sqlite3_bind_text(statement, 2, text.c_str(), -1, nullptr);
    sqlite3_step(statement);
  }
};
struct User { int id; std::string name; };
void addUser(Db& db, const User& in) { db.run("insert_user", in.id, in.name); }
CPP
database src/users.cpp
printf 'schema: schema.sql\nsql_catalogue: [{file: "queries/*.sql"}]\n' >.touchgraph.yaml
run 0 "$TOUCHGRAPH" effects; out_has "touch  users insert {id, name} id = arg:in.id"
echo 'schema: schema.sql' >.touchgraph.yaml
run 0 "$TOUCHGRAPH" effects; out_has "unresolved"
printf 'sql_catalogue: [{file: "nowhere/*.sql"}]\n' >.touchgraph.yaml
run 2 "$TOUCHGRAPH" effects; err_has "matches no file"
finish
