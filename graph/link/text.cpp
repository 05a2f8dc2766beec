#include "graph/link/machine.h"

#include <algorithm>
#include <cctype>

// Text: what formatting, replacing and cutting make of known and half-known strings.
namespace touchgraph::linker {

std::vector<std::vector<V>> alternatives(V text) {
  constexpr std::size_t kMaxTexts = 48;
  switch (text->kind) {
    case Kind::OneOf: {
      if (!text->has_text &&
          std::none_of(text->kids.begin(), text->kids.end(), [](V kid) { return kid->kind == Kind::Concat; }))
        return {{text}};
      std::vector<std::vector<V>> all;
      for (V kid : text->kids) {
        if (kid->kind == Kind::Null) continue;
        for (auto& one : alternatives(kid)) {
          all.push_back(std::move(one));
          if (all.size() > 4 * kMaxTexts) return all;
        }
      }
      return all.empty() ? std::vector<std::vector<V>>{{text}} : all;
    }
    case Kind::Concat: {
      std::vector<std::vector<V>> all{{}};
      for (V kid : text->kids) {
        std::vector<std::vector<V>> options = alternatives(kid);
        std::vector<std::vector<V>> next;
        if (all.size() * options.size() <= kMaxTexts) {
          for (auto& start : all)
            for (auto& option : options) {
              next.push_back(start);
              next.back().insert(next.back().end(), option.begin(), option.end());
            }
        } else {
          // Too many combinations: every alternative once, the others at their first.
          for (auto& start : all) {
            next.push_back(start);
            next.back().insert(next.back().end(), options[0].begin(), options[0].end());
          }
          for (std::size_t i = 1; i < options.size(); ++i) {
            next.push_back(all[0]);
            next.back().insert(next.back().end(), options[i].begin(), options[i].end());
          }
        }
        all = std::move(next);
      }
      return all;
    }
    default:
      return {{text}};
  }
}

V Machine::text(Frame& frame, V value) {
  value = flat(frame, dereference(frame, value));
  if (isSymbol(value)) value = flat(frame, loadSymbol(frame, value));
  // A number is spelled out; a string kept in an object of a class of its own is that string.
  return value;
}

V Machine::inText(Frame& frame, V value) {
  value = text(frame, value);
  if (value->kind == Kind::Number) return values_.literal(*value->text);
  return value;
}

std::optional<std::string> Machine::wholeText(Frame& frame, V value) {
  value = text(frame, value);
  if (value->kind == Kind::Literal || value->kind == Kind::Number) return *value->text;
  return std::nullopt;
}

namespace {

/// The parts of a text, literals apart from holes; alternatives stay single parts.
std::vector<V> partsOf(V text) {
  return text->kind == Kind::Concat ? text->kids : std::vector<V>{text};
}

struct PrintfSpec {
  std::size_t end = 0;  ///< past the conversion
  int arguments = 1;    ///< 0 for %%, 2 and 3 for * width and precision
  char conversion = 0;
};

PrintfSpec parsePrintf(const std::string& text, std::size_t at) {
  PrintfSpec spec;
  std::size_t i = at + 1;
  while (i < text.size() && std::string_view("-+ #0123456789.'!,*$").find(text[i]) != std::string_view::npos) {
    if (text[i] == '*') ++spec.arguments;
    ++i;
  }
  while (i < text.size() && std::string_view("hlLqjzt").find(text[i]) != std::string_view::npos) {
    // sqlite3's %q is a conversion; `q` as a length is only ever followed by d, i, u, x.
    if (text[i] == 'q' &&
        !(i + 1 < text.size() && std::string_view("diux").find(text[i + 1]) != std::string_view::npos))
      break;
    ++i;
  }
  spec.conversion = i < text.size() ? text[i] : 0;
  spec.end = std::min(i + 1, text.size());
  if (spec.conversion == '%') spec.arguments = 0;
  return spec;
}

}  // namespace

V Machine::formatText(Frame& frame, FormatStyle style, V format, const std::vector<V>& given) {
  format = flat(frame, dereference(frame, format));
  if (isSymbol(format)) format = known(frame, format);
  if (format->kind == Kind::OneOf && format->has_text) {
    std::vector<V> all;
    for (V kid : format->kids) all.push_back(formatText(frame, style, kid, given));
    return values_.oneOf(all);
  }
  if (!format->has_text) return format;  // open: whoever knows the format formats it
  std::vector<V> arguments;
  for (V value : given) {
    V plain = dereference(frame, value);
    if (plain->kind == Kind::List && !plain->text && given.size() == 1)
      arguments.insert(arguments.end(), plain->kids.begin(), plain->kids.end());
    else
      arguments.push_back(plain);
  }
  std::vector<V> out;
  std::size_t next = 0;
  auto argumentAt = [&](std::size_t i) {
    return i < arguments.size() ? inText(frame, arguments[i]) : values_.unknown("argument of the format");
  };

  if (style == FormatStyle::Percent || style == FormatStyle::BoostPercent) {
    // The lowest number that is left is replaced by the first argument, and so on; also inside what was put in before.
    std::vector<V> parts = partsOf(format);
    for (V argument : arguments) {
      int lowest = 100;
      for (V part : parts)
        if (part->kind == Kind::Literal)
          for (std::size_t i = 0; i + 1 < part->text->size(); ++i)
            if ((*part->text)[i] == '%') {
              std::size_t digit = i + 1;
              if ((*part->text)[digit] == 'L') ++digit;
              int n = 0, length = 0;
              while (digit < part->text->size() && std::isdigit(static_cast<unsigned char>((*part->text)[digit])) &&
                     length < 2) {
                n = n * 10 + ((*part->text)[digit] - '0');
                ++digit, ++length;
              }
              if (length && n < lowest && (n > 0 || style == FormatStyle::Percent)) lowest = n;
            }
      bool positional = lowest < 100;
      if (!positional && style == FormatStyle::Percent) break;
      std::string mark = "%" + std::to_string(lowest);
      std::vector<V> replaced;
      bool done = false;
      for (V part : parts) {
        if (part->kind != Kind::Literal || done) {
          replaced.push_back(part);
          continue;
        }
        std::string rest = *part->text;
        while (true) {
          std::size_t at = std::string::npos, length = 0;
          if (positional) {
            for (std::string form : {mark, "%L" + std::to_string(lowest)}) {
              std::size_t found = rest.find(form);
              while (found != std::string::npos && found + form.size() < rest.size() &&
                     std::isdigit(static_cast<unsigned char>(rest[found + form.size()])) && lowest < 10)
                found = rest.find(form, found + 1);
              if (found < at) at = found, length = form.size();
            }
            if (at != std::string::npos && style == FormatStyle::BoostPercent && at + length < rest.size() &&
                rest[at + length] == '%')
              ++length;
          } else {
            at = rest.find('%');
            while (at != std::string::npos && at + 1 < rest.size() && rest[at + 1] == '%') at = rest.find('%', at + 2);
            if (at != std::string::npos) length = parsePrintf(rest, at).end - at;
          }
          if (at == std::string::npos) break;
          replaced.push_back(values_.literal(rest.substr(0, at)));
          replaced.push_back(inText(frame, argument));
          rest = rest.substr(at + length);
          if (!positional) {
            done = true;
            break;
          }
        }
        replaced.push_back(values_.literal(rest));
      }
      parts.clear();
      for (V part : replaced) {
        V flattened = part;
        if (flattened->kind == Kind::Concat)
          parts.insert(parts.end(), flattened->kids.begin(), flattened->kids.end());
        else
          parts.push_back(flattened);
      }
    }
    return values_.concat(parts);
  }

  for (V part : partsOf(format)) {
    if (part->kind != Kind::Literal) {
      out.push_back(part);
      continue;
    }
    const std::string& s = *part->text;
    std::size_t from = 0;
    for (std::size_t i = 0; i < s.size();) {
      if (style == FormatStyle::Printf && s[i] == '%') {
        PrintfSpec spec = parsePrintf(s, i);
        out.push_back(values_.literal(s.substr(from, i - from)));
        if (spec.arguments == 0) {
          out.push_back(values_.literal("%"));
        } else {
          next += static_cast<std::size_t>(spec.arguments - 1);
          V value = argumentAt(next++);
          // %Q puts its own quotes around a text.
          if (spec.conversion == 'Q' && value->kind == Kind::Literal) value = values_.list({value});
          if (spec.conversion == 'c' && value->kind == Kind::Literal && !value->text->empty() &&
              std::isdigit(static_cast<unsigned char>((*value->text)[0])))
            value = values_.literal(std::string(1, static_cast<char>(std::atoi(value->text->c_str()))));
          out.push_back(value);
        }
        i = from = spec.end;
      } else if (style == FormatStyle::Braces && (s[i] == '{' || s[i] == '}')) {
        out.push_back(values_.literal(s.substr(from, i - from)));
        if (i + 1 < s.size() && s[i + 1] == s[i]) {
          out.push_back(values_.literal(std::string(1, s[i])));
          i = from = i + 2;
          continue;
        }
        std::size_t close = s.find('}', i);
        if (s[i] == '}' || close == std::string::npos) {
          from = i;
          ++i;
          continue;
        }
        std::string name = s.substr(i + 1, close - i - 1);
        name = name.substr(0, name.find(':'));
        bool number = !name.empty() && name.size() < 4 &&
                      std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isdigit(c); });
        if (number)
          out.push_back(argumentAt(static_cast<std::size_t>(std::stoi(name))));
        else if (name.empty())
          out.push_back(argumentAt(next++));
        else
          out.push_back(values_.unknown("named argument " + name));
        i = from = close + 1;
      } else {
        ++i;
      }
    }
    out.push_back(values_.literal(s.substr(from)));
  }
  return values_.concat(out);
}

std::vector<std::string> parameterTypes(const std::string& signature) {
  std::vector<std::string> types;
  int depth = 0;
  std::string current;
  for (std::size_t i = signature.empty() ? 0 : 1; i < signature.size(); ++i) {
    char c = signature[i];
    if (c == '<' || c == '(') ++depth;
    if (c == '>' || (c == ')' && depth > 0))
      --depth;
    else if (c == ')' && depth == 0)
      break;
    if (c == ',' && depth == 0) {
      types.push_back(current);
      current.clear();
    } else if (!(c == ' ' && current.empty())) {
      current += c;
    }
  }
  if (!current.empty()) types.push_back(current);
  return types;
}

namespace {

std::string altered(std::string text, const std::string& how) {
  if (how == "trim") {
    std::size_t from = text.find_first_not_of(" \t\r\n\v\f"), to = text.find_last_not_of(" \t\r\n\v\f");
    return from == std::string::npos ? "" : text.substr(from, to - from + 1);
  }
  for (char& c : text) {
    if (how == "lower") c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (how == "upper") c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return text;
}

bool isCharacter(const std::string& type) {
  return type == "char" || type == "char16_t" || type == "char32_t" || type == "wchar_t" || type == "QChar" ||
         type == "const char" || type == "char8_t";
}

}  // namespace

V Machine::targetOf(CallSiteView& call, Slot slot) {
  V value = slotPlace(call, slot);
  if (slot.kind != Slot::Kind::Argument || !value) return value;
  if (value->kind == Kind::Ref || isSymbol(value) || value->kind == Kind::Object) return value;
  // An array is passed as what is in it; what is written goes to the array.
  Id node = call.arguments[static_cast<std::size_t>(slot.index)];
  if (node == kNone) return value;
  switch (call.frame->unit->node(node).op) {
    case Op::Local:
    case Op::Param:
    case Op::Field:
    case Op::Index:
    case Op::Global:
    case Op::Capture:
      return place(*call.frame, node);
    default:
      return value;
  }
}

V Machine::spelled(CallSiteView& call, std::size_t argument) {
  V value = inText(*call.frame, passed(call)[argument]);
  if (value->kind != Kind::Literal || value->text->empty() || call.callee->signature == kNone) return value;
  const std::vector<std::string> types = parameterTypes(call.frame->unit->facts->str(call.callee->signature));
  if (argument >= types.size() || !isCharacter(types[argument])) return value;
  int code = std::atoi(value->text->c_str());
  return code > 0 && code < 128 ? values_.literal(std::string(1, static_cast<char>(code))) : value;
}

std::vector<V> Machine::joined(Frame& frame, V list) {
  if (list->kind == Kind::List) return list->text ? std::vector<V>{} : list->kids;
  const Object* object = list->kind == Kind::Object ? objectIn(frame.state, list) : nullptr;
  std::vector<V> elements;
  if (!object || object->fields.contains(any_) || object->base) return elements;
  for (std::size_t k = 0;; ++k) {
    auto found = object->fields.find(values_.str("[" + std::to_string(k) + "]"));
    if (found == object->fields.end()) return elements;
    elements.push_back(found->second);
  }
}

V Machine::textIn(CallSiteView& call, Slot slot) {
  if (slot.kind == Slot::Kind::Argument && static_cast<std::size_t>(slot.index) < call.arguments.size())
    return spelled(call, static_cast<std::size_t>(slot.index));
  V value = slotValue(call, slot);
  return value ? inText(*call.frame, value) : values_.literal("");
}

V Machine::applyText(CallSiteView& call, const ModelRow& row) {
  Frame& frame = *call.frame;
  const std::string signature = call.callee->signature == kNone ? "" : frame.unit->facts->str(call.callee->signature);
  auto spelled = [&](std::size_t argument_index) { return this->spelled(call, argument_index); };
  auto textOf = [&](Slot slot) { return textIn(call, slot); };
  auto put = [&](V place, V value) -> V {
    if (!place) return value;
    if (place->kind == Kind::Ref || isSymbol(place) || place->kind == Kind::OneOf) {
      store(frame, place, value);
      return place;
    }
    return value;
  };

  switch (row.role) {
    case Role::TextAppend: {
      std::optional<Buffer> buffer = bufferAt(call, row.statement, true);
      V place = buffer ? buffer->place : targetOf(call, row.statement);
      V root = place && isSymbol(place) ? rootOf(place) : nullptr;
      if (root && root->kind == Kind::Global && !program_.findGlobal(root->text))
        return place;  // a stream that is no string
      V old = place ? text(frame, place->kind == Kind::Ref || isSymbol(place) ? load(frame, place) : place)
                    : values_.literal("");
      if (isNotSet(old) || old->kind == Kind::Null) old = values_.literal("");
      std::vector<V> parts{old};
      if (row.text.kind == Slot::Kind::Argument) {
        std::size_t first = static_cast<std::size_t>(row.text.index),
                    count = row.bind_count < 0 ? call.arguments.size() : static_cast<std::size_t>(row.bind_count);
        for (std::size_t i = first; i < call.arguments.size() && i < first + count; ++i) parts.push_back(spelled(i));
      } else if (!row.literal.empty()) {
        parts.push_back(values_.literal(row.literal));
      }
      if (row.op == "front") std::rotate(parts.begin(), parts.begin() + 1, parts.end());
      V whole = values_.concat(parts);
      V result = put(place, whole);
      return row.statement.kind == Slot::Kind::Result ? whole : result;
    }
    case Role::TextConcat: {
      std::vector<V> parts;
      if (call.receiver != kNone) parts.push_back(textOf(kReceiver));
      for (std::size_t i = 0; i < call.arguments.size(); ++i) parts.push_back(spelled(i));
      return values_.concat(parts);
    }
    case Role::TextForward: {
      V value = slotValue(call, row.text);
      if (!value) return values_.literal("");
      value = row.alters ? source(frame, value) : text(frame, value);
      if (value->kind == Kind::Literal && !row.op.empty()) return values_.literal(altered(*value->text, row.op));
      if (row.alters && value->kind != Kind::Literal && value->kind != Kind::Concat) {
        if (value->kind == Kind::OneOf && value->has_text) return value;
        return values_.unknown("altered text");
      }
      return value;
    }
    case Role::TextAssign: {
      if (row.op == "none") return values_.unknown(kNotSet);
      V value = row.text ? slotValue(call, row.text) : nullptr;
      V content = value ? dereference(frame, value) : values_.literal(row.literal);
      if (value && content->kind == Kind::Object && frame.state.objects[content->index]->class_symbol == nullptr)
        content = flat(frame, content);
      if (row.statement.kind == Slot::Kind::Result) return content;
      std::optional<Buffer> buffer = value ? bufferAt(call, row.statement, false) : std::nullopt;
      V place = buffer ? buffer->place : targetOf(call, row.statement);
      if (buffer) content = values_.concat({buffer->front, text(frame, content)});
      if (place && row.op == "buffer") {
        V old = text(frame, place->kind == Kind::Ref || isSymbol(place) ? load(frame, place) : place);
        if (old->has_text || isNotSet(old)) put(place, content);
        return place;
      }
      if (place && place->kind == Kind::List) {  // std::tie(a, b) = …
        for (std::size_t k = 0; k < place->kids.size(); ++k)
          put(place->kids[k], readField(frame, content, values_.str("[" + std::to_string(k) + "]")));
        return place;
      }
      if (place && !row.text && row.literal.empty()) {
        // clear(): an emptied container keeps no elements.
        V object = place->kind == Kind::Ref || isSymbol(place) ? load(frame, place) : place;
        if (object->kind == Kind::Object) {
          Object& edited = edit(frame, object->index);
          std::erase_if(edited.fields,
                        [](auto& field) { return field.first->starts_with("[") || *field.first == "$size"; });
          if (edited.fields.empty()) edited.base = nullptr;
          return place;
        }
      }
      return put(place, content);
    }
    case Role::TextFormat: {
      V format = slotValue(call, row.text);
      if (!format) return values_.unknown("format");
      V plain = dereference(frame, format);
      if (plain->kind == Kind::Number) plain = values_.literal(*plain->text);
      std::vector<V> arguments;
      if (signature.find("va_list") != std::string::npos) {
        // The variable arguments of the function around: as the caller gave them.
        std::uint32_t first = static_cast<std::uint32_t>(frame.function->facts->params.size());
        for (std::uint32_t i = 0; i < kMaxVariable; ++i) arguments.push_back(values_.symbol(Kind::Param, first + i));
      } else {
        const std::size_t from = static_cast<std::size_t>(std::max(row.bind_from, 0));
        const std::size_t end =
            row.bind_count < 0 ? call.arguments.size() : from + static_cast<std::size_t>(row.bind_count);
        for (std::size_t i = from; i < call.arguments.size() && i < end; ++i) arguments.push_back(spelled(i));
        if (call.arguments.size() == static_cast<std::size_t>(std::max(row.bind_from, 0)) + 1)
          arguments = {dereference(frame, call.values[static_cast<std::size_t>(row.bind_from)])->kind == Kind::List
                           ? call.values[static_cast<std::size_t>(row.bind_from)]
                           : arguments[0]};
      }
      V formatted = formatText(frame, row.format, plain, arguments);
      if (row.statement && row.statement.kind != Slot::Kind::Result) {
        std::optional<Buffer> buffer = bufferAt(call, row.statement, true);
        V place = buffer ? buffer->place : targetOf(call, row.statement);
        V written = formatted;
        if (buffer) {
          formatted = values_.concat({buffer->front, formatted});
        } else if (row.append && place) {
          V old = text(frame, place->kind == Kind::Ref || isSymbol(place) ? load(frame, place) : place);
          if (!isNotSet(old)) formatted = values_.concat({old, formatted});
        }
        if (place) put(place, formatted);
        // printf-like functions return a length; format_to and operator% return where they wrote.
        if (row.format != FormatStyle::Printf) return formatted;
        return written->kind == Kind::Literal ? values_.number(static_cast<long long>(written->text->size()))
                                              : values_.unknown("length of formatted text");
      }
      return formatted;
    }
    case Role::Change: {
      V at = targetOf(call, row.statement);
      if (!at) return values_.unknown("changed object");
      V list = dereference(frame, at);
      if (list->kind == Kind::List) {
        for (V one : list->kids) forget(frame, one, "changed object");
      } else if (at->kind == Kind::Ref || isSymbol(at)) {
        store(frame, at, values_.unknown("changed object"));
      }
      return at;
    }
    case Role::TextJoin: {
      V list = dereference(frame, slotValue(call, row.value));
      V separator = row.text ? textOf(row.text) : values_.literal("");
      if (isSymbol(list)) list = known(frame, list);
      std::vector<V> elements = joined(frame, list);
      if (elements.empty()) return values_.unknown("joined list");
      std::vector<V> parts;
      for (std::size_t i = 0; i < elements.size(); ++i) {
        if (i) parts.push_back(separator);
        parts.push_back(inText(frame, elements[i]));
      }
      return values_.concat(parts);
    }
    case Role::Quote: {
      V value = slotValue(call, row.value);
      if (!value) return values_.unknown("quoted value");
      value = text(frame, value);
      V quoted = value->kind == Kind::Literal ? values_.list({value}) : value;
      if (row.statement && row.statement.kind != Slot::Kind::Result) {
        if (V place = slotPlace(call, row.statement)) put(place, quoted);
      }
      return quoted;
    }
    case Role::Resource: {
      std::optional<std::string> name = wholeText(frame, slotValue(call, row.text));
      if (name) {
        auto found = options_.resources.find(*name);
        if (found == options_.resources.end())
          for (auto it = options_.resources.begin(); it != options_.resources.end(); ++it)
            if (it->first.ends_with("/" + *name) || name->ends_with("/" + it->first)) found = it;
        if (found != options_.resources.end()) return values_.literal(found->second);
        return values_.unknown("contents of the file '" + *name + "'");
      }
      return values_.unknown("contents of a file");
    }
    default:
      return applyEditing(call, row);
  }
}

}  // namespace touchgraph::linker
