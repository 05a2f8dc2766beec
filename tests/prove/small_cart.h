#pragma once

#include "touchgraph/prove.h"

#include <sqlite3.h>

#include <map>
#include <stdexcept>
#include <string>
#include <vector>

/// A cart on the sqlite3 C API: the smallest program with a transaction, an upsert, a join and a handler that refuses.
namespace cart {

inline const char* const kSchema = R"sql(
CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT NOT NULL, price_cents INTEGER NOT NULL CHECK (price_cents >= 0),
                       stock INTEGER NOT NULL CHECK (stock >= 0));
CREATE TABLE carts (id INTEGER PRIMARY KEY, note TEXT);
CREATE TABLE cart_items (cart_id INTEGER NOT NULL REFERENCES carts(id) ON DELETE CASCADE,
                         product_id INTEGER NOT NULL REFERENCES products(id),
                         quantity INTEGER NOT NULL CHECK (quantity > 0), PRIMARY KEY (cart_id, product_id));
)sql";

class Statement {
 public:
  Statement(sqlite3* db, const char* sql) : db_(db) {
    if (sqlite3_prepare_v2(db, sql, -1, &statement_, nullptr) != SQLITE_OK)
      throw std::runtime_error(sqlite3_errmsg(db));
  }
  ~Statement() { sqlite3_finalize(statement_); }
  Statement(const Statement&) = delete;
  template <class... Ts>
  Statement& bind(const Ts&... values) {
    sqlite3_reset(statement_);
    int index = 0;
    (one(++index, values), ...);
    return *this;
  }
  bool step() {
    const int rc = sqlite3_step(statement_);
    if (rc == SQLITE_ROW) return true;
    sqlite3_reset(statement_);
    if (rc != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(db_));
    return false;
  }
  void run() {
    while (step()) {
    }
  }
  std::int64_t integer(int column) { return sqlite3_column_int64(statement_, column); }
  bool null(int column) { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  std::string text(int column) {
    const auto* t = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return t != nullptr ? t : "";
  }

 private:
  void one(int index, std::int64_t value) { sqlite3_bind_int64(statement_, index, value); }
  void one(int index, const std::string& value) {
    sqlite3_bind_text(statement_, index, value.c_str(), -1, SQLITE_TRANSIENT);
  }
  sqlite3* db_;
  sqlite3_stmt* statement_ = nullptr;
};

class Db {
 public:
  explicit Db(const std::string& path) {
    if (sqlite3_open(path.c_str(), &raw_) != SQLITE_OK) throw std::runtime_error("cannot open " + path);
    sqlite3_exec(raw_, "PRAGMA foreign_keys = ON", nullptr, nullptr, nullptr);
  }
  ~Db() {
    statements_.clear();
    sqlite3_close(raw_);
  }
  Db(const Db&) = delete;
  /// A statement prepared once.
  Statement& operator()(const char* sql) { return statements_.try_emplace(sql, raw_, sql).first->second; }
  int changes() const { return sqlite3_changes(raw_); }

 private:
  sqlite3* raw_ = nullptr;
  std::map<const char*, Statement> statements_;
};

class Transaction {
 public:
  explicit Transaction(Db& db) : db_(db) { db_("BEGIN IMMEDIATE").bind().run(); }
  ~Transaction() {
    if (!done_) db_("ROLLBACK").bind().run();
  }
  void commit() {
    db_("COMMIT").bind().run();
    done_ = true;
  }

 private:
  Db& db_;
  bool done_ = false;
};

struct AddToCart {
  std::int64_t cartId = 0, productId = 0, quantity = 0;
};
TOUCHGRAPH_FIELDS(AddToCart, cartId, productId, quantity)
struct RemoveFromCart {
  std::int64_t cartId = 0, productId = 0;
};
TOUCHGRAPH_FIELDS(RemoveFromCart, cartId, productId)
struct ClearCart {
  std::int64_t cartId = 0;
};
TOUCHGRAPH_FIELDS(ClearCart, cartId)
struct CartArgs {
  std::int64_t cartId = 0;
};
TOUCHGRAPH_FIELDS(CartArgs, cartId)
struct Line {
  std::int64_t productId = 0;
  std::string name;
  std::int64_t priceCents = 0, quantity = 0;
  bool operator==(const Line&) const = default;
};
TOUCHGRAPH_FIELDS(Line, productId, name, priceCents, quantity)
struct Cart {
  std::vector<Line> lines;  ///< by product
  std::int64_t count = 0, totalCents = 0;
  bool operator==(const Cart&) const = default;
};
TOUCHGRAPH_FIELDS(Cart, lines, count, totalCents)

inline void addToCart(Db& db, const AddToCart& in) {
  if (in.quantity <= 0) throw std::invalid_argument("quantity must be positive");
  Transaction transaction(db);
  db("UPDATE products SET stock = stock - ?2 WHERE id = ?1 AND stock >= ?2").bind(in.productId, in.quantity).run();
  if (db.changes() == 0) throw std::runtime_error("not enough stock");
  db("INSERT INTO cart_items (cart_id, product_id, quantity) VALUES (?1, ?2, ?3) "
     "ON CONFLICT (cart_id, product_id) DO UPDATE SET quantity = quantity + excluded.quantity")
      .bind(in.cartId, in.productId, in.quantity)
      .run();
  transaction.commit();
}

inline void removeFromCart(Db& db, const RemoveFromCart& in) {
  db("DELETE FROM cart_items WHERE cart_id = ?1 AND product_id = ?2").bind(in.cartId, in.productId).run();
}

inline void clearCart(Db& db, const ClearCart& in) {
  db("DELETE FROM cart_items WHERE cart_id = ?1").bind(in.cartId).run();
}

inline Cart loadCart(Db& db, const CartArgs& args) {
  Cart cart;
  Statement& rows =
      db("SELECT p.id, p.name, p.price_cents, i.quantity FROM cart_items i JOIN products p ON p.id = i.product_id "
         "WHERE i.cart_id = ?1 ORDER BY p.id")
          .bind(args.cartId);
  while (rows.step()) {
    cart.lines.push_back({rows.integer(0), rows.text(1), rows.integer(2), rows.integer(3)});
    cart.count += cart.lines.back().quantity;
    cart.totalCents += cart.lines.back().quantity * cart.lines.back().priceCents;
  }
  return cart;
}

/// The stock column of one product, -1 when there is none.
struct StockArgs {
  std::int64_t productId = 0;
};
TOUCHGRAPH_FIELDS(StockArgs, productId)
inline std::int64_t loadStock(Db& db, const StockArgs& args) {
  Statement& rows = db("SELECT stock FROM products WHERE id = ?1").bind(args.productId);
  const std::int64_t stock = rows.step() ? rows.integer(0) : -1;
  rows.bind(args.productId);  // resets it
  return stock;
}

struct QuantityArgs {
  std::int64_t cartId = 0, productId = 0;
};
TOUCHGRAPH_FIELDS(QuantityArgs, cartId, productId)
inline std::int64_t loadQuantity(Db& db, const QuantityArgs& args) {
  Statement& rows =
      db("SELECT quantity FROM cart_items WHERE cart_id = ?1 AND product_id = ?2").bind(args.cartId, args.productId);
  const std::int64_t quantity = rows.step() ? rows.integer(0) : 0;
  rows.bind(args.cartId);
  return quantity;
}

inline Cart removeLine(Cart cart, const CartArgs& args, const RemoveFromCart& in) {
  if (args.cartId != in.cartId) return cart;
  for (std::size_t i = 0; i < cart.lines.size(); ++i) {
    if (cart.lines[i].productId != in.productId) continue;
    cart.count -= cart.lines[i].quantity;
    cart.totalCents -= cart.lines[i].quantity * cart.lines[i].priceCents;
    cart.lines.erase(cart.lines.begin() + static_cast<std::ptrdiff_t>(i));
    break;
  }
  return cart;
}
inline Cart clearLines(Cart cart, const CartArgs& args, const ClearCart& in) {
  return args.cartId == in.cartId ? Cart{} : cart;
}
inline std::int64_t lessStock(std::int64_t stock, const StockArgs& args, const AddToCart& in) {
  return args.productId == in.productId ? stock - in.quantity : stock;
}

/// Everything registered, no entry yet.
inline touchgraph::prove::Suite<Db> suite(const std::string& schema = kSchema) {
  namespace prove = touchgraph::prove;
  prove::Suite<Db> out("cart");
  out.open(prove::sqlite(), [](const std::string& path) { return std::make_unique<Db>(path); }).schema(schema);
  out.mutation<&addToCart>("cart/add").input("cartId", "carts.id").input("productId", "products.id");
  out.mutation<&removeFromCart>("cart/remove")
      .input("cartId", "carts.id")
      .input("productId", "products.id")
      .idempotent();
  out.mutation<&clearCart>("cart/clear").input("cartId", "carts.id").idempotent();
  out.query<&loadCart>("cart").arg("cartId", "carts.id");
  out.query<&loadStock>("stock").arg("productId", "products.id");
  out.query<&loadQuantity>("quantity").arg("cartId", "carts.id").arg("productId", "products.id");
  return out;
}

}  // namespace cart
