#include "tests/prove/small_cart.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

/// Transforms that are right for all numbers a program usually meets, and wrong at the ends of 32 or 64 bits.
namespace touchgraph::prove {
namespace {

struct Pay {
  std::int64_t id = 0, amount = 0;
};
TOUCHGRAPH_FIELDS(Pay, id, amount)
struct IdArgs {
  std::int64_t id = 0;
};
TOUCHGRAPH_FIELDS(IdArgs, id)
struct Rank {
  std::int32_t rank = 0;
};
TOUCHGRAPH_FIELDS(Rank, rank)

/// The constraint refuses what SQLite makes of a sum that overflows: a real number.
void pay(cart::Db& db, const Pay& in) {
  db("UPDATE accounts SET balance = balance + ?2 WHERE id = ?1").bind(in.id, in.amount).run();
}
void replace(cart::Db& db, const Pay& in) {
  db("UPDATE accounts SET balance = ?2 WHERE id = ?1").bind(in.id, in.amount).run();
}
void enlist(cart::Db& db, const Rank& in) {
  db("INSERT INTO ranks (rank) VALUES (?1)").bind(std::int64_t{in.rank}).run();
}
std::optional<std::int64_t> loadBalance(cart::Db& db, const IdArgs& args) {
  cart::Statement& rows = db("SELECT balance FROM accounts WHERE id = ?1").bind(args.id);
  const std::optional<std::int64_t> balance = rows.step() ? std::optional(rows.integer(0)) : std::nullopt;
  rows.bind(args.id);
  return balance;
}
std::vector<std::int64_t> loadRanks(cart::Db& db) {
  std::vector<std::int64_t> out;
  cart::Statement& rows = db("SELECT rank FROM ranks ORDER BY rank").bind();
  while (rows.step()) out.push_back(rows.integer(0));
  return out;
}

Suite<cart::Db> accounts() {
  Suite<cart::Db> suite("accounts");
  suite.open(sqlite(), [](const std::string& path) { return std::make_unique<cart::Db>(path); })
      .schema(
          "CREATE TABLE accounts (id INTEGER PRIMARY KEY, balance INTEGER NOT NULL CHECK (typeof(balance) = "
          "'integer'));"
          "CREATE TABLE ranks (rank INTEGER NOT NULL);");
  suite.mutation<&pay>("pay").input("id", "accounts.id");
  suite.mutation<&replace>("replace").input("id", "accounts.id");
  suite.mutation<&enlist>("enlist");
  suite.query<&loadBalance>("balance").arg("id", "accounts.id");
  suite.query<&loadRanks>("ranks");
  return suite;
}

/// Without the undefined behaviour of a signed overflow.
std::int64_t wrappedSum(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

/// A balance after a payment or a new balance that `to` works out.
template <auto Handler, class To>
void proveBalance(Suite<cart::Db>& suite, const char* variant, To to) {
  suite.prove<Handler, &loadBalance>(
      [to](std::optional<std::int64_t> balance, const IdArgs& args, const Pay& in) {
        return args.id == in.id && balance ? to(*balance, in.amount) : balance;
      },
      variant);
}
template <class Less>
void proveRanks(Suite<cart::Db>& suite, const char* variant, Less less) {
  suite.prove<&enlist, &loadRanks>(
      [less](std::vector<std::int64_t> ranks, const Rank& in) {
        ranks.push_back(in.rank);
        std::sort(ranks.begin(), ranks.end(), less);
        return ranks;
      },
      variant);
}

void wrongEntries(Suite<cart::Db>& suite) {
  proveBalance<&replace>(suite, "an int for a balance",
                         [](std::int64_t, std::int64_t to) { return std::int64_t{static_cast<std::int32_t>(to)}; });
  proveBalance<&replace>(suite, "a double for a balance", [](std::int64_t, std::int64_t to) {
    return to == std::numeric_limits<std::int64_t>::max() ? to - 1 : static_cast<std::int64_t>(double(to));
  });
  proveBalance<&replace>(suite, "an unsigned for a balance", [](std::int64_t, std::int64_t to) {
    return to < 0 ? to : std::int64_t{static_cast<std::uint32_t>(to)};
  });
  proveBalance<&pay>(suite, "a sum of ints", [](std::int64_t balance, std::int64_t amount) {
    return std::int64_t{static_cast<std::int32_t>(wrappedSum(balance, amount))};
  });
  proveBalance<&pay>(suite, "clamps to 32 bits", [](std::int64_t balance, std::int64_t amount) {
    return std::min<std::int64_t>(wrappedSum(balance, amount), std::numeric_limits<std::int32_t>::max());
  });
  proveRanks(suite, "orders by a difference of ints", [](std::int64_t a, std::int64_t b) {
    return static_cast<std::int32_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b)) < 0;
  });
}

Options commute(Mode mode) {
  Options options;
  options.mode = mode;
  options.laws = {"commute"};
  return options;
}

TEST(Extremes, ShowWhatOnlyOverflowShows) {
  for (const Mode mode : {Mode::Random, Mode::Exhaustive}) {
    auto usual = accounts();
    wrongEntries(usual);
    const Report passed = usual.run(commute(mode));
    EXPECT_TRUE(passed.clean()) << "not only overflow shows it\n" << passed.text();
    auto extreme = accounts();
    wrongEntries(extreme);
    extreme.extremes();
    const Report report = extreme.run(commute(mode));
    ASSERT_EQ(report.results.size(), 6u);
    for (const LawResult& result : report.results)
      EXPECT_EQ(result.verdict, Verdict::Refuted) << result.variant << "\n" << report.text();
  }
}

TEST(Extremes, RightTransformsAreNotFlagged) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    auto suite = accounts();
    proveBalance<&replace>(suite, "right", [](std::int64_t, std::int64_t to) { return to; });
    // Where the sum overflows the handler fails, and what is predicted does not count.
    proveBalance<&pay>(suite, "right", wrappedSum);
    proveRanks(suite, "right", std::less<>());
    suite.extremes();
    Options options = commute(seed == 1 ? Mode::Exhaustive : Mode::Random);
    options.seed = seed;
    const Report report = suite.run(options);
    EXPECT_TRUE(report.clean()) << report.text();
  }
}

}  // namespace
}  // namespace touchgraph::prove
