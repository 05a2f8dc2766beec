#include "graph/fingerprint.h"

#include <gtest/gtest.h>

namespace touchgraph {
namespace {

/// Units written by hand: `handler` calls `helper`, which names a text; `entries` is the variable with the transforms.
class Builder {
 public:
  Id str(const std::string& text) {
    unit.strings.push_back(text);
    return static_cast<Id>(unit.strings.size() - 1);
  }
  Id node(Op op, Id a, const std::vector<Id>& kids = {}, Id line = 1) {
    Node node;
    node.op = op;
    node.a = a;
    node.line = line;
    node.first_kid = static_cast<Id>(unit.kids.size());
    node.kid_count = static_cast<Id>(kids.size());
    unit.kids.insert(unit.kids.end(), kids.begin(), kids.end());
    unit.nodes.push_back(node);
    return static_cast<Id>(unit.nodes.size() - 1);
  }
  Id call(const std::string& symbol) {
    Callee callee;
    callee.symbol = str(symbol);
    callee.name = callee.symbol;
    unit.callees.push_back(callee);
    return node(Op::Call, static_cast<Id>(unit.callees.size() - 1));
  }
  void function(const std::string& symbol, Id body) {
    FunctionFacts function;
    function.symbol = function.name = str(symbol);
    function.body = body;
    unit.functions.push_back(function);
  }
  void global(const std::string& symbol, Id initialiser) {
    GlobalFacts global;
    global.symbol = global.name = str(symbol);
    global.initialiser = initialiser;
    unit.globals.push_back(global);
  }
  UnitFacts unit;
};

UnitFacts program(const std::string& sql, const std::string& transform, Id line) {
  Builder b;
  b.str("padding " + std::to_string(line));  // ids differ, meaning does not
  b.function("helper", b.node(Op::Text, b.str(sql), {}, line));
  b.function("handler", b.node(Op::Block, kNone, {b.call("helper")}, line));
  b.function("loader", b.node(Op::Text, b.str("SELECT"), {}, line));
  b.function("other", b.node(Op::Text, b.str("other " + std::to_string(line)), {}, line));
  b.global("entries", b.node(Op::Text, b.str(transform), {}, line));
  return b.unit;
}

std::string of(const UnitFacts& unit, const std::string& schema = "CREATE") {
  return CodeFingerprints({unit}, schema).of({"handler"}, {"loader"}, {"src/o.h", "entries", 3});
}

TEST(Fingerprint, LinesAndOtherFunctionsDoNotMatter) {
  EXPECT_EQ(of(program("UPDATE", "x", 1)), of(program("UPDATE", "x", 9)));
}
TEST(Fingerprint, ACalledFunctionMatters) {
  EXPECT_NE(of(program("UPDATE", "x", 1)), of(program("DELETE", "x", 1)));
}
TEST(Fingerprint, TheTransformMatters) {
  EXPECT_NE(of(program("UPDATE", "x", 1)), of(program("UPDATE", "y", 1)));
}
TEST(Fingerprint, TheSchemaMatters) {
  EXPECT_NE(of(program("UPDATE", "x", 1)), of(program("UPDATE", "x", 1), "ALTER"));
}

}  // namespace
}  // namespace touchgraph
