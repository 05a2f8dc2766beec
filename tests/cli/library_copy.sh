# A library that a project keeps among its own headers, bodies and all: a field runs the statement it was made with, not
# what another statement of that class was made with.
source "$(dirname "$0")/common.sh"
mkdir -p src/sqlite3pp build
cat >src/sqlite3pp/sqlite3pp.h <<'CPP'
#pragma once
namespace sqlite3pp {
class database {};
class statement {
 public:
  int prepare(const char* text) { text_ = text; return 0; }
  int step() { return text_ ? 100 : 101; }
 protected:
  explicit statement(database&, const char* text = nullptr) { prepare(text); }
 private:
  const char* text_;
};
class command : public statement {
 public:
  explicit command(database& db, const char* text = nullptr) : statement(db, text) {}
  int execute() { return step(); }
};
}
CPP
cat >src/store.cpp <<'CPP'
#include "sqlite3pp/sqlite3pp.h"
class Users {
 public:
  explicit Users(sqlite3pp::database& db) : add_(db, "INSERT INTO users VALUES (1)"), drop_(db) {}
  void add() { add_.execute(); }
  void drop() { drop_.prepare("DELETE FROM users"); drop_.execute(); }
 private:
  sqlite3pp::command add_, drop_;
};
class Groups {
 public:
  explicit Groups(sqlite3pp::database& db) : add_(db, "INSERT INTO groups VALUES (1)") {}
  void add() { add_.execute(); }
 private:
  sqlite3pp::command add_;
};
void clear(sqlite3pp::database& db) { sqlite3pp::command all(db, "DELETE FROM logs"); all.execute(); }
CPP
database src/store.cpp
run 0 "$TOUCHGRAPH" effects
cat >wanted <<'TXT'
src/store.cpp:13 Groups::add()
  touch  groups insert {*}
src/store.cpp:5 Users::add()
  touch  users insert {*}
src/store.cpp:6 Users::drop()
  touch  users delete
src/store.cpp:17 clear(sqlite3pp::database &)
  touch  logs delete
TXT
cmp -s out wanted || fail "the effects are others: $(diff wanted out)"
finish
