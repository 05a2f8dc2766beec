#include "checks/prove/fingerprint.h"
#include "tests/prove/cart_entries.h"

#include <gtest/gtest.h>

#include <unistd.h>
#include <filesystem>
#include <fstream>

/// What a verdict says besides yes or no: the smallest counterexample, what it depends on, and why it says nothing.
namespace touchgraph::prove {
namespace {

Options commute(std::vector<std::string> pairs) {
  Options options;
  options.laws = {"commute"};
  options.cases = 1000;
  options.pairs = std::move(pairs);
  return options;
}

TEST(Counterexamples, AreAsSmallAsCanBe) {
  // The same whatever is found first.
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    auto suite = cart::suite();
    suite.prove<&cart::removeFromCart, &cart::loadCart>(
        [](cart::Cart shown, const cart::CartArgs& args, const cart::RemoveFromCart& in) {
          const std::int64_t total = shown.totalCents;
          shown = cart::removeLine(std::move(shown), args, in);
          shown.totalCents = total;
          return shown;
        });
    Options options = commute({"cart/remove:cart"});
    options.seed = seed;
    const Report report = suite.run(options);
    ASSERT_EQ(report.results.size(), 1u);
    const LawResult& result = report.results[0];
    EXPECT_EQ(result.sql,
              "INSERT INTO products (id, name, price_cents, stock) VALUES (1, '', 1, 0);\n"
              "INSERT INTO carts (id, note) VALUES (1, NULL);\n"
              "INSERT INTO cart_items (cart_id, product_id, quantity) VALUES (1, 1, 1);\n")
        << "seed " << seed;
    EXPECT_NE(result.counterexample.find("input      RemoveFromCart{cartId = 1, productId = 1}"), std::string::npos)
        << result.counterexample;
  }
}

void sell(cart::Db& db, const cart::AddToCart& in) {
  cart::addToCart(db, in);
}

TEST(Counterexamples, HavePlainInputs) {
  auto suite = cart::suite();
  suite.mutation<&sell>("sell")
      .input("cartId", "carts.id")
      .input("productId", "products.id")
      .input("quantity", oneOf(9, 8, 7));
  suite.column("products.stock").values(oneOf(9, 20));
  suite.prove<&sell, &cart::loadStock>(
      [](std::int64_t stock, const cart::StockArgs&, const cart::AddToCart&) { return stock; });
  const Report report = suite.run(commute({"sell:stock"}));
  ASSERT_EQ(report.results.size(), 1u);
  EXPECT_NE(report.results[0].counterexample.find("AddToCart{cartId = 1, productId = 1, quantity = 1}"),
            std::string::npos)
      << report.text();
  EXPECT_NE(report.results[0].sql.find("VALUES (1, '', 0, 1);"), std::string::npos) << report.results[0].sql;
}

TEST(Counterexamples, ThatAreNotFoundAgainSaySo) {
  auto suite = cart::suite();
  suite.prove<&cart::clearCart, &cart::loadCart>(
      [calls = std::make_shared<int>(0)](cart::Cart shown, const cart::CartArgs& args, const cart::ClearCart& in) {
        if (++*calls == 200) return cart::Cart{{}, 99, 99};
        return args.cartId == in.cartId ? cart::Cart{} : shown;
      });
  const Report report = suite.run(commute({"cart/clear:cart"}));
  ASSERT_EQ(report.results.size(), 1u);
  EXPECT_EQ(report.results[0].verdict, Verdict::Refuted) << report.text();
  EXPECT_NE(report.text().find("it failed once and not again on the same state"), std::string::npos) << report.text();
}

/// Opens a cart for whoever asks; the product is for the statistics alone.
void openCart(cart::Db& db, const cart::RemoveFromCart& in) {
  db("INSERT OR IGNORE INTO carts (id) VALUES (?1)").bind(in.cartId).run();
}
std::int64_t countCarts(cart::Db& db) {
  cart::Statement& rows = db("SELECT count(*) FROM carts").bind();
  const std::int64_t count = rows.step() ? rows.integer(0) : -1;
  rows.bind();
  return count;
}

TEST(Verdicts, AFieldThatNeverPicksARowIsInVain) {
  auto suite = cart::suite();
  suite.mutation<&openCart>("open").input("cartId", range(100, 110)).input("productId", "products.id");
  suite.query<&countCarts>("carts");
  suite.prove<&openCart, &countCarts>([](std::int64_t count, const cart::RemoveFromCart&) { return count + 1; });
  suite.assume("SELECT NOT EXISTS (SELECT 1 FROM products)");
  const Report report = suite.run(commute({"open:carts"}));
  ASSERT_EQ(report.results.size(), 1u);
  EXPECT_EQ(report.results[0].verdict, Verdict::Vacuous) << report.text();
  EXPECT_EQ(report.results[0].evidence, "no input ever picked a row of products.id");
}

/// A directory that is gone with the test.
struct Scratch {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("touchgraph-verdict-test-" + std::to_string(getpid()));
  Scratch() { std::filesystem::create_directories(path); }
  ~Scratch() { std::filesystem::remove_all(path); }
  void write(const char* file, const char* text) const { std::ofstream(path / file) << text; }
};

std::string fingerprintOf(const Scratch& scratch, const char* more_schema) {
  auto suite = cart::suite(std::string(cart::kSchema) + more_schema);
  suite.sources(scratch.path.string(), {"cart.cpp", "schema.sql"});
  suite.prove<&cart::clearCart, &cart::loadCart>(cart::clearLines);
  Options options = commute({"cart/clear:cart"});
  options.cases = 20;
  return suite.run(options).results.at(0).fingerprint;
}

TEST(Verdicts, AreStampedWithTheSchemaAndTheSources) {
  const Scratch scratch;
  scratch.write("cart.cpp", "int add(int a) { return a; }");
  scratch.write("schema.sql", "CREATE TABLE t (a);");
  const std::string first = fingerprintOf(scratch, "");
  EXPECT_EQ(fingerprintOf(scratch, ""), first);
  EXPECT_NE(fingerprintOf(scratch, "CREATE INDEX by_stock ON products (stock);"), first);
  scratch.write("cart.cpp", "// adds\nint add(int a)  {\n  return a; /* it */ }\n");
  scratch.write("schema.sql", "-- the table\nCREATE TABLE t (a);");
  EXPECT_EQ(fingerprintOf(scratch, ""), first) << "comments and blanks are no change";
  scratch.write("cart.cpp", "int add(int a) { return b; }");
  EXPECT_NE(fingerprintOf(scratch, ""), first);
}

TEST(Verdicts, BlanksAndCommentsInLiteralsAreText) {
  const auto same = [](const char* a, const char* b, bool sql = false) {
    return normalized(a, sql) == normalized(b, sql);
  };
  EXPECT_TRUE(same("f( 1 ); // one", "f( 1 );"));
  EXPECT_FALSE(same("f(\"a b\")", "f(\"a  b\")"));
  EXPECT_FALSE(same("f(\"a // b\")", "f(\"a\")"));
  EXPECT_FALSE(same("f(\"\\\" // x\")", "f(\"\\\" // y\")"));
  EXPECT_FALSE(same("f(R\"(a\n  b)\")", "f(R\"(a\n b)\")"));
  EXPECT_TRUE(same("SELECT 1 -- one", "SELECT 1 ", true));
  EXPECT_FALSE(same("a - -1", "a -1"));
}

}  // namespace
}  // namespace touchgraph::prove
