#include "tools/catalogue_xml.h"

#include <cctype>
#include <cstdlib>
#include <functional>

namespace touchgraph {
namespace {

std::string unescaped(const std::string& text) {
  static const std::vector<std::pair<std::string, std::string>> kEntities = {
      {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}, {"&amp;", "&"}};
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '&') {
      bool known = false;
      for (const auto& [entity, meaning] : kEntities) {
        if (text.compare(i, entity.size(), entity) != 0) continue;
        result += meaning;
        i += entity.size() - 1;
        known = true;
        break;
      }
      if (known) continue;
      const std::size_t end = text.find(';', i);
      if (text.compare(i, 2, "&#") == 0 && end != std::string::npos && end - i < 8) {
        const bool hex = text[i + 2] == 'x';
        const long code = std::strtol(text.c_str() + i + (hex ? 3 : 2), nullptr, hex ? 16 : 10);
        if (code > 0 && code < 128) {
          result += static_cast<char>(code);
          i = end;
          continue;
        }
      }
    }
    result += text[i];
  }
  return result;
}

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

struct Tag {
  std::string name;
  std::map<std::string, std::string> attributes;
  bool closes = false;  ///< `</x>`
  bool empty = false;   ///< `<x/>`
};

Tag parseTag(const std::string& inside) {
  Tag tag;
  std::size_t i = 0;
  if (i < inside.size() && inside[i] == '/') {
    tag.closes = true;
    ++i;
  }
  tag.empty = !inside.empty() && inside.back() == '/';
  const auto word = [&] {
    const std::size_t start = i;
    while (i < inside.size() && !std::isspace(static_cast<unsigned char>(inside[i])) && inside[i] != '=' &&
           inside[i] != '/')
      ++i;
    return inside.substr(start, i - start);
  };
  tag.name = word();
  while (i < inside.size()) {
    while (i < inside.size() && (std::isspace(static_cast<unsigned char>(inside[i])) || inside[i] == '/')) ++i;
    const std::string key = word();
    if (key.empty()) break;
    while (i < inside.size() && std::isspace(static_cast<unsigned char>(inside[i]))) ++i;
    if (i >= inside.size() || inside[i] != '=') continue;
    ++i;
    while (i < inside.size() && std::isspace(static_cast<unsigned char>(inside[i]))) ++i;
    if (i >= inside.size() || (inside[i] != '"' && inside[i] != '\'')) continue;
    const std::size_t end = inside.find(inside[i], i + 1);
    if (end == std::string::npos) break;
    tag.attributes[key] = unescaped(inside.substr(i + 1, end - i - 1));
    i = end + 1;
  }
  return tag;
}

/// Calls back for every tag and every run of text, in order.
void scan(const std::string& xml, const std::function<void(const Tag&)>& on_tag,
          const std::function<void(const std::string&)>& on_text) {
  std::size_t i = 0;
  while (i < xml.size()) {
    if (xml[i] != '<') {
      const std::size_t end = std::min(xml.find('<', i), xml.size());
      on_text(unescaped(xml.substr(i, end - i)));
      i = end;
    } else if (xml.compare(i, 4, "<!--") == 0) {
      const std::size_t end = xml.find("-->", i);
      i = end == std::string::npos ? xml.size() : end + 3;
    } else if (xml.compare(i, 9, "<![CDATA[") == 0) {
      const std::size_t end = std::min(xml.find("]]>", i), xml.size());
      on_text(xml.substr(i + 9, end - i - 9));
      i = end + 3;
    } else {
      std::size_t end = i + 1;
      char quote = 0;
      for (; end < xml.size() && (quote || xml[end] != '>'); ++end)
        if (quote ? xml[end] == quote : xml[end] == '"' || xml[end] == '\'') quote = quote ? 0 : xml[end];
      if (xml[i + 1] != '?' && xml[i + 1] != '!') on_tag(parseTag(xml.substr(i + 1, end - i - 1)));
      i = end + 1;
    }
  }
}

}  // namespace

std::map<std::string, std::string> parseXmlCatalogue(const std::string& text) {
  struct Element {
    std::string tag, name, text;
    bool has_children = false;
  };
  std::map<std::string, std::string> entries;
  std::vector<Element> open;
  const auto close = [&] {
    Element element = std::move(open.back());
    open.pop_back();
    bool below_named = false;
    for (const Element& outer : open) below_named = below_named || !outer.name.empty();
    std::string name = element.name;
    if (name.empty() && !below_named && !element.has_children) name = element.tag;
    const std::string content = trimmed(element.text);
    if (!name.empty() && !content.empty())
      entries[name] = content;
    else if (!open.empty())
      open.back().text += " " + element.text;
  };
  scan(
      text,
      [&](const Tag& tag) {
        if (tag.closes) {
          if (!open.empty()) close();
          return;
        }
        if (!open.empty()) open.back().has_children = true;
        Element element;
        element.tag = tag.name;
        for (const char* key : {"id", "name", "key"})
          if (const auto found = tag.attributes.find(key); found != tag.attributes.end() && element.name.empty())
            element.name = found->second;
        open.push_back(std::move(element));
        if (tag.empty) close();
      },
      [&](const std::string& run) {
        if (!open.empty()) open.back().text += run;
      });
  while (!open.empty()) close();
  return entries;
}

std::vector<QtResource> parseQtResources(const std::string& text) {
  std::vector<QtResource> resources;
  std::string prefix = "/", alias, file;
  bool in_file = false;
  scan(
      text,
      [&](const Tag& tag) {
        if (tag.name == "qresource" && !tag.closes) {
          const auto found = tag.attributes.find("prefix");
          prefix = found == tag.attributes.end() ? "/" : found->second;
          if (prefix.empty() || prefix.front() != '/') prefix.insert(0, "/");
          if (prefix.back() != '/') prefix += '/';
        } else if (tag.name == "file" && !tag.closes) {
          const auto found = tag.attributes.find("alias");
          alias = found == tag.attributes.end() ? "" : found->second;
          file.clear();
          in_file = true;
        } else if (tag.name == "file") {
          file = trimmed(file);
          if (!file.empty()) resources.push_back({prefix + (alias.empty() ? file : alias), file});
          in_file = false;
        }
      },
      [&](const std::string& run) {
        if (in_file) file += run;
      });
  return resources;
}

}  // namespace touchgraph
