#include "graph/text.h"

#include <algorithm>
#include <array>

namespace touchgraph {
namespace {

std::string padded(const std::string& text, std::size_t width, bool right) {
  if (text.size() >= width) return text;
  const std::string space(width - text.size(), ' ');
  return right ? space + text : text + space;
}

std::string causeText(const Access& access) {
  return access.cause.empty() || access.cause == "direct" ? "" : "  by " + access.cause;
}

}  // namespace

Palette colourPalette() {
  return {"\x1b[1m", "\x1b[33m", "\x1b[36m", "\x1b[31m", "\x1b[2m", "\x1b[0m"};
}

std::string join(const std::vector<std::string>& parts, const std::string& separator) {
  std::string result;
  for (std::size_t i = 0; i < parts.size(); ++i) result += (i ? separator : "") + parts[i];
  return result;
}

std::string escaped(const std::string& text, const std::map<char, std::string_view>& instead) {
  std::string result;
  for (const char c : text) {
    if (const auto found = instead.find(c); found != instead.end())
      result += found->second;
    else
      result += c;
  }
  return result;
}

std::string markupText(const std::string& text) {
  static const std::map<char, std::string_view> instead = [] {
    std::map<char, std::string_view> table;
    for (char c = 0; c < 0x20; ++c) table[c] = "?";
    table.erase('\t');
    table['\n'] = "&#10;";  // as it is, an attribute would lose it
    table.insert({{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}});
    return table;
  }();
  return escaped(text, instead);
}

std::string columnsText(const std::optional<std::vector<std::string>>& columns) {
  return columns ? "{" + join(*columns, ", ") + "}" : "{*}";
}

std::string keysText(const std::optional<std::vector<Key>>& keys) {
  if (!keys) return "";
  std::vector<std::pair<std::string, std::string>> by_column;
  for (const Key& key : *keys) {
    const auto found =
        std::find_if(by_column.begin(), by_column.end(), [&](const auto& c) { return c.first == key.column; });
    if (found == by_column.end())
      by_column.emplace_back(key.column, key.value);
    else
      found->second += " | " + key.value;
  }
  std::string result;
  for (const auto& [column, value] : by_column) result += (result.empty() ? "" : ", ") + column + " = " + value;
  return result;
}

std::string touchText(const Touch& touch) {
  std::string text = touch.table + " " + name(touch.op);
  // A delete concerns whole rows: no column list to show.
  if (touch.columns || (touch.op != TouchOp::Delete && touch.op != TouchOp::Ddl))
    text += " " + columnsText(touch.columns);
  if (const std::string keys = keysText(touch.keys); !keys.empty()) text += " " + keys;
  if (touch.certainty == Certainty::May) text += "  may";
  return text + causeText(touch);
}

std::string readText(const Read& read) {
  std::string text = read.table + " " + columnsText(read.columns);
  if (const std::string keys = keysText(read.keys); !keys.empty()) text += " " + keys;
  return text + causeText(read);
}

std::string viaText(const std::vector<std::string>& via) {
  return join(via, " > ");
}

std::string placeText(const Site& site) {
  return site.line == 0 ? site.file : site.file + ":" + std::to_string(site.line);
}

std::string effectsText(const FunctionEffects& effects, const Palette& palette) {
  std::string text = effects.file + ":" + std::to_string(effects.line) + " " + palette.strong + effects.function +
                     palette.reset + effects.signature + "\n";
  const auto via = [&](const Access& access) {
    return access.via.empty() ? std::string()
                              : std::string(palette.dim) + "  via " + viaText(access.via) + palette.reset;
  };
  std::string last;
  const auto add = [&](std::string line) {  // statements that differ only in what is not shown: once is enough
    if (line != last) text += line;
    last = std::move(line);
  };
  for (const Touch& touch : effects.all.touches)
    add(std::string("  ") + palette.touch + "touch" + palette.reset + "  " + touchText(touch) + via(touch) + "\n");
  for (const Read& read : effects.all.reads)
    add(std::string("  ") + palette.read + "read" + palette.reset + "   " + readText(read) + via(read) + "\n");
  for (const Unresolved& unresolved : effects.all.unresolved) {
    text += std::string("  ") + palette.bad + "unresolved" + palette.reset + " " + name(unresolved.kind) + "  " +
            unresolved.reason;
    if (!unresolved.expression.empty()) text += ": " + unresolved.expression;
    text += std::string(palette.dim) + "  at " + placeText(unresolved.site) + palette.reset + "\n";
  }
  return text;
}

std::string sitesText(const std::vector<CallSite>& sites) {
  std::string text;
  for (const CallSite& site : sites) {
    text += placeText(site.site) + ":" + std::to_string(site.column) + ": " + name(site.state) + ": " + site.callee +
            " (" + site.library + ")";
    if (!site.site.function.empty()) text += " in " + site.site.function;
    text += "\n";
  }
  return text;
}

std::string statsText(const ProgramEffects& program) {
  std::map<std::string, std::array<std::size_t, 4>> by_library;
  std::array<std::size_t, 4> total{};
  for (const CallSite& site : program.sites) {
    const auto state = static_cast<std::size_t>(site.state);
    ++by_library[site.library][state];
    ++total[state];
  }
  std::vector<std::string> heads = {"library", "sites"};
  for (std::size_t state = 0; state < total.size(); ++state) heads.push_back(name(static_cast<CallSite::State>(state)));
  std::size_t width = heads[0].size();
  for (const auto& [library, counts] : by_library) width = std::max(width, library.size());
  const auto row = [&](const std::string& library, const std::array<std::size_t, 4>& counts) {
    std::string line = padded(library, width, false);
    line += "  " + padded(std::to_string(counts[0] + counts[1] + counts[2] + counts[3]), heads[1].size(), true);
    for (std::size_t i = 0; i < counts.size(); ++i)
      line += "  " + padded(std::to_string(counts[i]), heads[i + 2].size(), true);
    return line + "\n";
  };
  std::string text = padded(heads[0], width, false);
  for (std::size_t i = 1; i < heads.size(); ++i) text += "  " + heads[i];
  text += "\n";
  for (const auto& [library, counts] : by_library) text += row(library, counts);
  if (by_library.size() != 1) text += row("total", total);
  return text;
}

}  // namespace touchgraph
