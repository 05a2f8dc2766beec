#include "graph/diff.h"
#include "graph/effects_json.h"

namespace touchgraph {
namespace {

const char* heading(Change::Topic topic) {
  switch (topic) {
    case Change::Topic::Edge:
      return "Invalidations";
    case Change::Topic::Mutation:
      return "Mutations";
    case Change::Topic::Query:
      return "Queries";
    case Change::Topic::Entry:
      return "Optimistic entries";
    case Change::Topic::Unresolved:
      return "Unresolved";
    case Change::Topic::External:
      return "External writers";
    case Change::Topic::Domain:
      return "Domains";
    case Change::Topic::Exempt:
      return "Exempt tables";
    case Change::Topic::Setting:
      return "Settings";
  }
  return "";
}

char sign(Change::Kind kind) {
  switch (kind) {
    case Change::Kind::Added:
      return '+';
    case Change::Kind::Removed:
      return '-';
    case Change::Kind::Changed:
      return '~';
  }
  return '~';
}

/// The fact itself: what is there now, or what was there.
std::string factText(const Change& change) {
  switch (change.kind) {
    case Change::Kind::Added:
      return change.after;
    case Change::Kind::Removed:
      return change.before;
    case Change::Kind::Changed:
      return change.before + " ⇒ " + change.after;
  }
  return "";
}

std::string cell(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '|')
      result += "\\|";
    else if (c == '\n')
      result += ' ';
    else if (c == '<')
      result += "&lt;";
    else
      result += c;
  }
  return result;
}

}  // namespace

const char* name(Change::Topic topic) {
  switch (topic) {
    case Change::Topic::Edge:
      return "edge";
    case Change::Topic::Mutation:
      return "mutation";
    case Change::Topic::Query:
      return "query";
    case Change::Topic::Entry:
      return "entry";
    case Change::Topic::Unresolved:
      return "unresolved";
    case Change::Topic::External:
      return "external";
    case Change::Topic::Domain:
      return "domain";
    case Change::Topic::Exempt:
      return "exempt";
    case Change::Topic::Setting:
      return "setting";
  }
  return "";
}

const char* name(Change::Kind kind) {
  switch (kind) {
    case Change::Kind::Added:
      return "added";
    case Change::Kind::Removed:
      return "removed";
    case Change::Kind::Changed:
      return "changed";
  }
  return "";
}

std::string diffText(const std::vector<Change>& changes, const Palette& palette) {
  std::string text;
  const Change* last = nullptr;
  for (const Change& change : changes) {
    if (!last || last->topic != change.topic)
      text += std::string(text.empty() ? "" : "\n") + palette.strong + heading(change.topic) + palette.reset + "\n";
    const bool same_subject = last && last->topic == change.topic && last->subject == change.subject;
    last = &change;
    const char* colour = change.kind == Change::Kind::Removed ? palette.bad
                         : change.kind == Change::Kind::Added ? palette.read
                                                              : palette.touch;
    const std::string mark = std::string(colour) + sign(change.kind) + palette.reset;
    if (change.what.empty()) {
      text += "  " + mark + " " + change.subject;
      if (!factText(change).empty()) text += "  " + factText(change);
    } else {
      if (!same_subject) text += "    " + change.subject + "\n";
      text += "    " + mark + " " + change.what + "  " + factText(change);
    }
    if (!change.note.empty()) text += "  [" + change.note + "]";
    text += "\n";
  }
  return text;
}

std::string diffMarkdown(const std::vector<Change>& changes) {
  if (changes.empty()) return "No change in the graph.\n";
  std::string text;
  const Change* last = nullptr;
  for (const Change& change : changes) {
    if (!last || last->topic != change.topic) {
      text += std::string(last ? "\n" : "") + "### " + heading(change.topic) + "\n\n";
      text += "| | what | before | after | |\n|---|---|---|---|---|\n";
    }
    last = &change;
    text += std::string("| ") + sign(change.kind) + " | " + cell(change.subject) +
            (change.what.empty() ? "" : ": " + change.what) + " | " + cell(change.before) + " | " + cell(change.after) +
            " | " + cell(change.note) + " |\n";
  }
  return text;
}

std::string diffJson(const std::vector<Change>& changes) {
  std::string text = "{\"changes\":[";
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const Change& change = changes[i];
    nlohmann::ordered_json json;
    json["change"] = name(change.kind);
    json["topic"] = name(change.topic);
    json["subject"] = change.subject;
    json["what"] = change.what;
    json["before"] = change.before;
    json["after"] = change.after;
    json["note"] = change.note;
    text += (i ? ",\n" : "\n") + dumpJson(json);
  }
  return text + (changes.empty() ? "]}\n" : "\n]}\n");
}

}  // namespace touchgraph
