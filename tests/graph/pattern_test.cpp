#include "graph/pattern.h"
#include "graph/nearest.h"

#include <gtest/gtest.h>

namespace touchgraph {
namespace {

TEST(Pattern, FunctionStarStaysWithinAComponent) {
  EXPECT_EQ(matchFunction("shop::cart::*", "shop::cart::add", ""), "add");
  EXPECT_FALSE(matchFunction("shop::cart::*", "shop::cart::Repo::add", ""));
  EXPECT_EQ(matchFunction("shop::**", "shop::cart::Repo::add", ""), "cart::Repo::add");
  EXPECT_EQ(matchFunction("**::*Handler::run", "a::b::AddHandler::run", ""), "a::b");
  EXPECT_FALSE(matchFunction("add", "shop::add", ""));
}

TEST(Pattern, SignatureIsComparedOnlyWhenAsked) {
  EXPECT_TRUE(matchFunction("shop::add", "shop::add", "(Db &, int)"));
  EXPECT_TRUE(matchFunction("shop::add(Db &, int)", "shop::add", "(Db &, int)"));
  EXPECT_FALSE(matchFunction("shop::add(Db &)", "shop::add", "(Db &, int)"));
}

TEST(Pattern, Paths) {
  EXPECT_TRUE(matchPath("migrations/**/*.sql", "migrations/001.sql"));
  EXPECT_TRUE(matchPath("migrations/**/*.sql", "migrations/a/b/001.sql"));
  EXPECT_FALSE(matchPath("migrations/*.sql", "migrations/a/001.sql"));
}

TEST(Pattern, NamesIgnoreCase) {
  EXPECT_TRUE(matchName("audit_*", "Audit_Log"));
  EXPECT_FALSE(matchName("audit", "audit_log"));
}

TEST(Nearest, FindsTheSlip) {
  EXPECT_EQ(nearestName("scema", {"schema", "domains"}), "schema");
  EXPECT_EQ(nearestName("dmoains", {"schema", "domains"}), "domains");
  EXPECT_EQ(nearestName("totally", {"schema", "domains"}), "");
  EXPECT_EQ(didYouMean("itmes", {"items", "users"}), ", did you mean 'items'?");
}

}  // namespace
}  // namespace touchgraph
