#include "tests/conformance/effects_table.h"

#include <algorithm>
#include <fstream>
#include <set>

namespace touchgraph::test {
namespace {

std::string join(const std::vector<std::string>& parts) {
  std::string all;
  for (const std::string& part : parts) all += (all.empty() ? "" : ",") + part;
  return all;
}

std::string columnsOf(const Access& access) {
  if (!access.columns) return "-";
  return access.columns->empty() ? "()" : join(*access.columns);
}

std::string keysOf(const Access& access) {
  if (!access.keys || access.keys->empty()) return "-";
  std::vector<std::string> keys;
  for (const Key& key : *access.keys) keys.push_back(key.column + "=" + key.value);
  std::sort(keys.begin(), keys.end());
  return "[" + join(keys) + "]";
}

std::string lineOf(const std::string& function, const std::string& verb, const Access& access, bool may) {
  std::string line = function + " " + verb + " " + access.table + " " + columnsOf(access) + " " + keysOf(access);
  if (may) line += " may";
  if (access.cause != "direct") line += " " + access.cause;
  return line;
}

}  // namespace

std::vector<std::string> effectsTable(const ProgramEffects& effects, const std::string& namespace_name,
                                      const std::vector<std::string>& left_out) {
  std::set<std::string> lines;
  const std::string prefix = namespace_name + "::";
  for (const FunctionEffects& function : effects.functions) {
    if (!function.function.starts_with(prefix)) continue;
    const std::string name = function.function.substr(prefix.size());
    if (std::find(left_out.begin(), left_out.end(), name) != left_out.end()) continue;
    for (const Touch& touch : function.all.touches)
      lines.insert(lineOf(name, touchgraph::name(touch.op), touch, touch.certainty == Certainty::May));
    for (const Read& read : function.all.reads) lines.insert(lineOf(name, "read", read, false));
    for (const Unresolved& unresolved : function.all.unresolved)
      lines.insert(name + " unresolved " + unresolved.reason + ": " + unresolved.expression);
  }
  return {lines.begin(), lines.end()};
}

std::vector<std::string> readTable(const std::string& path) {
  std::ifstream in(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);)
    if (!line.empty() && line[0] != '#') lines.push_back(line);
  std::sort(lines.begin(), lines.end());
  return lines;
}

}  // namespace touchgraph::test
