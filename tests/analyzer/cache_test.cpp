// What the cache gives back, and when it does not.
#include "analyzer/analyze.h"

#include "scratch.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace touchgraph {
namespace {

namespace fs = std::filesystem;

class Cache : public ::testing::Test {
 protected:
  Cache() { fill("one"); }

  /// A project of two units and a header below `where`.
  void fill(const std::string& where) {
    scratch_.write(where + "/inc/db.h", "#pragma once\nvoid run(const char*);\n");
    scratch_.write(where + "/a.cpp", "#include \"db.h\"\nvoid a() { run(\"A\"); }\n");
    scratch_.write(where + "/b.cpp", "void b() {}\n");
    const std::string at = scratch_.path(where);
    scratch_.write(where + "/build/compile_commands.json",
                   R"([{"directory": ")" + at + R"(/build", "file": "../a.cpp", "command": "g++ -I)" + at +
                       R"(/inc -c ../a.cpp"},)" + R"({"directory": ")" + at +
                       R"(/build", "file": "../b.cpp", "command": "g++ -c ../b.cpp"}])");
  }

  AnalyzeResult analyzeIn(const std::string& where = "one", const std::string& cache = "cache", unsigned jobs = 1) {
    AnalyzeOptions options;
    options.root = scratch_.path(where);
    options.cache_directory = cache == "-" ? "-" : scratch_.path(cache);
    options.jobs = jobs;
    return analyze(options);
  }

  static std::string printed(const AnalyzeResult& result) {
    std::string out;
    for (const UnitFacts& unit : result.units) out += printFacts(unit);
    return out;
  }

  std::vector<fs::path> entries() const {
    std::vector<fs::path> out;
    for (const auto& entry : fs::directory_iterator(scratch_.path("cache")))
      if (entry.path().extension() == ".facts") out.push_back(entry.path());
    return out;
  }

  Scratch scratch_;
};

TEST_F(Cache, secondRunParsesNothingAndSaysTheSame) {
  const AnalyzeResult first = analyzeIn();
  EXPECT_EQ(first.parsed, 2u);
  const AnalyzeResult second = analyzeIn();
  EXPECT_EQ(second.parsed, 0u);
  EXPECT_EQ(second.from_cache, 2u);
  EXPECT_EQ(printed(second), printed(first));
}

TEST_F(Cache, aChangedHeaderConcernsOnlyTheUnitsThatReadIt) {
  analyzeIn();
  scratch_.write("one/inc/db.h", "#pragma once\nvoid run(const char*, int n = 2);\n");
  const AnalyzeResult second = analyzeIn();
  EXPECT_EQ(second.parsed, 1u);
  EXPECT_EQ(second.from_cache, 1u);
  EXPECT_NE(printed(second).find("Number 2"), std::string::npos);
}

TEST_F(Cache, aTouchedButEqualFileConcernsNobody) {
  analyzeIn();
  fs::last_write_time(scratch_.path("one/a.cpp"), fs::file_time_type::clock::now() + std::chrono::hours(1));
  EXPECT_EQ(analyzeIn().parsed, 0u);
}

TEST_F(Cache, aChangedCommandIsAnotherEntry) {
  analyzeIn();
  const std::string at = scratch_.path("one");
  scratch_.write("one/build/compile_commands.json",
                 R"([{"directory": ")" + at + R"(/build", "file": "../b.cpp", "command": "g++ -DNEW -c ../b.cpp"}])");
  EXPECT_EQ(analyzeIn().parsed, 1u);
}

TEST_F(Cache, aMovedCheckoutStillHits) {
  const AnalyzeResult first = analyzeIn();
  fill("elsewhere/deep");
  const AnalyzeResult second = analyzeIn("elsewhere/deep");
  EXPECT_EQ(second.parsed, 0u);
  EXPECT_EQ(printed(second), printed(first));
}

TEST_F(Cache, aCorruptEntryIsIgnoredAndWrittenAnew) {
  const AnalyzeResult first = analyzeIn();
  for (const fs::path& entry : entries()) {
    std::fstream file(entry, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(fs::file_size(entry) / 2));
    file << "garbage";
  }
  const AnalyzeResult second = analyzeIn();
  EXPECT_EQ(second.parsed, 2u);
  EXPECT_EQ(printed(second), printed(first));
  EXPECT_EQ(analyzeIn().parsed, 0u);
}

TEST_F(Cache, anEmptyEntryIsIgnored) {
  analyzeIn();
  for (const fs::path& entry : entries()) fs::resize_file(entry, 0);
  EXPECT_EQ(analyzeIn().parsed, 2u);
}

TEST_F(Cache, corruptHashesAreIgnored) {
  analyzeIn();
  scratch_.write("cache/hashes", "TGHASH1\nnot at all");
  EXPECT_EQ(analyzeIn().parsed, 0u);
}

TEST_F(Cache, unitsWithErrorsAreNotKept) {
  scratch_.write("one/b.cpp", "#include \"generated.h\"\nvoid b() { c(); }\n");
  const AnalyzeResult first = analyzeIn();
  EXPECT_FALSE(first.errors.empty());
  EXPECT_EQ(first.errors[0].file, "b.cpp");
  EXPECT_EQ(first.units.size(), 2u);  // facts as far as they go
  scratch_.write("one/generated.h", "void c();\n");
  const AnalyzeResult second = analyzeIn();
  EXPECT_TRUE(second.errors.empty());
  EXPECT_EQ(second.parsed, 1u);
}

TEST_F(Cache, noCacheKeepsNothing) {
  EXPECT_EQ(analyzeIn("one", "-").parsed, 2u);
  EXPECT_EQ(analyzeIn("one", "-").parsed, 2u);
  EXPECT_FALSE(fs::exists(scratch_.path("one/.touchgraph-cache")));
}

TEST_F(Cache, aCacheThatCannotBeMadeIsNoError) {
  scratch_.write("cache", "a file in its place");
  const AnalyzeResult result = analyzeIn();
  EXPECT_TRUE(result.errors.empty());
  EXPECT_EQ(result.units.size(), 2u);
}

TEST_F(Cache, leavesNoHalfFiles) {
  analyzeIn();
  for (const auto& entry : fs::directory_iterator(scratch_.path("cache"))) EXPECT_NE(entry.path().extension(), ".tmp");
}

TEST_F(Cache, resultDoesNotDependOnJobs) {
  EXPECT_EQ(printed(analyzeIn("one", "-", 1)), printed(analyzeIn("one", "-", 4)));
}

}  // namespace
}  // namespace touchgraph
