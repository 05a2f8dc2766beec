// Whole runs: errors with their place, what is the project's and what is the system's.
#include "analyzer/analyze.h"

#include "scratch.h"

#include <gtest/gtest.h>

namespace touchgraph {
namespace {

class Analyze : public ::testing::Test {
 protected:
  AnalyzeResult run(const std::string& flags) {
    scratch_.write("compile_commands.json", R"([{"directory": ")" + scratch_.path() +
                                                R"(", "file": "a.cpp", "command": "g++ )" + flags + R"( -c a.cpp"}])");
    AnalyzeOptions options;
    options.root = scratch_.path();
    options.cache_directory = "-";
    return analyze(options);
  }
  static std::vector<std::string> functions(const AnalyzeResult& result) {
    std::vector<std::string> out;
    for (const UnitFacts& unit : result.units)
      for (const FunctionFacts& f : unit.functions) out.push_back(unit.str(f.file) + ":" + unit.str(f.name));
    return out;
  }
  Scratch scratch_;
};

TEST_F(Analyze, anErrorNamesItsFileAndLine) {
  scratch_.write("a.cpp", "void f();\nvoid g() { f(1); }\nvoid h() { f(); }\n");
  const AnalyzeResult result = run("");
  ASSERT_EQ(result.errors.size(), 1u);
  EXPECT_EQ(result.errors[0].file, "a.cpp");
  EXPECT_EQ(result.errors[0].line, 2u);
  EXPECT_FALSE(result.errors[0].fatal);
  EXPECT_EQ(functions(result).size(), 2u);
}

TEST_F(Analyze, aLibraryInsideTheProjectIsTheProjectsOwn) {
  scratch_.write("vendor/lib.h", "inline void inside() {}\n");
  scratch_.write("a.cpp", "#include <lib.h>\n#include <stddef.h>\nvoid f() { inside(); }\n");
  const std::vector<std::string> expected = {"vendor/lib.h:inside", "a.cpp:f"};
  EXPECT_EQ(functions(run("-I vendor")), expected);
  EXPECT_EQ(functions(run("-isystem vendor")), expected);
}

TEST_F(Analyze, aSystemHeaderOutsideTheProjectIsNotWalked) {
  const Scratch outside;
  outside.write("lib.h", "inline void outside() {}\n");
  scratch_.write("a.cpp", "#include <lib.h>\nvoid f() { outside(); }\n");
  EXPECT_EQ(functions(run("-isystem " + outside.path())), (std::vector<std::string>{"a.cpp:f"}));
}

TEST_F(Analyze, flagsOnlyGccKnowsAreNoErrors) {
  scratch_.write("a.cpp", "int f() { return 1; }\n");
  const AnalyzeResult result =
      run("-fno-canonical-system-headers -fanalyzer -flto=auto -fmax-errors=3 -fconcepts-diagnostics-depth=2 "
          "-mno-fp-ret-in-387 -Wduplicated-cond");
  for (const AnalyzeError& error : result.errors) ADD_FAILURE() << error.message;
  EXPECT_EQ(result.units.size(), 1u);
}

TEST_F(Analyze, sameFileNamesInTwoDirectoriesKeepTheirStaticsApart) {
  scratch_.write("x/util.cpp", "static int help() { return 1; }\nint x() { return help(); }\n");
  scratch_.write("y/util.cpp", "static int help() { return 2; }\nint y() { return help(); }\n");
  const std::string at = scratch_.path();
  scratch_.write(
      "compile_commands.json", R"([{"directory": ")" + at + R"(", "file": "x/util.cpp", "command": "g++ -c x/util.cpp"},
    {"directory": ")" + at + R"(", "file": "y/util.cpp", "command": "g++ -c y/util.cpp"}])");
  AnalyzeOptions options;
  options.root = at;
  options.cache_directory = "-";
  const AnalyzeResult result = analyze(options);
  ASSERT_EQ(result.units.size(), 2u);
  EXPECT_NE(result.units[0].str(result.units[0].functions[0].symbol),
            result.units[1].str(result.units[1].functions[0].symbol));
  EXPECT_TRUE(result.units[0].functions[0].internal_linkage);
}

}  // namespace
}  // namespace touchgraph
