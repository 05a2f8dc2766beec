#include "tools/catalogue.h"
#include "tools/catalogue_xml.h"

#include <gtest/gtest.h>

namespace touchgraph {
namespace {

using Entries = std::map<std::string, std::string>;

Entries parse(const std::string& format, const std::string& text) {
  std::string error;
  const Entries entries = parseCatalogue(format, text, "stem", error);
  EXPECT_EQ(error, "");
  return entries;
}

TEST(Catalogue, NamedSql) {
  EXPECT_EQ(parse("sql",
                  "-- a file of statements\n-- name: insert_user :exec\nINSERT INTO users\nVALUES (?);\n\n-- :name all "
                  ":?\n-- what it is for\nSELECT 1\n"),
            (Entries{{"insert_user", "INSERT INTO users\nVALUES (?);"}, {"all", "-- what it is for\nSELECT 1"}}));
}

TEST(Catalogue, OneTextAFile) {
  EXPECT_EQ(parse("file", "\nSELECT 1;\n"), (Entries{{"stem", "SELECT 1;"}}));
}

TEST(Catalogue, Json) {
  EXPECT_EQ(parse("json", R"({"user": {"add": "INSERT", "all": ["SELECT *", "FROM u"]}, "n": 3})"),
            (Entries{{"user.add", "INSERT"}, {"user.all", "SELECT *\nFROM u"}}));
  std::string error;
  parseCatalogue("json", "{", "stem", error);
  EXPECT_NE(error, "");
}

TEST(Catalogue, Yaml) {
  EXPECT_EQ(parse("yaml", "user:\n  add: |\n    INSERT\n"), (Entries{{"user.add", "INSERT\n"}}));
}

TEST(Catalogue, Properties) {
  EXPECT_EQ(parse("properties", "# no\nadd = INSERT INTO u \\\n   VALUES (?)\n[user]\nall: \"SELECT 1\"\n"),
            (Entries{{"add", "INSERT INTO u  VALUES (?)"}, {"user.all", "SELECT 1"}}));
}

TEST(Catalogue, Xml) {
  EXPECT_EQ(parse("xml",
                  "<?xml version=\"1.0\"?><!-- <select id=\"no\"/> --><mapper namespace='m'>\n"
                  "<select id=\"old\">SELECT * FROM u WHERE age &gt; ? <if test=\"a > 1\">AND x = ?</if></select>\n"
                  "<update id='set'><![CDATA[UPDATE u SET a = 1 WHERE b < 2]]></update>\n"
                  "<plain>DELETE FROM u</plain></mapper>"),
            (Entries{{"old", "SELECT * FROM u WHERE age > ?  AND x = ?"},
                     {"set", "UPDATE u SET a = 1 WHERE b < 2"},
                     {"plain", "DELETE FROM u"}}));
}

TEST(Catalogue, XmlCutShortIsReadAsFarAsItGoes) {
  EXPECT_EQ(parseXmlCatalogue("<a><q id=\"x\">SELECT 1"), (Entries{{"x", "SELECT 1"}}));
  EXPECT_EQ(parseXmlCatalogue("<a id=\"b"), (Entries{}));
}

TEST(Catalogue, QtResources) {
  const auto files = parseQtResources(
      "<RCC><qresource prefix=\"sql\"><file>a.sql</file><file "
      "alias=\"b\">dir/c.sql</file></qresource><qresource><file>d.sql</file></qresource></RCC>");
  ASSERT_EQ(files.size(), 3u);
  EXPECT_EQ(files[0].name, "/sql/a.sql");
  EXPECT_EQ(files[1].name, "/sql/b");
  EXPECT_EQ(files[1].file, "dir/c.sql");
  EXPECT_EQ(files[2].name, "/d.sql");
}

}  // namespace
}  // namespace touchgraph
