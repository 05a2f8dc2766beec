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

static std::string g_only;

void measure(const char* what, const Program& program, const Options& options) {
  if (std::string(what).find(g_only) == std::string::npos) return;
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

/// One counter, -1 when there is none.
std::int64_t loadOne(cart::Db& db, const IdArgs& args) {
  cart::Statement& row = db("SELECT n FROM counters WHERE id = ?").bind(args.id);
  const std::int64_t n = row.step() ? row.integer(0) : -1;
  row.bind(args.id);
  return n;
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

/// With an argument only the lines whose name has it are measured.
int main(int argc, char** argv) {
  if (argc > 1) bench::g_only = argv[1];
  using namespace touchgraph::prove;
  if (bench::g_only.empty()) bench::plainSql();

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
  // Every counter that is there and one that is not: up to six inputs a state.
  Suite<cart::Db> several("several");
  several.open(sqlite(), [](const std::string& path) { return std::make_unique<cart::Db>(path); })
      .schema("CREATE TABLE counters (id INTEGER PRIMARY KEY, n INTEGER NOT NULL);");
  several.mutation<&bench::bump>("bump").input("id", "counters.id");
  several.query<&bench::loadOne>("one").arg("id", "counters.id");
  several.column("counters.n").values(range(0, 5));
  several.prove<&bench::bump, &bench::loadOne>([](std::int64_t n, const bench::IdArgs& args, const bench::Bump& in) {
    return n < 0 || args.id != in.id ? n : n + 1;
  });
  all.rows = 6;
  bench::measure("exhaustive, one table, several inputs", several.program(), all);
  all.rows = 3;
  all.values = 3;
  all.pairs = {"cart/remove:quantity"};
  bench::measure("exhaustive, small cart, no transaction", carts.program(), all);
  all.pairs = {"cart/add:stock"};
  bench::measure("exhaustive, small cart, a transaction", carts.program(), all);
}
