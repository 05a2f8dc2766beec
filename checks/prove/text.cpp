#include "checks/prove/text.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace touchgraph::prove {
namespace {

std::string number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Inf" : "Inf";
  char buffer[40];
  for (int digits = 1; digits <= 17; ++digits) {  // the shortest text that reads back the same
    std::snprintf(buffer, sizeof buffer, "%.*g", digits, value);
    if (std::strtod(buffer, nullptr) == value) break;
  }
  std::string text = buffer;
  if (text.find_first_of(".eN") == std::string::npos) text += ".0";
  return text;
}

std::string hex(const std::string& bytes) {
  static const char* digits = "0123456789ABCDEF";
  std::string out;
  for (unsigned char c : bytes) {
    out += digits[c >> 4];
    out += digits[c & 15];
  }
  return out;
}

std::string quotedSql(const std::string& text) {
  std::string out = "'";
  for (char c : text) {
    if (c == '\'') out += '\'';
    out += c;
  }
  return out + "'";
}

std::string quotedCpp(const std::string& text) {
  std::string out = "\"";
  for (unsigned char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c == '\n') {
      out += "\\n";
    } else if (c < 0x20 || c == 0x7f) {
      char buffer[8];
      std::snprintf(buffer, sizeof buffer, "\\%03o", c);
      out += buffer;
    } else {
      out += static_cast<char>(c);
    }
  }
  return out + "\"";
}

std::string shortType(const std::string& type) {
  // The last component, template arguments aside.
  const auto angle = type.find('<');
  const auto colon = type.rfind("::", angle == std::string::npos ? std::string::npos : angle);
  return colon == std::string::npos ? type : type.substr(colon + 2);
}

void diff(const std::string& path, const Value& a, const Value& b, const std::string& a_word, const std::string& b_word,
          std::vector<std::string>& out) {
  if (a == b) return;
  const Record *ra = a.record(), *rb = b.record();
  if (ra != nullptr && rb != nullptr && ra->fields.size() == rb->fields.size()) {
    for (std::size_t i = 0; i < ra->fields.size(); ++i) {
      diff(path.empty() ? ra->fields[i].first : path + "." + ra->fields[i].first, ra->fields[i].second,
           rb->fields[i].second, a_word, b_word, out);
    }
    return;
  }
  const List *la = a.list(), *lb = b.list();
  if (la != nullptr && lb != nullptr) {
    const std::string here = path.empty() ? "result" : path;
    if (la->size() != lb->size()) {
      out.push_back(here + ": " + a_word + " " + std::to_string(la->size()) + " elements, " + b_word + " " +
                    std::to_string(lb->size()));
    }
    for (std::size_t i = 0; i < std::max(la->size(), lb->size()); ++i) {
      const std::string element = path + "[" + std::to_string(i) + "]";
      if (i >= la->size()) {
        out.push_back(element + ": only " + b_word + ": " + show((*lb)[i]));
      } else if (i >= lb->size()) {
        out.push_back(element + ": only " + a_word + ": " + show((*la)[i]));
      } else {
        diff(element, (*la)[i], (*lb)[i], a_word, b_word, out);
      }
    }
    return;
  }
  out.push_back((path.empty() ? "result" : path) + ": " + a_word + " " + show(a) + ", " + b_word + " " + show(b));
}

}  // namespace

std::string show(const Value& value) {
  if (const Record* record = value.record()) {
    std::string out = shortType(record->type) + "{";
    for (std::size_t i = 0; i < record->fields.size(); ++i) {
      out += (i == 0 ? "" : ", ") + record->fields[i].first + " = " + show(record->fields[i].second);
    }
    return out + "}";
  }
  if (const List* list = value.list()) {
    std::string out = "[";
    for (std::size_t i = 0; i < list->size(); ++i) out += (i == 0 ? "" : ", ") + show((*list)[i]);
    return out + "]";
  }
  if (const bool* flag = std::get_if<bool>(&value.data)) return *flag ? "true" : "false";
  if (const Opaque* opaque = std::get_if<Opaque>(&value.data)) return "(" + opaque->text + ")";
  return sqlLiteral(value);
}

std::string sqlLiteral(const Value& value) {
  if (const auto* integer = value.integer()) return std::to_string(*integer);
  if (const auto* real = value.real()) return number(*real);
  if (const auto* text = value.text()) return quotedSql(*text);
  if (const auto* blob = std::get_if<Blob>(&value.data)) return "X'" + hex(blob->bytes) + "'";
  if (const bool* flag = std::get_if<bool>(&value.data)) return *flag ? "1" : "0";
  return "NULL";
}

std::string cppLiteral(const Value& value) {
  if (const Record* record = value.record()) {
    std::string out = record->type + "{";
    for (std::size_t i = 0; i < record->fields.size(); ++i) {
      out += (i == 0 ? "." : ", .") + record->fields[i].first + " = " + cppLiteral(record->fields[i].second);
    }
    return out + "}";
  }
  if (const List* list = value.list()) {
    std::string out = "{";
    for (std::size_t i = 0; i < list->size(); ++i) out += (i == 0 ? "" : ", ") + cppLiteral((*list)[i]);
    return out + "}";
  }
  if (const bool* flag = std::get_if<bool>(&value.data)) return *flag ? "true" : "false";
  if (const auto* text = value.text()) return quotedCpp(*text);
  if (const auto* blob = std::get_if<Blob>(&value.data)) return "{" + quotedCpp(blob->bytes) + "}";
  if (value.isNull()) return "{}";
  return sqlLiteral(value);
}

std::vector<std::string> differences(const Value& predicted, const Value& actual) {
  return differences(predicted, actual, "predicted", "actual");
}
std::vector<std::string> differences(const Value& a, const Value& b, const std::string& a_word,
                                     const std::string& b_word) {
  std::vector<std::string> out;
  diff("", a, b, a_word, b_word, out);
  return out;
}

std::string showTables(const Schema& schema, const Tables& tables, const std::string& indent) {
  std::string out;
  for (int index : schema.order) {
    if (tables[index].empty()) continue;
    const Table& table = schema.tables[index];
    std::vector<std::vector<std::string>> cells(1);
    for (const Column& column : table.columns) cells[0].push_back(column.name);
    for (const auto& row : tables[index]) {
      cells.emplace_back();
      for (const Value& value : row) cells.back().push_back(show(value));
    }
    std::vector<std::size_t> widths(table.columns.size(), 0);
    for (const auto& row : cells) {
      for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
    }
    out += indent + table.name + "\n";
    for (const auto& row : cells) {
      std::string line = indent + "  ";
      for (std::size_t i = 0; i < row.size(); ++i) {
        line += (i == 0 ? "" : "  ") + row[i] + std::string(widths[i] - row[i].size(), ' ');
      }
      while (!line.empty() && line.back() == ' ') line.pop_back();
      out += line + "\n";
    }
  }
  return out.empty() ? indent + "(all empty)\n" : out;
}

std::string insertScript(const Schema& schema, const Tables& tables) {
  std::string out;
  for (int index : schema.order) {
    const Table& table = schema.tables[index];
    for (const auto& row : tables[index]) {
      std::string columns, values;
      for (std::size_t i = 0; i < row.size(); ++i) {
        if (table.columns[i].generated || table.columns[i].kept_by_trigger) continue;
        columns += (columns.empty() ? "" : ", ") + table.columns[i].name;
        values += (values.empty() ? "" : ", ") + sqlLiteral(row[i]);
      }
      out += "INSERT INTO " + table.name + " (" + columns + ") VALUES (" + values + ");\n";
    }
  }
  return out;
}

std::vector<std::string> tableDifferences(const Schema& schema, const Tables& before, const Tables& after) {
  std::vector<std::string> out;
  const auto line = [&](const char* sign, std::size_t table, const std::vector<Value>& row) {
    std::string text = std::string(sign) + " " + schema.tables[table].name + " (";
    for (std::size_t i = 0; i < row.size(); ++i) {
      text += (i == 0 ? "" : ", ") + schema.tables[table].columns[i].name + " = " + show(row[i]);
    }
    out.push_back(text + ")");
  };
  for (std::size_t table = 0; table < before.size(); ++table) {
    auto rest = after[table];
    for (const auto& row : before[table]) {
      const auto found = std::find(rest.begin(), rest.end(), row);
      if (found != rest.end()) {
        rest.erase(found);
      } else {
        line("-", table, row);
      }
    }
    for (const auto& row : rest) line("+", table, row);
  }
  return out;
}

std::size_t countRows(const Tables& tables) {
  std::size_t count = 0;
  for (const auto& rows : tables) count += rows.size();
  return count;
}

}  // namespace touchgraph::prove
