# emit arbitraries: nested and derived structs, enumerations, lists of keys; what cannot be written is said. The result
# compiles and runs.
source "$(dirname "$0")/../cli/common.sh"
mkdir -p src build
cat >schema.sql <<'SQL'
CREATE TABLE owners (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE notes (id INTEGER PRIMARY KEY, owner_id INTEGER NOT NULL REFERENCES owners (id), kind INTEGER, text TEXT);
CREATE TABLE tags (note_id INTEGER NOT NULL REFERENCES notes (id), tag TEXT, PRIMARY KEY (note_id, tag));
SQL
cat >src/notes.h <<'CPP'
#pragma once
#include <sqlite3.h>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>
namespace notes {
enum class Kind { Plain = 2, Pinned = 5 };
struct Identified { std::int64_t owner = 0; };
struct Edit {
  struct Line { std::int64_t note = 0; std::string text; };
  std::vector<Line> lines;
  std::vector<Edit> undone;
};
struct Move : Identified { std::int64_t note = 0; Kind kind = Kind::Plain; std::optional<std::string> text; };
struct Seal { std::int64_t note = 0; int level() const { return level_; } private: int level_ = 0; };
struct All { std::int64_t owner = 0; };
void edit(sqlite3* db, const Edit& in);
void move(sqlite3* db, const Move& in);
void seal(sqlite3* db, const Seal& in);
std::vector<Move> all(sqlite3* db, const All& args);
}
CPP
cat >src/notes.cpp <<'CPP'
#include "notes.h"
namespace notes {
static void run(sqlite3* db, const char* sql, std::int64_t a, std::int64_t b) {
  sqlite3_stmt* statement = nullptr;
  sqlite3_prepare_v2(db, sql, -1, &statement, nullptr);
  sqlite3_bind_int64(statement, 1, a);
  sqlite3_bind_int64(statement, 2, b);
  sqlite3_step(statement);
  sqlite3_finalize(statement);
}
void edit(sqlite3* db, const Edit& in) {
  for (const Edit::Line& line : in.lines) run(db, "UPDATE tags SET tag = 'x' WHERE note_id = ?1 AND ?2 = ?2", line.note, 0);
}
void move(sqlite3* db, const Move& in) { run(db, "INSERT INTO notes (id, owner_id) VALUES (?1, ?2)", in.note, in.owner); }
void seal(sqlite3* db, const Seal& in) { run(db, "DELETE FROM notes WHERE id = ?1 AND ?2 = ?2", in.note, 1); }
std::vector<Move> all(sqlite3* db, const All& args) {
  run(db, "SELECT id FROM notes WHERE owner_id = ?1 AND ?2 = ?2", args.owner, 1);
  return {};
}
struct Hidden { int id = 0; };
void hide(sqlite3* db, const Hidden& in) { run(db, "DELETE FROM tags WHERE note_id = ?1 AND ?2 = ?2", in.id, 1); }
}
CPP
cat >.touchgraph.yaml <<'YAML'
schema: [schema.sql]
dialect: sqlite
mutations:
  - function: notes::edit
    name: edit
  - function: notes::move
    name: move
  - function: notes::seal
    name: seal
  - function: notes::hide
    name: hide
queries:
  - function: notes::all
    name: all
YAML
cat >build/compile_commands.json <<JSON
[{"directory":"$PWD","file":"src/notes.cpp","arguments":["clang++","-std=c++20","-c","src/notes.cpp"]}]
JSON
run 0 "$TOUCHGRAPH" emit arbitraries -p build; err_empty
out_has '#include "src/notes.h"'
out_has 'TOUCHGRAPH_FIELDS(Edit::Line, note, text)'
out_has 'TOUCHGRAPH_FIELDS(Move, owner, note, kind, text)'
out_has 'prove::key(&T::note, {"notes.id"})'
out_has 'static constexpr notes::Kind kAll[] = {notes::Kind::Plain, notes::Kind::Pinned};'
out_has '//   notes::Edit::undone: it holds the struct itself'
out_has '//   notes::Seal::level_: it cannot be assigned from outside'
out_has '//   notes::Hidden: it is defined in src/notes.cpp, which is no header'
out_has 'prove::key(&T::owner, {"owners.id"})'
cp out emitted.h
run 2 "$TOUCHGRAPH" emit arbitraries --graph graph.json; err_has "a graph file has no structs"

cat >use.cpp <<'CPP'
#include "emitted.h"
#include <cstdio>
using namespace touchgraph::prove;
int main() {
  const KeysInScope keys({{"notes.id", oneOf(77)}, {"owners.id", oneOf(88)}});
  int notes = 0, owners = 0, pinned = 0, other = 0, lines = 0, missing = 0, texts = 0;
  for (int seed = 0; seed < 500; ++seed) {
    const auto move = fromValue<notes::Move>(arbitrary<notes::Move>()(seed, 20));
    notes += move.note == 77;
    owners += move.owner == 88;
    texts += move.text.has_value();
    pinned += move.kind == notes::Kind::Pinned;
    other += move.kind != notes::Kind::Pinned && move.kind != notes::Kind::Plain;
    for (const auto& line : fromValue<notes::Edit>(arbitrary<notes::Edit>()(seed, 20)).lines) ++(line.note == 77 ? lines : missing);
  }
  std::printf("%s\n", notes > 300 && owners > 300 && notes < 490 && pinned > 150 && pinned < 350 && other == 0 && lines > missing && missing > 0 && texts > 100 && texts < 490 ? "drawn" : "not drawn");
}
CPP
run 0 "$COMPILER" -std=c++20 -Wall -Wextra -Werror use.cpp -o use -I. -I"$INCLUDE" -I"$ROOT" -lrapidcheck
run 0 ./use; out_has "drawn"; out_lacks "not drawn"
finish
