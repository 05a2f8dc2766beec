#include "tests/prove/cart_entries.h"

#include <gtest/gtest.h>

/// Law atomic with writes that are refused: a handler never fails by itself here, and may not half-write when the
/// database makes it fail.
namespace touchgraph::prove {
namespace {

struct Move {
  std::int64_t from = 0, to = 0;
};
TOUCHGRAPH_FIELDS(Move, from, to)

void shift(cart::Db& db, const Move& in) {
  db("UPDATE products SET stock = stock + 1 WHERE id = ?1").bind(in.to).run();
  db("UPDATE products SET price_cents = price_cents + 1 WHERE id = ?1").bind(in.from).run();
}
void shiftInTransaction(cart::Db& db, const Move& in) {
  cart::Transaction transaction(db);
  shift(db, in);
  transaction.commit();
}
/// Ends its transaction in either case, with what is done by then.
void shiftAndCommit(cart::Db& db, const Move& in) {
  db("BEGIN").bind().run();
  try {
    shift(db, in);
  } catch (const std::exception&) {
    db("COMMIT").bind().run();
    throw;
  }
  db("COMMIT").bind().run();
}
/// Does without what is refused, and says that it worked.
void shiftWhatCan(cart::Db& db, const Move& in) {
  try {
    shift(db, in);
  } catch (const std::exception&) {
  }
}
/// One statement: all of it or nothing.
void shiftBoth(cart::Db& db, const Move& in) {
  db("UPDATE products SET stock = stock + 1 WHERE id = ?1 OR id = ?2").bind(in.from, in.to).run();
}

TEST(Refused, AHandlerThatHalfWritesWhenAWriteIsRefusedIsCaught) {
  auto suite = cart::suite();
  const auto add = [](auto registration) { registration.input("from", "products.id").input("to", "products.id"); };
  add(suite.mutation<&shift>("plain"));
  add(suite.mutation<&shiftInTransaction>("transaction"));
  add(suite.mutation<&shiftAndCommit>("commits"));
  add(suite.mutation<&shiftWhatCan>("swallows"));
  add(suite.mutation<&shiftBoth>("both"));
  suite.prove<&shift, &cart::loadStock>([](std::int64_t stock, const cart::StockArgs& args, const Move& in) {
    return stock >= 0 && args.productId == in.to ? stock + 1 : stock;
  });
  Options options;
  options.cases = 400;
  const Report report = suite.run(options);
  const auto atomic = [&](const char* mutation) { return report.find(mutation, "", "atomic"); };
  ASSERT_NE(atomic("plain"), nullptr);
  EXPECT_EQ(atomic("plain")->verdict, Verdict::Refuted) << report.text();
  EXPECT_NE(atomic("plain")->counterexample.find("row 2 that it writes was refused"), std::string::npos)
      << atomic("plain")->counterexample;
  EXPECT_EQ(atomic("commits")->verdict, Verdict::Refuted) << report.text();
  EXPECT_EQ(atomic("transaction")->verdict, Verdict::Sampled) << report.text();
  EXPECT_EQ(atomic("both")->verdict, Verdict::Sampled) << report.text();
  EXPECT_EQ(atomic("swallows")->verdict, Verdict::Unproved) << "it never fails: " << report.text();
  // The triggers that refuse are gone: other laws see the handler as it is.
  EXPECT_EQ(report.find("plain", "stock", "commute")->verdict, Verdict::Sampled) << report.text();
}

}  // namespace
}  // namespace touchgraph::prove
