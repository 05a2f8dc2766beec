#include "graph/facts.h"

#include <cstring>
#include <type_traits>

/// The encoding of facts.
///
///   "TGFACTS\n"  u32 version  u64 checksum of the rest  payload
///
/// The payload is the fields of `UnitFacts` in order. A vector is its length (u32) and its elements; a vector of plain
/// 32-bit values or nodes is copied as it lies in memory (little endian, 28 bytes a node). All strings of a unit are
/// one table of lengths and one blob, so that reading a unit is a handful of copies.
namespace touchgraph {
namespace {

constexpr std::string_view kMagic = "TGFACTS\n";
constexpr std::uint32_t kVersion = 4;
constexpr std::size_t kHeader = 8 + 4 + 8;

static_assert(sizeof(Node) == 28 && std::is_trivially_copyable_v<Node>);

/// FNV-1a over 8-byte words: finds torn and edited files, is not meant against an adversary.
std::uint64_t checksum(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325u ^ bytes.size();
  while (!bytes.empty()) {
    std::uint64_t word = 0;
    const std::size_t n = bytes.size() < 8 ? bytes.size() : 8;
    std::memcpy(&word, bytes.data(), n);
    hash = (hash ^ word) * 0x100000001b3u;
    hash ^= hash >> 29;
    bytes.remove_prefix(n);
  }
  return hash;
}

/// Appends values to a byte string.
class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  template <class T>
    requires std::is_trivially_copyable_v<T>
  void plain(const T& value) {
    out_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void flag(const bool& value) { plain(static_cast<std::uint8_t>(value)); }
  void text(const std::string& value) {
    plain(static_cast<std::uint32_t>(value.size()));
    out_ += value;
  }
  template <class T>
  void flat(const std::vector<T>& values) {
    plain(static_cast<std::uint32_t>(values.size()));
    out_.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
  }
  template <class T, class F>
  void each(const std::vector<T>& values, F&& f) {
    plain(static_cast<std::uint32_t>(values.size()));
    for (const T& value : values) f(value);
  }
  void strings(const std::vector<std::string>& values) {
    plain(static_cast<std::uint32_t>(values.size()));
    for (const std::string& value : values) plain(static_cast<std::uint32_t>(value.size()));
    for (const std::string& value : values) out_ += value;
  }
  bool good() const { return true; }

 private:
  std::string& out_;
};

/// Takes values off a byte string; the first value that is not there makes it bad for good.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  template <class T>
    requires std::is_trivially_copyable_v<T>
  void plain(T& value) {
    if (!need(sizeof value)) return;
    std::memcpy(&value, rest_.data(), sizeof value);
    rest_.remove_prefix(sizeof value);
  }
  void flag(bool& value) {
    std::uint8_t byte = 0;
    plain(byte);
    value = byte != 0;
  }
  void text(std::string& value) {
    const std::size_t n = length(1);
    value.assign(rest_.substr(0, n));
    rest_.remove_prefix(n);
  }
  template <class T>
  void flat(std::vector<T>& values) {
    const std::size_t n = length(sizeof(T));
    values.resize(n);
    if (n != 0) std::memcpy(values.data(), rest_.data(), n * sizeof(T));
    rest_.remove_prefix(n * sizeof(T));
  }
  template <class T, class F>
  void each(std::vector<T>& values, F&& f) {
    values.resize(length(1));
    for (T& value : values) {
      f(value);
      if (!good_) return;
    }
  }
  void strings(std::vector<std::string>& values) {
    std::vector<std::uint32_t> lengths;
    flat(lengths);
    values.resize(lengths.size());
    for (std::size_t i = 0; i != lengths.size() && need(lengths[i]); ++i) {
      values[i].assign(rest_.substr(0, lengths[i]));
      rest_.remove_prefix(lengths[i]);
    }
  }
  bool good() const { return good_; }
  bool atEnd() const { return rest_.empty(); }

 private:
  bool need(std::size_t n) {
    if (rest_.size() < n) {
      good_ = false;
      rest_ = {};
    }
    return good_;
  }
  /// A length that the bytes left can hold; an element takes at least `size` bytes.
  std::size_t length(std::size_t size) {
    std::uint32_t n = 0;
    plain(n);
    return need(n * size) ? n : 0;
  }

  std::string_view rest_;
  bool good_ = true;
};

// One description of the layout serves both directions: `A` is Writer or Reader, `Facts` const or not.

template <class A, class T>
void codeAnnotations(A& a, T& annotations) {
  a.each(annotations, [&](auto& annotation) { a.flat(annotation.arguments); });
}

template <class A, class T>
void codeLocals(A& a, T& locals) {
  a.each(locals, [&](auto& l) {
    a.plain(l.name);
    a.plain(l.type);
    a.flag(l.is_reference);
  });
}

template <class A, class T>
void codeCallee(A& a, T& c) {
  for (auto* id : {&c.symbol, &c.name, &c.signature, &c.class_symbol, &c.parameters, &c.first_template_argument,
                   &c.template_argument_count})
    a.plain(*id);
  for (auto* bit :
       {&c.is_virtual, &c.is_constructor, &c.is_destructor, &c.is_static, &c.is_variadic, &c.is_system, &c.is_const})
    a.flag(*bit);
}

template <class A, class T>
void codeFunction(A& a, T& f) {
  for (auto* id : {&f.symbol, &f.name, &f.signature, &f.file, &f.line, &f.class_symbol, &f.parent, &f.body})
    a.plain(*id);
  for (auto* bit : {&f.is_constructor, &f.is_destructor, &f.is_virtual, &f.is_static, &f.is_lambda,
                    &f.is_template_instance, &f.is_main_file, &f.internal_linkage})
    a.flag(*bit);
  a.each(f.params, [&](auto& p) {
    a.plain(p.name);
    a.plain(p.type);
    a.plain(p.type_name);
    a.flag(p.is_reference);
    a.flag(p.is_pack);
    a.flat(p.parts);
  });
  codeLocals(a, f.locals);
  a.flat(f.overrides);
  codeAnnotations(a, f.annotations);
  a.flat(f.result_parts);
}

template <class A, class T>
void codeClass(A& a, T& c) {
  a.plain(c.symbol);
  a.plain(c.name);
  a.flat(c.bases);
  a.each(c.fields, [&](auto& f) {
    for (auto* id : {&f.name, &f.symbol, &f.type, &f.type_name, &f.initialiser}) a.plain(*id);
    a.flag(f.settable);
    a.flat(f.parts);
  });
  a.flat(c.constructors);
  a.flat(c.constructor_arity);
  codeAnnotations(a, c.annotations);
  a.plain(c.file);
  a.plain(c.space);
  for (auto* bit : {&c.is_nameable, &c.is_makeable, &c.has_open_bases}) a.flag(*bit);
}

template <class A, class T>
void codeEnum(A& a, T& e) {
  for (auto* id : {&e.symbol, &e.name, &e.file}) a.plain(*id);
  a.flag(e.is_nameable);
  a.flat(e.enumerators);
}

template <class A, class T>
void codeGlobal(A& a, T& g) {
  for (auto* id : {&g.symbol, &g.name, &g.type, &g.file, &g.line, &g.initialiser}) a.plain(*id);
  a.flag(g.is_constant);
  codeLocals(a, g.locals);
  codeAnnotations(a, g.annotations);
}

template <class A, class T>
void codeUnit(A& a, T& u) {
  a.text(u.file);
  a.strings(u.strings);
  a.flat(u.nodes);
  a.flat(u.kids);
  a.each(u.callees, [&](auto& c) { codeCallee(a, c); });
  a.each(u.functions, [&](auto& f) { codeFunction(a, f); });
  a.each(u.classes, [&](auto& c) { codeClass(a, c); });
  a.each(u.containers, [&](auto& c) {
    a.plain(c.symbol);
    a.plain(c.element);
  });
  a.each(u.enums, [&](auto& e) { codeEnum(a, e); });
  a.each(u.globals, [&](auto& g) { codeGlobal(a, g); });
  a.each(u.declarations, [&](auto& d) {
    a.plain(d.symbol);
    codeAnnotations(a, d.annotations);
  });
  a.each(u.errors, [&](auto& e) {
    a.text(e.file);
    a.plain(e.line);
    a.text(e.message);
  });
}

/// Every node's kids lie inside the tables. The checksum holds off accidents; this keeps a consumer's loops in bounds.
bool inBounds(const UnitFacts& u) {
  for (const Node& n : u.nodes) {
    if (n.first_kid > u.kids.size() || n.kid_count > u.kids.size() - n.first_kid) return false;
    for (Id i = 0; i != n.kid_count; ++i)
      if (u.kids[n.first_kid + i] >= u.nodes.size()) return false;
    if (n.op > Op::ScopeExit) return false;
  }
  for (const FunctionFacts& f : u.functions)
    if (f.body != kNone && f.body >= u.nodes.size()) return false;
  return true;
}

}  // namespace

std::string encodeFacts(const UnitFacts& facts) {
  std::string payload;
  payload.reserve(facts.nodes.size() * 48 + facts.strings.size() * 40 + 256);
  Writer writer(payload);
  codeUnit(writer, facts);

  std::string out(kMagic);
  Writer header(out);
  header.plain(kVersion);
  header.plain(checksum(payload));
  out += payload;
  return out;
}

std::optional<UnitFacts> decodeFacts(std::string_view bytes) {
  if (bytes.size() < kHeader || !bytes.starts_with(kMagic)) return std::nullopt;
  Reader header(bytes.substr(kMagic.size(), kHeader - kMagic.size()));
  std::uint32_t version = 0;
  std::uint64_t expected = 0;
  header.plain(version);
  header.plain(expected);
  bytes.remove_prefix(kHeader);
  if (version != kVersion || checksum(bytes) != expected) return std::nullopt;

  UnitFacts facts;
  Reader reader(bytes);
  codeUnit(reader, facts);
  if (!reader.good() || !reader.atEnd() || !inBounds(facts)) return std::nullopt;
  return facts;
}

}  // namespace touchgraph
