# Sourced by every script: a scratch directory, and expectations that say what they saw.
set -uo pipefail
export NO_COLOR=1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
failures=0

fail() {
  echo "FAIL: $*" >&2
  echo "--- stdout" >&2; head -60 out >&2
  echo "--- stderr" >&2; head -30 err >&2
  failures=$((failures + 1))
}

# run EXIT COMMAND…: runs it, keeps the streams in out and err.
run() {
  local wanted=$1; shift
  "$@" >out 2>err </dev/null
  local got=$?
  [[ $got == "$wanted" ]] || fail "exit $got, wanted $wanted: $*"
}
out_has() { grep -qF -- "$1" out || fail "stdout lacks: $1"; }
out_lacks() { ! grep -qF -- "$1" out || fail "stdout has: $1"; }
err_has() { grep -qF -- "$1" err || fail "stderr lacks: $1"; }
err_empty() { [[ ! -s err ]] || fail "stderr is not empty"; }
out_empty() { [[ ! -s out ]] || fail "stdout is not empty"; }
finish() { [[ $failures == 0 ]] || exit 1; }

# A project of one unit with sqlite3, in the working directory.
project() {
  mkdir -p src build
  cat >schema.sql <<'SQL'
CREATE TABLE carts (id INTEGER PRIMARY KEY, owner TEXT);
CREATE TABLE items (cart_id INTEGER, product_id INTEGER, qty INTEGER, PRIMARY KEY (cart_id, product_id));
CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT, stock INTEGER);
SQL
  cat >src/shop.h <<'CPP'
#pragma once
#include <sqlite3.h>
#include <string>
struct Add { int cartId; int productId; int qty; };
struct CartArgs { int cartId; };
struct Cart { int count = 0; };
void addToCart(sqlite3* db, const Add& in);
Cart loadCart(sqlite3* db, const CartArgs& args);
Cart loadNames(sqlite3* db, const CartArgs& args);
CPP
  cat >src/shop.cpp <<'CPP'
#include "shop.h"
static void run(sqlite3* db, const char* sql, int a, int b) {
  sqlite3_stmt* statement = nullptr;
  sqlite3_prepare_v2(db, sql, -1, &statement, nullptr);
  sqlite3_bind_int(statement, 1, a);
  sqlite3_bind_int(statement, 2, b);
  sqlite3_step(statement);
  sqlite3_finalize(statement);
}
void addToCart(sqlite3* db, const Add& in) {
  run(db, "UPDATE items SET qty = qty + 1 WHERE cart_id = ? AND product_id = ?", in.cartId, in.productId);
  run(db, "UPDATE products SET stock = stock - ? WHERE id = ?", in.qty, in.productId);
}
Cart loadCart(sqlite3* db, const CartArgs& args) {
  sqlite3_stmt* statement = nullptr;
  sqlite3_prepare_v2(db, "SELECT SUM(qty) FROM items WHERE cart_id = ?", -1, &statement, nullptr);
  sqlite3_bind_int(statement, 1, args.cartId);
  Cart cart;
  if (sqlite3_step(statement) == SQLITE_ROW) cart.count = sqlite3_column_int(statement, 0);
  sqlite3_finalize(statement);
  return cart;
}
Cart loadNames(sqlite3* db, const CartArgs&) {
  sqlite3_exec(db, "SELECT name FROM products ORDER BY name", nullptr, nullptr, nullptr);
  return {};
}
CPP
  cat >src/optimistic.h <<'CPP'
#pragma once
#include "shop.h"
#include <touchgraph/optimistic.h>
inline const auto addToCartOptimistic = touchgraph::optimistic<&addToCart>()
    .predict<&loadCart>([](Cart cart, const Add& in) { cart.count += in.qty; return cart; });
CPP
  printf '#include "optimistic.h"\nint use() { return addToCartOptimistic.queueName()[0]; }\n' >src/main.cpp
  cat >.touchgraph.yaml <<'YAML'
schema: schema.sql
dialect: sqlite
mutations: {cart/add: addToCart}
queries: {cart: loadCart, names: loadNames}
YAML
  database src/shop.cpp src/main.cpp
}

# database FILE…: a compile database for these files.
database() {
  local separator='[' file
  mkdir -p build
  {
    for file in "$@"; do
      printf '%s\n{"directory": "%s/build", "file": "%s/%s", "command": "clang++ -std=c++20 -I%s -c %s/%s"}' \
        "$separator" "$scratch" "$scratch" "$file" "$INCLUDE" "$scratch" "$file"
      separator=','
    done
    printf ']\n'
  } >build/compile_commands.json
}
