#include "graph/graph_json.h"
#include "tests/prove/cart_entries.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

/// Each law holds where it should and is refuted where a mistake was planted: in the graph, in a handler, in what was
/// declared.
namespace cart {
/// The lines of a cart, which copies share.
struct Sheet {
  std::shared_ptr<std::vector<std::int64_t>> quantities = std::make_shared<std::vector<std::int64_t>>();
  bool operator==(const Sheet& other) const { return *quantities == *other.quantities; }
};
}  // namespace cart

namespace touchgraph::prove {

template <>
struct Codec<cart::Sheet> {
  static Value show(const cart::Sheet& sheet) { return toValue(*sheet.quantities); }
  static Shape shape() { return {}; }
  static cart::Sheet make(const Value&) { return {}; }
};

namespace {

using cart::Sheet;

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

/// Clears one cart, whichever is given.
void clearFirst(cart::Db& db, const cart::ClearCart&) {
  cart::clearCart(db, {1});
}

TEST(Laws, SayNothingOfWhatTheGraphDoesNotHave) {
  touchgraph::Graph graph = cartGraph();
  std::erase_if(graph.mutations, [](const auto& m) { return m.name == "cart/clear"; });
  std::erase_if(graph.edges, [](const Edge& e) { return e.mutation == "cart/clear"; });
  std::erase_if(graph.queries, [](const auto& q) { return q.name == "stock"; });
  std::erase_if(graph.edges, [](const Edge& e) { return e.query == "stock"; });
  graph.mutations.back().unresolved.push_back({});
  auto suite = cart::suite();
  suite.graphText(graphJson(graph));
  const Report report = suite.run(some());
  EXPECT_EQ(verdictOf(report, "cart/clear", "cart", "frame"), Verdict::Unproved);
  EXPECT_EQ(verdictOf(report, "cart/clear", "", "within"), Verdict::Unproved);
  EXPECT_EQ(verdictOf(report, "cart/add", "stock", "frame"), Verdict::Unproved) << "no such query";
  EXPECT_EQ(verdictOf(report, "cart/remove", "", "within"), Verdict::Unproved) << "unresolved writes";
  EXPECT_EQ(report.find("cart/clear", "", "within")->evidence, "the graph does not have this mutation");
  EXPECT_EQ(report.find("cart/clear", "cart", "frame")->evidence, "the graph does not have this pair");
  EXPECT_EQ(report.find("cart/remove", "", "within")->evidence, "the graph has unresolved writes for this mutation");
}

/// What law keys says when the graph gives the instances that `cart/clear` touches as this.
Verdict keysWith(const char* query, const char* parameter, const char* value) {
  touchgraph::Graph graph = cartGraph();
  for (Edge& edge : graph.edges) {
    if (edge.mutation == "cart/clear" && edge.query == query)
      edge.instances = std::vector<Instance>{{Binding{parameter, value}}};
  }
  auto suite = cart::suite();
  suite.graphText(graphJson(graph));
  Options options = some();
  options.laws = {"keys"};
  options.pairs = {std::string("cart/clear:") + query};
  const Report report = suite.run(options);
  const LawResult* result = report.find("cart/clear", query, "keys");
  return result == nullptr ? Verdict::Unproved : result->verdict;
}

TEST(Laws, KeysReadTheGraphsInstances) {
  EXPECT_EQ(keysWith("cart", "args.cartId", "arg:in.cartId"), Verdict::Sampled);
  EXPECT_EQ(keysWith("quantity", "args.productId", "arg:in.cartId"), Verdict::Refuted) << "the wrong argument";
  // A constant: carts but the first are cleared, too. One of a list: which one is not told, so nothing is outside.
  EXPECT_EQ(keysWith("cart", "args.cartId", "const:1"), Verdict::Refuted);
  EXPECT_EQ(keysWith("cart", "args.cartId", "each(arg:in.cartId)"), Verdict::Unproved);
}

/// Clears a cart of one product, whichever is given.
void clearFirstProduct(cart::Db& db, const cart::ClearCart& in) {
  cart::removeFromCart(db, {in.cartId, 1});
}

TEST(Laws, KeysOfAListLeaveTheOtherKeys) {
  touchgraph::Graph graph = cartGraph();
  graph.mutations[1].name = "cart/clear-product";
  for (Edge& edge : graph.edges) {
    if (edge.mutation != "cart/clear") continue;
    edge.mutation = "cart/clear-product";
    if (edge.query == "quantity")
      edge.instances =
          std::vector<Instance>{{Binding{"args.cartId", "each(arg:in.cartId)"}, Binding{"args.productId", "const:1"}}};
  }
  auto suite = cart::suite();
  suite.mutation<&clearFirstProduct>("cart/clear-product").input("cartId", "carts.id");
  suite.graphText(graphJson(graph));
  Options options = some();
  options.laws = {"keys"};
  options.pairs = {"cart/clear-product:quantity"};
  EXPECT_EQ(verdictOf(suite.run(options), "cart/clear-product", "quantity", "keys"), Verdict::Sampled);
}

TEST(Laws, KeysOfAConstantHold) {
  touchgraph::Graph graph = cartGraph();
  graph.mutations[1].name = "cart/clear-first";
  for (Edge& edge : graph.edges) {
    if (edge.mutation != "cart/clear") continue;
    edge.mutation = "cart/clear-first";
    if (edge.query == "cart") edge.instances = std::vector<Instance>{{Binding{"args.cartId", "const:1"}}};
  }
  auto suite = cart::suite();
  suite.mutation<&clearFirst>("cart/clear-first");
  suite.graphText(graphJson(graph));
  Options options = some();
  options.laws = {"keys"};
  options.pairs = {"cart/clear-first:cart"};
  EXPECT_EQ(verdictOf(suite.run(options), "cart/clear-first", "cart", "keys"), Verdict::Sampled);
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
/// Forgets to end what it began, and is content.
void forgetfulAdd(cart::Db& db, const cart::AddToCart& in) {
  db("BEGIN").bind().run();
  db("UPDATE products SET name = 'seen' WHERE id = ?1").bind(in.productId).run();
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
  suite.mutation<&forgetfulAdd>("forgetful").input("cartId", "carts.id").input("productId", "products.id");
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
    EXPECT_EQ(verdictOf(report, "forgetful", "", "atomic"), Verdict::Refuted);
    EXPECT_NE(report.find("forgetful", "", "atomic")->counterexample.find("returned and a transaction was left open"),
              std::string::npos);
    EXPECT_EQ(verdictOf(report, "polite", "", "atomic"), mode == Mode::Random ? Verdict::Sampled : Verdict::Exhausted);
  }
}

TEST(Laws, RetryCatchesWhatIsNotIdempotent) {
  auto suite = cart::suite();
  suite.mutation<&politeAdd>("again").input("cartId", "carts.id").input("productId", "products.id").idempotent();
  for (const Mode mode : {Mode::Random, Mode::Exhaustive}) {
    Options options = some();
    options.mode = mode;
    options.laws = {"retry"};
    options.values = 3;  // a stock of two: enough for a second time
    EXPECT_EQ(verdictOf(suite.run(options), "again", "", "retry"), Verdict::Refuted);
  }
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

Sheet loadSheet(cart::Db& db, const cart::CartArgs& args) {
  Sheet sheet;
  for (const cart::Line& line : cart::loadCart(db, args).lines) sheet.quantities->push_back(line.quantity);
  return sheet;
}

/// A count that is shown, with what the transforms note beside it.
struct Shown {
  std::int64_t count = 0;
  bool pending = false;  ///< a prediction's own: not compared
  bool operator==(const Shown& other) const { return count == other.count; }
};
TOUCHGRAPH_FIELDS(Shown, count)
Shown loadShown(cart::Db& db, const cart::CartArgs& args) {
  return {cart::loadCart(db, args).count, false};
}
struct Grow {
  std::int64_t cartId = 0, productId = 0;
};
TOUCHGRAPH_FIELDS(Grow, cartId, productId)
/// One more of a product that is in the cart.
void grow(cart::Db& db, const Grow& in) {
  db("UPDATE cart_items SET quantity = quantity + 1 WHERE cart_id = ?1 AND product_id = ?2")
      .bind(in.cartId, in.productId)
      .run();
  if (db.changes() == 0) throw std::runtime_error("not in the cart");
}
void growTwice(cart::Db& db, const Grow& in) {
  grow(db, in);
  grow(db, in);
}

/// Law pairs alone for `grow` behind `growTwice`, which `first` and `second` predict; in both modes.
template <class First, class Second>
void expectRefutedInPairs(const char* why, First first, Second second) {
  auto suite = cart::suite();
  for (const char* name : {"twice", "once"}) {
    auto registration = name == std::string("once") ? suite.mutation<&grow>(name) : suite.mutation<&growTwice>(name);
    registration.input("cartId", "carts.id").input("productId", "products.id");
  }
  suite.query<&loadShown>("shown").arg("cartId", "carts.id");
  suite.prove<&growTwice, &loadShown>(
      [first](Shown shown, const cart::CartArgs& args, const Grow& in) {
        return args.cartId == in.cartId ? first(shown) : shown;
      },
      "", "queue");
  suite.prove<&grow, &loadShown>([second](Shown shown, const cart::CartArgs& args,
                                          const Grow& in) { return args.cartId == in.cartId ? second(shown) : shown; },
                                 "", "queue");
  for (const Mode mode : {Mode::Random, Mode::Exhaustive}) {
    Options options = some();
    options.mode = mode;
    options.laws = {"pairs"};
    options.pairs = {"twice:shown"};
    const Report report = suite.run(options);
    EXPECT_EQ(verdictOf(report, "twice", "shown", "pairs"), Verdict::Refuted);
    EXPECT_NE(report.text().find(why), std::string::npos) << report.text();
  }
}

TEST(Laws, PairsNeedBothPredictionsAndTheSecondAgain) {
  // The second leans on what the first noted: wrongly, and then rightly but for nothing once the first settled.
  const auto first = [](Shown shown) { return Shown{shown.count + 2, true}; };
  expectRefutedInPairs("both predictions in queue order", first,
                       [](Shown shown) { return Shown{shown.count + (shown.pending ? 5 : 1), false}; });
  expectRefutedInPairs("applied again after the first mutation settled", first,
                       [](Shown shown) { return Shown{shown.count + (shown.pending ? 1 : 0), false}; });
}

Options pureAlone(Mode mode) {
  Options options = some();
  options.mode = mode;
  options.laws = {"pure"};
  return options;
}
/// Law pure over a transform of the carts' stock.
template <class Transform>
Verdict pureOf(Transform transform, Mode mode = Mode::Random) {
  auto suite = cart::suite();
  suite.prove<&cart::addToCart, &cart::loadStock>(transform);
  const Report report = suite.run(pureAlone(mode));
  return verdictOf(report, "cart/add", "stock", "pure");
}

TEST(Laws, PureCatchesWhatIsKeptBetweenCalls) {
  EXPECT_EQ(pureOf(cart::lessStock), Verdict::Sampled);
  // Another result for the same input at once, the same again after any other. (Exhaustive: no case comes twice.)
  EXPECT_EQ(pureOf(
                [last = std::make_shared<std::vector<std::int64_t>>()](std::int64_t stock, const cart::StockArgs& args,
                                                                       const cart::AddToCart& in) {
                  const std::vector<std::int64_t> now = {stock, args.productId, in.cartId, in.productId, in.quantity};
                  return std::exchange(*last, now) == now ? stock : stock - 1;
                },
                Mode::Exhaustive),
            Verdict::Refuted);
  // The same result for the same input at once, another after others.
  EXPECT_EQ(pureOf([seen = std::make_shared<std::set<std::int64_t>>()](std::int64_t stock, const cart::StockArgs&,
                                                                       const cart::AddToCart& in) {
              seen->insert(stock * 100 + in.quantity);
              return static_cast<std::int64_t>(seen->size());
            }),
            Verdict::Refuted);
}

TEST(Laws, PureCatchesAChangeOfWhatItWasGiven) {
  for (const Mode mode : {Mode::Random, Mode::Exhaustive}) {
    auto suite = cart::suite();
    suite.query<&loadSheet>("sheet").arg("cartId", "carts.id");
    suite.prove<&cart::clearCart, &loadSheet>([](Sheet sheet, const cart::CartArgs& args, const cart::ClearCart& in) {
      if (args.cartId == in.cartId) sheet.quantities->clear();
      return sheet;
    });
    const Report report = suite.run(pureAlone(mode));
    EXPECT_EQ(verdictOf(report, "cart/clear", "sheet", "pure"), Verdict::Refuted);
    EXPECT_NE(report.text().find("changes the result it was given"), std::string::npos) << report.text();
  }
}

void never(cart::Db&, const cart::ClearCart&) {
  throw std::runtime_error("not today");
}
void nothing(cart::Db&, const cart::ClearCart&) {}
void clearSome(cart::Db& db, const cart::ClearCart& in) {
  cart::clearCart(db, in);
}

TEST(Laws, VacuousRunsFail) {
  auto suite = cart::suite();
  const auto unchanged = [](cart::Cart c, const cart::ClearCart&) { return c; };
  suite.mutation<&never>("never").input("cartId", "carts.id");
  suite.prove<&never, &cart::loadCart>(unchanged);
  suite.mutation<&nothing>("nothing").input("cartId", "carts.id");
  suite.prove<&nothing, &cart::loadCart>(unchanged);
  suite.mutation<&clearSome>("some").input("cartId", "carts.id").classify("huge", [](const cart::ClearCart& in) {
    return in.cartId > 1000000;
  });
  suite.prove<&clearSome, &cart::loadCart>(cart::clearLines);
  suite.prove<&cart::clearCart, &cart::loadStock>([](std::int64_t s, const cart::ClearCart&) { return s; });
  suite.steady<&cart::clearCart, &cart::loadStock>("clearing leaves the stock");
  suite.prove<&cart::clearCart, &cart::loadCart>(cart::clearLines);
  suite.steady<&cart::clearCart, &cart::loadCart>("wrongly");
  const Report report = suite.run(some());
  EXPECT_FALSE(report.clean());
  const auto evidence = [&](const char* mutation, const char* query) {
    EXPECT_EQ(verdictOf(report, mutation, query, "commute"), Verdict::Vacuous);
    return report.find(mutation, query, "commute")->evidence;
  };
  EXPECT_EQ(evidence("never", "cart").substr(0, 27), "the handler never succeeded");
  EXPECT_EQ(evidence("nothing", "cart"), "the query never changed");
  EXPECT_EQ(evidence("some", "cart"), "no input of the class \"huge\"");
  EXPECT_EQ(evidence("cart/clear", "cart"), "said to be steady (wrongly), but the query changed");
  EXPECT_EQ(verdictOf(report, "cart/clear", "stock", "commute"), Verdict::Sampled);
}

TEST(Laws, ARunThatIsVacuousIsNotClean) {
  auto suite = cart::suite();
  suite.mutation<&nothing>("nothing").input("cartId", "carts.id");
  suite.prove<&nothing, &cart::loadCart>([](cart::Cart c, const cart::ClearCart&) { return c; });
  const Report report = suite.run(some());
  EXPECT_FALSE(report.clean()) << report.text();
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
