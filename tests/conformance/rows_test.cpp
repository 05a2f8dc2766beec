// The tables of rows themselves: every row can be reached, and has the slots its role needs.
#include "analyzer/models/models.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace touchgraph {
namespace {

/// True when every call that `later` matches is matched by `earlier`.
bool covers(const ModelRow& earlier, const ModelRow& later) {
  return earlier.min_args <= later.min_args && earlier.max_args >= later.max_args &&
         later.signature_has.find(earlier.signature_has) != std::string::npos;
}

std::string describe(const Library& library, const ModelRow& row) {
  return library.name + ": " + row.callee + " (" + row.signature_has + ") " + std::to_string(row.min_args) + ".." +
         std::to_string(row.max_args);
}

TEST(Rows, everyRowCanBeReached) {
  std::map<std::string, std::vector<ModelRow>> seen;
  for (const Library& library : models::builtin()) {
    for (const ModelRow& row : library.rows) {
      EXPECT_FALSE(row.callee.empty()) << library.name;
      for (const ModelRow& earlier : seen[row.callee])
        EXPECT_TRUE(earlier.also || !covers(earlier, row)) << "never reached: " << describe(library, row);
      seen[row.callee].push_back(row);
    }
  }
}

TEST(Rows, haveTheSlotsTheirRoleNeeds) {
  for (const Library& library : models::builtin()) {
    for (const ModelRow& row : library.rows) {
      const std::string what = describe(library, row);
      switch (row.role) {
        case Role::Statement:
          EXPECT_TRUE(row.text || row.statement || row.name) << what;
          if (row.bind == Bind::Indexed) EXPECT_TRUE(row.index) << what;
          if (row.bind == Bind::Following) EXPECT_GE(row.bind_from, 0) << what;
          if (row.bind == Bind::Array || row.bind == Bind::Exchange) EXPECT_TRUE(row.value) << what;
          break;
        case Role::Access:
          EXPECT_TRUE(row.table || !row.table_member.empty()) << what;
          EXPECT_TRUE(row.key_member.empty() || row.index) << what;
          EXPECT_FALSE(row.op.empty()) << what;
          break;
        case Role::TableRun:
          EXPECT_FALSE(row.op.empty()) << what;
          break;
        case Role::Opaque:
          EXPECT_FALSE(row.note.empty()) << what;
          break;
        case Role::TextFormat:
          EXPECT_TRUE(row.text) << what;
          EXPECT_GE(row.bind_from, 0) << what;
          break;
        case Role::TextForward:
        case Role::TextLength:
          EXPECT_TRUE(row.text) << what;
          break;
        case Role::Forward:
        case Role::Quote:
        case Role::Invoke:
        case Role::Partial:
        case Role::TextJoin:
          EXPECT_TRUE(row.value) << what;
          break;
        case Role::TextAppend:
        case Role::TextAssign:
        case Role::Change:
          EXPECT_TRUE(row.statement) << what;
          break;
        case Role::Connect:
          EXPECT_TRUE(row.index && row.value) << what;
          break;
        default:
          break;
      }
    }
  }
}

TEST(Rows, namesOfLibrariesAreUnique) {
  std::set<std::string> names;
  for (const Library& library : models::builtin()) EXPECT_TRUE(names.insert(library.name).second) << library.name;
}

TEST(Rows, harmlessMethodsBelongToAHandle) {
  for (const Library& library : models::builtin())
    for (const std::string& method : library.harmless) {
      bool found = false;
      for (const std::string& handle : library.handle_classes) found = found || method.starts_with(handle + "::");
      EXPECT_TRUE(found) << library.name << ": " << method;
    }
}

}  // namespace
}  // namespace touchgraph
