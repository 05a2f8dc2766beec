#include "checks/prove/named_columns.h"

#include <gtest/gtest.h>

/// What SQL looks at, by its names: more than there is at times, never less.
namespace touchgraph::prove {
namespace {

Schema shop() {
  Schema schema;
  const auto table = [&](const char* name, std::vector<const char*> columns) {
    Table out;
    out.name = name;
    for (const char* column : columns) {
      out.columns.push_back({});
      out.columns.back().name = column;
    }
    schema.tables.push_back(std::move(out));
  };
  table("Items", {"id", "name", "price"});
  table("orders", {"id", "item_id", "total", "note"});
  return schema;
}

Columns named(const std::string& text) {
  return namedColumns(shop(), {text});
}
const Columns kItems = {{"Items", ""}, {"Items", "id"}, {"Items", "name"}, {"Items", "price"}};

TEST(NamedColumns, AreThoseThatStandInTheText) {
  EXPECT_EQ(named("SELECT name FROM items WHERE id = $1"),
            (Columns{{"Items", ""}, {"Items", "id"}, {"Items", "name"}}));
  EXPECT_EQ(named("SELECT count(*) FROM \"Items\""), (Columns{{"Items", ""}}));
  EXPECT_EQ(named("UPDATE orders SET total = 0 -- id note"), (Columns{{"orders", ""}, {"orders", "total"}}));
  EXPECT_EQ(named("SELECT 'Items', id FROM elsewhere"), Columns{});
  EXPECT_EQ(named("INSERT INTO items (id, name) VALUES ($1, $2)"),
            (Columns{{"Items", ""}, {"Items", "id"}, {"Items", "name"}}));
}

TEST(NamedColumns, AreAllWhereARowIsTakenWhole) {
  for (const char* text : {"SELECT * FROM items", "SELECT i.* FROM items i", "INSERT INTO items VALUES (1, 'a', 2)",
                           "SELECT items FROM items", "SELECT i FROM items i", "SELECT md5(i) FROM items AS i",
                           "SELECT 1, i FROM items AS i", "SELECT to_jsonb(x) FROM (TABLE items) x",
                           "SELECT 1 FROM items NATURAL JOIN elsewhere", "DECLARE r items%ROWTYPE; BEGIN END"})
    EXPECT_EQ(named(text), kItems) << text;
  EXPECT_EQ(named("SELECT i.id FROM items AS i"), (Columns{{"Items", ""}, {"Items", "id"}}));
}

std::set<std::string> kept(const std::string& text, const char* table = "orders") {
  Schema schema = shop();
  markKeptColumns(schema, {{table, text}});
  std::set<std::string> out;
  for (const Table& t : schema.tables) {
    for (const Column& c : t.columns) {
      if (c.kept_by_trigger) out.insert(t.name + "." + c.name);
    }
  }
  return out;
}

TEST(KeptColumns, AreWhatTriggersAssign) {
  using Names = std::set<std::string>;
  EXPECT_EQ(
      kept("BEGIN UPDATE items SET price = price + coalesce(NEW.total, id), name = 'a' WHERE id = NEW.item_id; END"),
      (Names{"Items.price", "Items.name"}));
  EXPECT_EQ(kept("UPDATE ONLY public.items SET price = (SELECT 1, id = 2) FROM orders WHERE name = 'b'"),
            (Names{"Items.price"}));
  EXPECT_EQ(kept("BEGIN NEW.note := 'a'; IF NEW.total = 3 THEN NEW.total = 4; END IF; RETURN NEW; END"),
            (Names{"orders.note", "orders.total"}));
  EXPECT_EQ(kept("SET NEW.note = lower(NEW.note), NEW.total = 3"), (Names{"orders.note", "orders.total"}));
  EXPECT_EQ(kept("SELECT total INTO x FROM orders WHERE note = 'a'; DELETE FROM items WHERE price = 3"), Names{});
}

TEST(KeptColumns, AreNotDataThatEveryRowMustBring) {
  Schema schema = shop();
  Column& total = schema.tables[1].columns[2];
  total.not_null = true;
  markKeptColumns(schema, {{"orders", "UPDATE orders SET total = total - 1"}});
  EXPECT_FALSE(total.kept_by_trigger);
  total.has_default = true;
  markKeptColumns(schema, {{"orders", "UPDATE orders SET total = total - 1"}});
  EXPECT_TRUE(total.kept_by_trigger);
}

}  // namespace
}  // namespace touchgraph::prove
