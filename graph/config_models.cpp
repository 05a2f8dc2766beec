#include "graph/config_yaml.h"

#include <algorithm>
#include <cctype>

/// `models:` of `.touchgraph.yaml`: the fields of graph/model.h under the same names.
///
///   models:
///     - library: in-house
///       dialect: sqlite
///       handle_classes: [corp::Db]
///       rows:
///         - {callee: "corp::Db::run", role: statement, text: arg0, bind: following, bind_from: 1, run: true}
namespace touchgraph {
namespace {

template <class T>
using Names = std::vector<std::pair<std::string, T>>;

const Names<Role> kRoles = {{"statement", Role::Statement},
                            {"column", Role::Column},
                            {"inserted_key", Role::InsertedKey},
                            {"begin", Role::Begin},
                            {"commit", Role::Commit},
                            {"rollback", Role::Rollback},
                            {"access", Role::Access},
                            {"table_state", Role::TableState},
                            {"table_run", Role::TableRun},
                            {"connection", Role::Connection},
                            {"ignore", Role::Ignore},
                            {"opaque", Role::Opaque},
                            {"text_append", Role::TextAppend},
                            {"text_concat", Role::TextConcat},
                            {"text_forward", Role::TextForward},
                            {"text_format", Role::TextFormat},
                            {"text_assign", Role::TextAssign},
                            {"text_replace", Role::TextReplace},
                            {"quote", Role::Quote},
                            {"forward", Role::Forward},
                            {"construct", Role::Construct},
                            {"invoke", Role::Invoke},
                            {"invoke_each", Role::InvokeEach},
                            {"insert", Role::Insert},
                            {"element", Role::Element},
                            {"connect", Role::Connect},
                            {"publish", Role::Publish},
                            {"clause", Role::Clause},
                            {"text_join", Role::TextJoin},
                            {"text_cut", Role::TextCut},
                            {"text_length", Role::TextLength},
                            {"text_find", Role::TextFind},
                            {"text_test", Role::TextTest},
                            {"change", Role::Change},
                            {"partial", Role::Partial},
                            {"pack", Role::Pack},
                            {"resource", Role::Resource}};

const Names<Bind> kBinds = {{"none", Bind::None},           {"indexed", Bind::Indexed}, {"next", Bind::Next},
                            {"following", Bind::Following}, {"array", Bind::Array},     {"exchange", Bind::Exchange},
                            {"format", Bind::Format}};

/// All words that some role understands under `op`.
const std::vector<std::string> kOps = {"insert", "update", "delete", "read",  "write", "ddl",  "use",
                                       "into",   "row",    "none",   "front", "last",  "drop", "remove"};

const Names<FormatStyle> kStyles = {{"printf", FormatStyle::Printf},
                                    {"braces", FormatStyle::Braces},
                                    {"percent", FormatStyle::Percent},
                                    {"boost_percent", FormatStyle::BoostPercent}};

/// "InsertedKey" and "inserted_key" are the same word.
std::string plain(const std::string& word) {
  std::string result;
  for (const char c : word)
    if (c != '_' && c != '-') result += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

template <class T>
T readName(YamlReader& reader, const YAML::Node& node, const std::string& what, const Names<T>& names, T otherwise) {
  const std::string word = reader.text(node, what);
  std::vector<std::string> valid;
  for (const auto& [name, value] : names) {
    if (plain(name) == plain(word)) return value;
    valid.push_back(name);
  }
  if (!word.empty()) reader.oneOf(node, what, valid);
  return otherwise;
}

Slot readSlot(YamlReader& reader, const YAML::Node& node, const std::string& what) {
  const std::string word = reader.text(node, what);
  if (word == "receiver") return kReceiver;
  if (word == "result") return kResult;
  const std::string digits = word.rfind("argument", 0) == 0 ? word.substr(8)
                             : word.rfind("arg", 0) == 0    ? word.substr(3)
                                                            : "";
  if (!digits.empty() && digits.size() < 3 &&
      std::all_of(digits.begin(), digits.end(), [](unsigned char c) { return std::isdigit(c); }))
    return argument(std::stoi(digits));
  reader.fail(node, "'" + word + "' is no place in a call: receiver, result, arg0, arg1, …");
  return {};
}

bool readRow(YamlReader& reader, const YAML::Node& item, ModelRow& row) {
  using Node = YAML::Node;
  bool has_role = false;
  const auto slot = [&](const char* name, Slot& target) {
    return std::pair<std::string, YamlReader::Handler>(
        name, [&reader, name, &target](const Node& n) { target = readSlot(reader, n, name); });
  };
  const bool is_map = reader.keys(
      item, "rows",
      {{"callee", [&](const Node& n) { row.callee = reader.text(n, "callee"); }},
       {"role",
        [&](const Node& n) {
          row.role = readName(reader, n, "role", kRoles, Role::Ignore);
          has_role = true;
        }},
       slot("text", row.text),
       slot("statement", row.statement),
       slot("name", row.name),
       slot("index", row.index),
       slot("value", row.value),
       slot("table", row.table),
       {"bind_from", [&](const Node& n) { row.bind_from = reader.number(n, "bind_from"); }},
       {"bind", [&](const Node& n) { row.bind = readName(reader, n, "bind", kBinds, Bind::None); }},
       {"run", [&](const Node& n) { row.run = reader.flag(n, "run"); }},
       {"append", [&](const Node& n) { row.append = reader.flag(n, "append"); }},
       {"base", [&](const Node& n) { row.base = reader.number(n, "base"); }},
       {"format", [&](const Node& n) { row.format = readName(reader, n, "format", kStyles, FormatStyle::Printf); }},
       {"op", [&](const Node& n) { row.op = reader.oneOf(n, "op", kOps); }},
       {"note", [&](const Node& n) { row.note = reader.text(n, "note"); }},
       {"min_args", [&](const Node& n) { row.min_args = reader.number(n, "min_args"); }},
       {"max_args", [&](const Node& n) { row.max_args = reader.number(n, "max_args"); }},
       {"signature_has", [&](const Node& n) { row.signature_has = reader.text(n, "signature_has"); }},
       {"also", [&](const Node& n) { row.also = reader.flag(n, "also"); }},
       {"deferred", [&](const Node& n) { row.deferred = reader.flag(n, "deferred"); }},
       {"keep_binds", [&](const Node& n) { row.keep_binds = reader.flag(n, "keep_binds"); }},
       {"each", [&](const Node& n) { row.each = reader.flag(n, "each"); }},
       {"iterator", [&](const Node& n) { row.iterator = reader.flag(n, "iterator"); }},
       {"place", [&](const Node& n) { row.place = reader.flag(n, "place"); }},
       {"alters", [&](const Node& n) { row.alters = reader.flag(n, "alters"); }},
       {"template_index", [&](const Node& n) { row.template_index = reader.number(n, "template_index"); }},
       {"bind_count", [&](const Node& n) { row.bind_count = reader.number(n, "bind_count"); }},
       slot("object", row.object),
       slot("columns", row.columns),
       {"table_member", [&](const Node& n) { row.table_member = reader.text(n, "table_member"); }},
       {"key_member", [&](const Node& n) { row.key_member = reader.text(n, "key_member"); }},
       {"member", [&](const Node& n) { row.member = reader.text(n, "member"); }},
       {"literal", [&](const Node& n) { row.literal = reader.text(n, "literal"); }}});
  if (!is_map) return false;
  reader.require(item, row.callee, "a row needs a 'callee'");
  reader.require(item, has_role ? "role" : "", "a row needs a 'role'");
  return true;
}

}  // namespace

void readModels(YamlReader& reader, const YAML::Node& node, Config& config) {
  using Node = YAML::Node;
  for (const Node& item : reader.items(node, "models")) {
    Library library;
    const auto readRows = [&](const Node& rows) {
      for (const Node& row_node : reader.items(rows, "rows")) {
        ModelRow row;
        if (readRow(reader, row_node, row)) library.rows.push_back(std::move(row));
      }
    };
    if (!reader.keys(
            item, "models",
            {{"library", [&](const Node& n) { library.name = reader.text(n, "library"); }},
             {"dialect",
              [&](const Node& n) { library.dialect = reader.oneOf(n, "dialect", {"sqlite", "postgres", "mysql"}); }},
             {"handle_classes", [&](const Node& n) { library.handle_classes = reader.texts(n, "handle_classes"); }},
             {"harmless", [&](const Node& n) { library.harmless = reader.texts(n, "harmless"); }},
             {"rows", readRows}}))
      continue;
    if (library.name.empty()) library.name = "configured";
    config.models.push_back(std::move(library));
  }
}

}  // namespace touchgraph
