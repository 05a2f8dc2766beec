#include "graph/graph_json.h"
#include "tests/prove/cart_entries.h"

#include <gtest/gtest.h>

#include <algorithm>

/// Each law holds where it should and is refuted where a mistake was planted: in the graph, in a handler, in what was
/// declared.
namespace touchgraph::prove {
namespace {

Touch touchOf(const char* table, TouchOp op, std::optional<std::vector<std::string>> columns = {}) {
  Touch touch;
  touch.table = table;
  touch.op = op;
  touch.columns = std::move(columns);
  touch.cause = "direct";
  return touch;
}

/// What `touchgraph extract` says of the cart.
touchgraph::Graph cartGraph() {
  touchgraph::Graph graph;
  graph.generator = "test";
  graph.dialect = "sqlite";
  for (const char* name : {"cart", "quantity", "stock"}) {
    touchgraph::Query query;
    query.name = name;
    graph.queries.push_back(query);
  }
  const auto mutation = [&](const char* name, std::vector<Touch> touches) {
    touchgraph::Mutation m;
    m.name = name;
    m.touches = std::move(touches);
    graph.mutations.push_back(std::move(m));
  };
  const auto edge = [&](const char* m, const char* q, const char* table, std::vector<Instance> instances) {
    Edge e;
    e.mutation = m;
    e.query = q;
    e.witnesses.push_back({table, TouchOp::Update, {}, {}, "direct"});
    if (!instances.empty()) e.instances = std::move(instances);
    graph.edges.push_back(std::move(e));
  };
  mutation("cart/add", {touchOf("cart_items", TouchOp::Upsert, {{"cart_id", "product_id", "quantity"}}),
                        touchOf("products", TouchOp::Update, {{"stock"}})});
  mutation("cart/clear", {touchOf("cart_items", TouchOp::Delete)});
  mutation("cart/remove", {touchOf("cart_items", TouchOp::Delete)});
  edge("cart/add", "cart", "cart_items", {{{"args.cartId", "arg:in.cartId"}}});
  edge("cart/add", "quantity", "cart_items", {});
  edge("cart/add", "stock", "products", {{{"args.productId", "arg:in.productId"}}});
  edge("cart/clear", "cart", "cart_items", {{{"args.cartId", "arg:in.cartId"}}});
  edge("cart/clear", "quantity", "cart_items", {{{"args.cartId", "arg:in.cartId"}}});
  edge("cart/remove", "cart", "cart_items", {});
  edge("cart/remove", "quantity", "cart_items", {});
  return graph;
}

Options some() {
  Options options;
  options.cases = 1000;
  return options;
}

Verdict verdictOf(const Report& report, const char* mutation, const char* query, const char* law) {
  const LawResult* result = report.find(mutation, query, law);
  EXPECT_NE(result, nullptr) << mutation << " " << query << " " << law << "\n" << report.text();
  return result == nullptr ? Verdict::Unproved : result->verdict;
}

TEST(Laws, HoldForATrueGraph) {
  auto suite = cart::suite();
  suite.graphText(graphJson(cartGraph()));
  const Report report = suite.run(some());
  EXPECT_TRUE(report.clean()) << report.text();
  EXPECT_EQ(verdictOf(report, "cart/clear", "stock", "frame"), Verdict::Sampled);
  EXPECT_EQ(verdictOf(report, "cart/add", "cart", "keys"), Verdict::Sampled);
  EXPECT_EQ(verdictOf(report, "cart/add", "", "within"), Verdict::Sampled);
  EXPECT_EQ(verdictOf(report, "cart/add", "", "atomic"), Verdict::Sampled);
  EXPECT_EQ(verdictOf(report, "cart/remove", "", "retry"), Verdict::Sampled);
}

TEST(Laws, FrameCatchesARemovedEdge) {
  touchgraph::Graph graph = cartGraph();
  std::erase_if(graph.edges, [](const Edge& e) { return e.mutation == "cart/add" && e.query == "stock"; });
  auto suite = cart::suite();
  suite.graphText(graphJson(graph));
  const Report report = suite.run(some());
  EXPECT_EQ(verdictOf(report, "cart/add", "stock", "frame"), Verdict::Refuted);
  EXPECT_NE(report.find("cart/add", "stock", "frame")->counterexample.find("the graph does not have this edge"),
            std::string::npos);
}

TEST(Laws, WithinCatchesAMissingTable) {
  touchgraph::Graph graph = cartGraph();
  std::erase_if(graph.mutations[0].touches, [](const Touch& t) { return t.table == "products"; });
  auto suite = cart::suite();
  suite.graphText(graphJson(graph));
  EXPECT_EQ(verdictOf(suite.run(some()), "cart/add", "", "within"), Verdict::Refuted);
}

TEST(Laws, WithinCatchesAMissingColumnAndAMissingOperation) {
  touchgraph::Graph graph = cartGraph();
  for (Touch& touch : graph.mutations[0].touches) {
    if (touch.table == "products") touch.columns = {{"name"}};
  }
  auto suite = cart::suite();
  suite.graphText(graphJson(graph));
  const Report column = suite.run(some());
  EXPECT_EQ(verdictOf(column, "cart/add", "", "within"), Verdict::Refuted);
  EXPECT_NE(column.find("cart/add", "", "within")->counterexample.find("products.stock"), std::string::npos);

  graph = cartGraph();
  for (Touch& touch : graph.mutations[0].touches) {
    if (touch.table == "cart_items") touch.op = TouchOp::Insert;  // it is an upsert
  }
  auto upsert = cart::suite();
  upsert.graphText(graphJson(graph));
  EXPECT_EQ(verdictOf(upsert.run(some()), "cart/add", "", "within"), Verdict::Refuted);
}

TEST(Laws, KeysCatchAWrongKey) {
  auto suite = cart::suite();
  suite.keys<&cart::addToCart, &cart::loadStock>("cartId", "productId");
  suite.keys<&cart::clearCart, &cart::loadCart>("cartId", "cartId");
  const Report report = suite.run(some());
  EXPECT_EQ(verdictOf(report, "cart/add", "stock", "keys"), Verdict::Refuted);
  EXPECT_EQ(verdictOf(report, "cart/clear", "cart", "keys"), Verdict::Sampled);
}

/// Puts the product into the cart before it looks at the stock.
void halfAdd(cart::Db& db, const cart::AddToCart& in) {
  if (in.quantity <= 0) throw std::invalid_argument("quantity must be positive");
  db("INSERT OR REPLACE INTO cart_items (cart_id, product_id, quantity) VALUES (?, ?, ?)")
      .bind(in.cartId, in.productId, in.quantity)
      .run();
  db("UPDATE products SET stock = stock - ?2 WHERE id = ?1").bind(in.productId, in.quantity).run();
}
/// Begins, and on its way out forgets to end.
void leakyAdd(cart::Db& db, const cart::AddToCart& in) {
  db("BEGIN").bind().run();
  db("UPDATE products SET stock = stock - ?2 WHERE id = ?1").bind(in.productId, in.quantity).run();
  db("COMMIT").bind().run();
}
/// Says in its result that it failed.
bool politeAdd(cart::Db& db, const cart::AddToCart& in) {
  try {
    cart::addToCart(db, in);
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

TEST(Laws, AtomicCatchesAHalfWrite) {
  auto suite = cart::suite();
  suite.mutation<&halfAdd>("half").input("cartId", "carts.id").input("productId", "products.id");
  suite.mutation<&leakyAdd>("leaky").input("cartId", "carts.id").input("productId", "products.id");
  suite.mutation<&politeAdd>("polite").input("cartId", "carts.id").input("productId", "products.id");
  // In the exhaustive mode no write is refused that the database would take: what is seen is the handler's own doing.
  for (const Mode mode : {Mode::Random, Mode::Exhaustive}) {
    Options options = some();
    options.mode = mode;
    options.laws = {"atomic"};
    const Report report = suite.run(options);
    EXPECT_EQ(verdictOf(report, "half", "", "atomic"), Verdict::Refuted);
    EXPECT_NE(report.find("half", "", "atomic")->counterexample.find("+ cart_items"), std::string::npos);
    EXPECT_EQ(verdictOf(report, "leaky", "", "atomic"), Verdict::Refuted);
    EXPECT_NE(report.find("leaky", "", "atomic")->counterexample.find("left open"), std::string::npos);
    EXPECT_EQ(verdictOf(report, "polite", "", "atomic"),
              mode == Mode::Random ? Verdict::Sampled : Verdict::Exhausted);
  }
}

TEST(Laws, RetryCatchesWhatIsNotIdempotent) {
  auto suite = cart::suite();
  suite.mutation<&politeAdd>("again").input("cartId", "carts.id").input("productId", "products.id").idempotent();
  EXPECT_EQ(verdictOf(suite.run(some()), "again", "", "retry"), Verdict::Refuted);
}

TEST(Laws, PairsCatchWhatOnlyTwoShow) {
  // Right for one mutation from any state in which the cart holds nothing of the product, wrong behind another of its
  // kind.
  auto suite = cart::suite();
  suite.prove<&cart::addToCart, &cart::loadQuantity>(
      [](std::int64_t quantity, const cart::QuantityArgs& args, const cart::AddToCart& in) {
        return args.cartId == in.cartId && args.productId == in.productId ? in.quantity : quantity;
      });
  suite.assume("SELECT NOT EXISTS (SELECT 1 FROM cart_items)");
  Options options = some();
  options.laws = {"commute", "pairs"};
  const Report report = suite.run(options);
  EXPECT_EQ(verdictOf(report, "cart/add", "quantity", "commute"), Verdict::Sampled) << report.text();
  EXPECT_EQ(verdictOf(report, "cart/add", "quantity", "pairs"), Verdict::Refuted);
}

void never(cart::Db&, const cart::ClearCart&) {
  throw std::runtime_error("not today");
}
void nothing(cart::Db&, const cart::ClearCart&) {}

TEST(Laws, VacuousRunsFail) {
  auto suite = cart::suite();
  suite.mutation<&never>("never").input("cartId", "carts.id");
  suite.mutation<&nothing>("nothing").input("cartId", "carts.id").classify("huge", [](const cart::ClearCart& in) {
    return in.cartId > 1000000;
  });
  suite.prove<&never, &cart::loadCart>([](cart::Cart c, const cart::ClearCart&) { return c; });
  suite.prove<&nothing, &cart::loadCart>([](cart::Cart c, const cart::ClearCart&) { return c; });
  suite.prove<&cart::clearCart, &cart::loadStock>([](std::int64_t s, const cart::ClearCart&) { return s; });
  suite.steady<&cart::clearCart, &cart::loadStock>("clearing leaves the stock");
  const Report report = suite.run(some());
  EXPECT_FALSE(report.clean());
  EXPECT_EQ(verdictOf(report, "never", "cart", "commute"), Verdict::Vacuous);
  EXPECT_EQ(verdictOf(report, "nothing", "cart", "commute"), Verdict::Vacuous);
  EXPECT_EQ(verdictOf(report, "cart/clear", "stock", "commute"), Verdict::Sampled);
}

TEST(Modes, SmallSpaceIsExhausted) {
  auto suite = cart::suite();
  cart::rightEntries(suite);
  Options options;
  options.mode = Mode::Exhaustive;
  options.laws = {"commute"};
  options.pairs = {"cart/clear:cart", "cart/remove:quantity"};
  const Report report = suite.run(options);
  EXPECT_TRUE(report.clean()) << report.text();
  for (const LawResult& result : report.results) EXPECT_EQ(result.verdict, Verdict::Exhausted) << report.text();
  EXPECT_GT(report.total_states, 100u);
}

TEST(Modes, ExhaustiveRefutesToo) {
  auto suite = cart::suite();
  cart::wrongEntries(suite);
  Options options;
  options.mode = Mode::Exhaustive;
  options.laws = {"commute"};
  options.values = 3;  // with two, a stock is 0 or 1 and no quantity is more than 1
  const Report report = suite.run(options);
  for (const LawResult& result : report.results)
    EXPECT_EQ(result.verdict, Verdict::Refuted) << result.mutation << " [" << result.variant << "]";
}

TEST(Modes, ReportsAreEqualForEqualSeeds) {
  const auto once = [] {
    auto suite = cart::suite();
    cart::wrongEntries(suite);
    Options options = some();
    options.seed = 7;
    return suite.run(options).text();
  };
  EXPECT_EQ(once(), once());
}

}  // namespace
}  // namespace touchgraph::prove
