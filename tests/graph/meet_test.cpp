#include "graph/meet.h"
#include "tests/graph/make.h"

#include <gtest/gtest.h>

namespace touchgraph {
namespace {

using make::read;
using make::touch;

Instance only(const std::optional<Meet>& met) {
  EXPECT_TRUE(met && met->instances && met->instances->size() == 1);
  return met && met->instances && !met->instances->empty() ? met->instances->front() : Instance{};
}

TEST(Meet, UpdateMeetsOnSharedColumn) {
  const auto met = meet(touch("p", TouchOp::Update, {{"name", "stock"}}), read("p", {{"price", "stock"}}));
  ASSERT_TRUE(met);
  EXPECT_EQ(met->witness.columns, (std::vector<std::string>{"stock"}));
  EXPECT_FALSE(met->instances);
}

TEST(Meet, UpdateOfOtherColumnsDoesNotMeet) {
  EXPECT_FALSE(meet(touch("p", TouchOp::Update, {{"name"}}), read("p", {{"price"}})));
}
TEST(Meet, UpdateDoesNotMeetCount) {
  EXPECT_FALSE(meet(touch("p", TouchOp::Update, {{"name"}}), read("p", std::vector<std::string>{})));
}
TEST(Meet, InsertMeetsCount) {
  EXPECT_TRUE(meet(touch("p", TouchOp::Insert, {{"name"}}), read("p", std::vector<std::string>{})));
}
TEST(Meet, DeleteMeetsAnyColumns) {
  EXPECT_TRUE(meet(touch("p", TouchOp::Delete), read("p", {{"price"}})));
}
TEST(Meet, UnknownColumnsMeet) {
  EXPECT_TRUE(meet(touch("p", TouchOp::Update), read("p", {{"price"}})));
  EXPECT_TRUE(meet(touch("p", TouchOp::Update, {{"name"}}), read("p")));
}
TEST(Meet, OtherTableDoesNotMeet) {
  EXPECT_FALSE(meet(touch("p", TouchOp::Delete), read("q")));
}
TEST(Meet, CaseOfNamesIsIgnored) {
  EXPECT_TRUE(meet(touch("P", TouchOp::Update, {{"Name"}}), read("p", {{"name"}})));
}

TEST(Meet, UnknownPartOfTableMeetsWhatFits) {
  EXPECT_TRUE(meet(touch("*_users", TouchOp::Delete), read("eu_users")));
  EXPECT_FALSE(meet(touch("*_users", TouchOp::Delete), read("eu_carts")));
  EXPECT_TRUE(meet(touch("*", TouchOp::Delete), read("eu_carts")));
  EXPECT_TRUE(tablesMeet("eu_*", "*_users"));
  EXPECT_FALSE(tablesMeet("eu_*", "us_*"));
}

TEST(Meet, KeyGivesInstance) {
  const auto met = meet(touch("p", TouchOp::Update, {{"stock"}}, {{{"id", "arg:in.productId"}}}),
                        read("p", {{"id", "stock"}}, {{{"id", "arg:args.id"}}}));
  EXPECT_EQ(only(met), (Instance{{"args.id", "arg:in.productId"}}));
  EXPECT_EQ(met->witness.predicate, (std::vector<Meeting>{{"id", "arg:in.productId", "arg:args.id"}}));
}

TEST(Meet, OldAndNewKeyAreTwoInstances) {
  const auto met = meet(touch("p", TouchOp::Update, {{"id"}}, {{{"id", "arg:in.from"}, {"id", "arg:in.to"}}}),
                        read("p", {{"id"}}, {{{"id", "arg:id"}}}));
  ASSERT_TRUE(met && met->instances);
  EXPECT_EQ(*met->instances, (std::vector<Instance>{{{"id", "arg:in.from"}}, {{"id", "arg:in.to"}}}));
}

TEST(Meet, KeyOnAnotherColumnGivesAllInstances) {
  const auto met = meet(touch("p", TouchOp::Update, {{"stock"}}, {{{"sku", "arg:in.sku"}}}),
                        read("p", {{"stock"}}, {{{"id", "arg:args.id"}}}));
  ASSERT_TRUE(met);
  EXPECT_FALSE(met->instances);
}

TEST(Meet, CompositeKeyBindsBothArguments) {
  const auto met = meet(touch("i", TouchOp::Delete, std::nullopt, {{{"cart", "arg:c"}, {"product", "arg:p"}}}),
                        read("i", {{"qty"}}, {{{"cart", "arg:a.cart"}, {"product", "arg:a.product"}}}));
  EXPECT_EQ(only(met), (Instance{{"a.cart", "arg:c"}, {"a.product", "arg:p"}}));
}

TEST(Meet, ListArgumentOfTheQuery) {
  const auto met = meet(touch("p", TouchOp::Delete, std::nullopt, {{{"id", "arg:id"}}}),
                        read("p", {{"id"}}, {{{"id", "each(arg:ids[])"}}}));
  EXPECT_EQ(only(met), (Instance{{"ids[]", "arg:id"}}));
}

TEST(Meet, DifferentConstantsDoNotMeet) {
  const auto closed = read("o", {{"status"}}, {{{"status", "const:open"}}});
  EXPECT_FALSE(meet(touch("o", TouchOp::Delete, std::nullopt, {{{"status", "const:closed"}}}), closed));
  EXPECT_TRUE(meet(touch("o", TouchOp::Delete, std::nullopt, {{{"status", "const:OPEN"}}}), closed))
      << "a collation may ignore case";
  EXPECT_TRUE(
      meet(touch("o", TouchOp::Update, {{"status"}}, {{{"status", "const:closed"}, {"status", "const:open"}}}), closed))
      << "old or new row";
  EXPECT_TRUE(meet(touch("o", TouchOp::Delete, std::nullopt, {{{"status", "arg:s"}}}), closed));
}

TEST(Meet, RowOfAnInsertPinsItsColumns) {
  Touch insert = touch("o", TouchOp::Insert, {{"id", "status"}});
  insert.row = {{"status", "const:new"}};
  EXPECT_FALSE(meet(insert, read("o", {{"id"}}, {{{"status", "const:open"}}})));
  insert.op = TouchOp::Upsert;
  EXPECT_TRUE(meet(insert, read("o", {{"id"}}, {{{"status", "const:open"}}})))
      << "the row that was there may be an open one";
  insert.op = TouchOp::Replace;
  EXPECT_TRUE(meet(insert, read("o", {{"id"}}, {{{"status", "const:open"}}})))
      << "the row it evicts may be an open one";
}

TEST(ProvablyDifferent, OnlyUnderEveryComparison) {
  EXPECT_TRUE(provablyDifferent("open", "closed"));
  EXPECT_TRUE(provablyDifferent("1", "2"));
  EXPECT_TRUE(provablyDifferent("NULL", "open"));
  EXPECT_FALSE(provablyDifferent("1", "1.0"));
  EXPECT_FALSE(provablyDifferent("1", "01"));
  EXPECT_FALSE(provablyDifferent("0", "open")) << "MySQL compares a word with a number as 0";
  EXPECT_FALSE(provablyDifferent("open ", "open"));
  EXPECT_FALSE(provablyDifferent("true", "1"));
  EXPECT_FALSE(provablyDifferent("caf\xc3\xa9", "cafe"));
}

}  // namespace
}  // namespace touchgraph
