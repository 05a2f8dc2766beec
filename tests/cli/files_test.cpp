#include "tools/files.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace touchgraph {
namespace {

namespace fs = std::filesystem;

class Files : public testing::Test {
 protected:
  Files() {
    std::string pattern = (fs::temp_directory_path() / "touchgraph-files-XXXXXX").string();
    root_ = mkdtemp(pattern.data());
  }
  ~Files() override { fs::remove_all(root_); }
  void make(const std::string& path) {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << "x";
  }
  using List = std::vector<std::string>;
  fs::path root_;
};

TEST_F(Files, MigrationsInNaturalOrder) {
  for (const char* file : {"m/V10__c.sql", "m/V2__b.sql", "m/V1__a.sql", "m/readme.md", "m/old/V0.sql"}) make(file);
  EXPECT_EQ(globFiles(root_.string(), "m/*.sql", 100), (List{"m/V1__a.sql", "m/V2__b.sql", "m/V10__c.sql"}));
  EXPECT_EQ(globFiles(root_.string(), "m", 100), (List{"m/V1__a.sql", "m/V2__b.sql", "m/V10__c.sql", "m/old/V0.sql"}))
      << "a directory is all .sql below it";
  EXPECT_EQ(globFiles(root_.string(), "m/V1__a.sql", 100), (List{"m/V1__a.sql"}));
  EXPECT_EQ(globFiles(root_.string(), "m/", 100).size(), 4u);
}

TEST_F(Files, BuildTreesAndHiddenOnesAreNotEntered) {
  for (const char* file : {"a.sql", "build/CMakeCache.txt", "build/b.sql", ".git/c.sql", "node_modules/d.sql"})
    make(file);
  EXPECT_EQ(globFiles(root_.string(), "**/*.sql", 100), (List{"a.sql"}));
}

TEST_F(Files, NoFile) {
  EXPECT_EQ(globFiles(root_.string(), "nothing/*.sql", 100), List{});
  EXPECT_FALSE(readFile((root_ / "nothing").string()));
  EXPECT_FALSE(readFile(root_.string())) << "a directory is no file";
}

TEST_F(Files, WriteLeavesNothingHalfDone) {
  std::string error;
  const std::string path = (root_ / "out").string();
  EXPECT_TRUE(writeFile(path, "one", error));
  EXPECT_TRUE(writeFile(path, "two", error));
  EXPECT_EQ(readFile(path), "two");
  EXPECT_FALSE(writeFile((root_ / "no" / "out").string(), "x", error));
  EXPECT_NE(error, "");
  EXPECT_EQ(std::distance(fs::directory_iterator(root_), fs::directory_iterator()), 1) << "no temporary file is left";
}

TEST(NaturalLess, Numbers) {
  EXPECT_TRUE(naturalLess("a9", "a10"));
  EXPECT_FALSE(naturalLess("a10", "a9"));
  EXPECT_TRUE(naturalLess("001_a", "002_a"));
  EXPECT_FALSE(naturalLess("a", "a"));
  EXPECT_TRUE(naturalLess("a1", "a01") != naturalLess("a01", "a1"));
}

}  // namespace
}  // namespace touchgraph
