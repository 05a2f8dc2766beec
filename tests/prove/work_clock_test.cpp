#include "checks/prove/work_clock.h"
#include "tests/prove/small_cart.h"

#include <gtest/gtest.h>

#include <thread>

/// The time budget counts work, not the time that others take.
namespace touchgraph::prove {
namespace {

using std::chrono::milliseconds;

TEST(WorkClock, WaitingCountsATenth) {
  const WorkClock work(true), passing(false);
  std::this_thread::sleep_for(milliseconds(100));
  const auto worked = work.now(), passed = passing.now();
  EXPECT_GE(worked, milliseconds(10));
  EXPECT_LT(worked, milliseconds(60));
  EXPECT_GE(passed, milliseconds(100));
}

TEST(WorkClock, WorkCounts) {
  const WorkClock work(true);
  const auto start = std::clock();
  while (std::clock() - start < CLOCKS_PER_SEC / 20) {
  }
  EXPECT_GE(work.now(), milliseconds(49));
}

/// Waits for something else most of the time.
void slowClear(cart::Db& db, const cart::ClearCart& in) {
  std::this_thread::sleep_for(milliseconds(2));
  cart::clearCart(db, in);
}

TEST(WorkClock, AHandlerThatWaitsIsMetTenTimesAsLong) {
  auto suite = cart::suite();
  suite.mutation<&slowClear>("slow").input("cartId", "carts.id");
  suite.prove<&slowClear, &cart::loadCart>(cart::clearLines);
  Options options;
  options.pairs = {"slow:cart"};
  options.laws = {"commute"};
  options.time_budget = 0.1;
  const Report report = suite.run(options);
  ASSERT_EQ(report.results.size(), 1u) << report.text();
  EXPECT_NE(report.results[0].evidence.find("time budget ended"), std::string::npos) << report.text();
  EXPECT_GE(report.seconds, 0.3) << "a budget of time";
  EXPECT_LE(report.seconds, 3) << "a budget of work alone";
}

}  // namespace
}  // namespace touchgraph::prove
