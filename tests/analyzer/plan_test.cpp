// Compile databases and the commands in them.
#include "analyzer/plan.h"

#include "scratch.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace touchgraph {
namespace {

using Words = std::vector<std::string>;

/// The cleaned command without what every one has.
Words clean(Words command, const std::string& file = "/p/a.cpp") {
  Words out = cleanCommand(command, "/p", file);
  out[0] = out[0].substr(out[0].rfind('/') + 1);
  const auto tail = std::find(out.begin(), out.end(), "-fsyntax-only");
  out.erase(tail, out.end());
  return out;
}

TEST(CleanCommand, keepsWhatParsingNeeds) {
  EXPECT_EQ(clean({"/usr/bin/g++", "-std=gnu++20", "-DX=\"a b\"", "-UNDEBUG", "-I../inc", "-isystem", "/opt/x",
                   "-include", "pre.h", "-fPIC", "-pthread", "-O2", "-c", "a.cpp", "-o", "a.o"}),
            (Words{"clang++", "-std=gnu++20", "-D", "X=\"a b\"", "-U", "NDEBUG", "-I", "../inc", "-isystem", "/opt/x",
                   "-include", "pre.h", "-fPIC", "-pthread", "-O2"}));
}

TEST(CleanCommand, dropsOutputsDependenciesAndWarnings) {
  EXPECT_EQ(clean({"c++", "-Wall", "-Werror", "-Wno-unused", "-pedantic", "-MD", "-MT", "x.o", "-MF", "x.d", "-g",
                   "-ggdb3", "-o", "x.o", "-c", "a.cpp"}),
            (Words{"clang++"}));
}

TEST(CleanCommand, dropsWhatOnlyGccKnows) {
  EXPECT_EQ(clean({"g++", "-fno-canonical-system-headers", "-fconserve-stack", "-fanalyzer", "-fmodules-ts",
                   "-fdeps-format=p1689r5", "-fconcepts", "-DKEEP", "-c", "a.cpp"}),
            (Words{"clang++", "-D", "KEEP"}));
}

TEST(CleanCommand, dropsPrecompiledHeadersButKeepsTheirSource) {
  EXPECT_EQ(clean({"clang++", "-Winvalid-pch", "-Xclang", "-include-pch", "-Xclang", "/b/cmake_pch.hxx.pch", "-Xclang",
                   "-include", "-Xclang", "/b/cmake_pch.hxx", "-c", "a.cpp"}),
            (Words{"clang++", "-Xclang", "-include", "-Xclang", "/b/cmake_pch.hxx"}));
  EXPECT_EQ(clean({"clang++", "-include-pch", "x.pch", "-c", "a.cpp"}), (Words{"clang++"}));
}

TEST(CleanCommand, choosesTheLanguageAsTheCompilerDid) {
  EXPECT_EQ(clean({"gcc", "-c", "a.c"})[0], "clang");
  EXPECT_EQ(clean({"x86_64-linux-gnu-g++-12", "-c", "a.c"})[0], "clang++");
  EXPECT_EQ(clean({"cc", "-x", "c++", "-c", "a.c"}), (Words{"clang", "-x", "c++"}));
}

TEST(CleanCommand, looksThroughCompilerWrappers) {
  EXPECT_EQ(clean({"ccache", "/usr/bin/g++", "-DX", "-c", "a.cpp"}), (Words{"clang++", "-D", "X"}));
  EXPECT_EQ(clean({"env", "A=b", "distcc", "gcc", "-DX", "-c", "a.cpp"}), (Words{"clang", "-D", "X"}));
}

TEST(CleanCommand, readsResponseFiles) {
  const Scratch scratch;
  scratch.write("flags.rsp", "-DIN=1 -I\"a dir\"");
  const Words out = cleanCommand({"g++", "@flags.rsp", "-c", "a.cpp"}, scratch.path(), scratch.path("a.cpp"));
  EXPECT_NE(std::find(out.begin(), out.end(), "IN=1"), out.end());
  EXPECT_NE(std::find(out.begin(), out.end(), "a dir"), out.end());
}

TEST(Plan, noDatabaseIsFatalAndSaysWhatToDo) {
  const Scratch scratch;
  AnalyzeOptions options;
  options.root = scratch.path();
  options.build_directory = scratch.path("nowhere");
  const Plan plan = planUnits(options);
  ASSERT_EQ(plan.errors.size(), 1u);
  EXPECT_TRUE(plan.errors[0].fatal);
  EXPECT_NE(plan.errors[0].hint.find("CMAKE_EXPORT_COMPILE_COMMANDS"), std::string::npos);
}

TEST(Plan, malformedDatabaseIsFatal) {
  const Scratch scratch;
  scratch.write("build/compile_commands.json", "[{");
  AnalyzeOptions options;
  options.root = scratch.path();
  const Plan plan = planUnits(options);
  ASSERT_EQ(plan.errors.size(), 1u);
  EXPECT_TRUE(plan.errors[0].fatal);
}

TEST(Plan, staleEntriesAreNamedAndTheRestIsPlanned) {
  const Scratch scratch;
  scratch.write("src/a.cpp", "");
  scratch.write(
      "build/x/compile_commands.json", R"([{"directory": ")" + scratch.path("build/x") +
                                           R"(", "file": "../../src/a.cpp", "command": "g++ -c ../../src/a.cpp"},
    {"directory": "/", "file": ")" + scratch.path("src/gone.cpp") +
                                           R"(", "arguments": ["g++", "-c", "gone.cpp"]}])");
  AnalyzeOptions options;
  options.root = scratch.path();
  const Plan plan = planUnits(options);
  ASSERT_EQ(plan.units.size(), 1u);
  EXPECT_EQ(plan.units[0].relative, "src/a.cpp");
  ASSERT_EQ(plan.errors.size(), 1u);
  EXPECT_EQ(plan.errors[0].file, "src/gone.cpp");
  EXPECT_FALSE(plan.errors[0].fatal);
}

TEST(Plan, orderAndDuplicatesOfTheDatabaseDoNotShow) {
  const Scratch scratch;
  scratch.write("a.cpp", "");
  scratch.write("b.cpp", "");
  const auto row = [&](const std::string& file, const std::string& flag) {
    return R"({"directory": ")" + scratch.path() + R"(", "file": ")" + file + R"(", "command": "g++ )" + flag + " -c " +
           file + R"("})";
  };
  AnalyzeOptions options;
  options.root = scratch.path();
  scratch.write("compile_commands.json",
                "[" + row("b.cpp", "-DB") + "," + row("a.cpp", "-DA2") + "," + row("a.cpp", "-DA1") + "]");
  const Plan one = planUnits(options);
  scratch.write("compile_commands.json",
                "[" + row("a.cpp", "-DA1") + "," + row("a.cpp", "-DA2") + "," + row("b.cpp", "-DB") + "]");
  const Plan two = planUnits(options);
  ASSERT_EQ(one.units.size(), 2u);
  ASSERT_EQ(two.units.size(), 2u);
  for (std::size_t i = 0; i != 2; ++i) {
    EXPECT_EQ(one.units[i].relative, two.units[i].relative);
    EXPECT_EQ(one.units[i].command, two.units[i].command);
  }
}

TEST(Plan, aFileThatIsNotInTheDatabaseIsAnError) {
  const Scratch scratch;
  scratch.write("a.cpp", "");
  scratch.write("compile_commands.json",
                R"([{"directory": ")" + scratch.path() + R"(", "file": "a.cpp", "command": "g++ -c a.cpp"}])");
  AnalyzeOptions options;
  options.root = scratch.path();
  options.files = {"a.cpp", "other.cpp"};
  const Plan plan = planUnits(options);
  EXPECT_EQ(plan.units.size(), 1u);
  ASSERT_EQ(plan.errors.size(), 1u);
  EXPECT_EQ(plan.errors[0].file, "other.cpp");
}

}  // namespace
}  // namespace touchgraph
