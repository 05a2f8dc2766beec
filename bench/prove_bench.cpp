#include "tests/prove/cart_entries.h"

#include <cstdio>
#include <ctime>

#include "bench/prove_bench.h"

/// Cases and states a second of processor time, beside the same SQL run plainly.
///
///   bench: commute cases on the shop's cart pair · bounded-exhaustive states on a small schema · plain SQL
namespace bench {

using namespace touchgraph::prove;

static double cpuSeconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

void measure(const char* what, const Program& program, const Options& options) {
  const double before = cpuSeconds();
  const Report report = run(program, options);
  const double seconds = cpuSeconds() - before;
  std::uint64_t compared = 0;
  for (const LawResult& result : report.results) compared += result.cases;
  std::printf("%-46s %9llu cases %8.0f/s  %9llu states %8.0f/s  %9llu handler calls %8.0f/s  %.2f s\n", what,
              static_cast<unsigned long long>(compared), compared / seconds,
              static_cast<unsigned long long>(report.total_states), report.total_states / seconds,
              static_cast<unsigned long long>(report.total_cases), report.total_cases / seconds, seconds);
  for (const std::string& error : report.errors) std::printf("  error: %s\n", error.c_str());
}

namespace {

/// A counter: one table, one mutation, one query.
struct Bump {
  std::int64_t id = 0;
};
TOUCHGRAPH_FIELDS(Bump, id)
struct IdArgs {
  std::int64_t id = 0;
};
TOUCHGRAPH_FIELDS(IdArgs, id)
void bump(cart::Db& db, const Bump& in) {
  db("UPDATE counters SET n = n + 1 WHERE id = ?").bind(in.id).run();
}
/// All counters of a kind: the sum.
std::int64_t loadSum(cart::Db& db) {
  cart::Statement& row = db("SELECT COALESCE(SUM(n), 0) FROM counters").bind();
  row.step();
  const std::int64_t sum = row.integer(0);
  row.bind();
  return sum;
}

void plainSql() {
  // The statements of one commute case of the cart pair, prepared once, in memory, without any runner.
  cart::Db db(":memory:");
  for (const char* sql :
       {"CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT, price_cents INTEGER, stock INTEGER)",
        "CREATE TABLE cart_items (cart_id INTEGER, product_id INTEGER, quantity INTEGER, PRIMARY KEY (cart_id, "
        "product_id))",
        "INSERT INTO products VALUES (1, 'a', 100, 1000000000), (2, 'b', 100, 1000000000)"}) {
    db(sql).bind().run();
  }
  constexpr int kTimes = 100000;
  const double before = cpuSeconds();
  std::int64_t seen = 0;
  for (int i = 0; i < kTimes; ++i) {
    seen += cart::loadCart(db, {1}).count;
    cart::addToCart(db, {1, 1 + i % 2, 1});
    seen += cart::loadCart(db, {1}).count;
  }
  const double seconds = cpuSeconds() - before;
  std::printf("%-46s %9d cases %8.0f/s  (%lld)\n", "plain SQL of a cart case", kTimes, kTimes / seconds,
              static_cast<long long>(seen));
}

}  // namespace
}  // namespace bench

int main() {
  using namespace touchgraph::prove;
  bench::plainSql();

  Options random;
  random.laws = {"commute"};
  random.cases = 100000;
  auto carts = cart::suite();
  cart::rightEntries(carts);
  random.pairs = {"cart/remove:cart"};
  bench::measure("random, small cart", carts.program(), random);
#ifdef TOUCHGRAPH_BENCH_SHOP
  bench::shop();
#endif

  Options all;
  all.mode = Mode::Exhaustive;
  all.laws = {"commute"};
  Suite<cart::Db> counters("counters");
  counters.open(sqlite(), [](const std::string& path) { return std::make_unique<cart::Db>(path); })
      .schema("CREATE TABLE counters (id INTEGER PRIMARY KEY, n INTEGER NOT NULL);");
  counters.mutation<&bench::bump>("bump").input("id", oneOf(1));
  counters.query<&bench::loadSum>("sum");
  counters.column("counters.n").values(range(0, 5));
  counters.prove<&bench::bump, &bench::loadSum>([](std::int64_t sum, const bench::Bump&) { return sum + 1; });
  counters.assume("SELECT EXISTS (SELECT 1 FROM counters)");
  all.rows = 7;
  all.time_budget = 120;
  bench::measure("exhaustive, one table", counters.program(), all);
  all.rows = 2;
  all.values = 3;
  all.pairs = {"cart/add:stock"};
  bench::measure("exhaustive, small cart", carts.program(), all);
}
