#include "graph/facts.h"

/// Facts as text: one node a line, kids indented below, `@line` where control or a call is.
///
///   function shop::add (Db &, int) a.cpp:3
///     param db: Db &
///     Block
///       Call Db::exec @4 receiver
///         Param db
///         Text "DELETE FROM t"
namespace touchgraph {
namespace {

const char* opName(Op op) {
  switch (op) {
    case Op::Text:
      return "Text";
    case Op::Number:
      return "Number";
    case Op::Null:
      return "Null";
    case Op::Local:
      return "Local";
    case Op::Param:
      return "Param";
    case Op::Capture:
      return "Capture";
    case Op::This:
      return "This";
    case Op::Global:
      return "Global";
    case Op::FunctionRef:
      return "FunctionRef";
    case Op::Field:
      return "Field";
    case Op::Index:
      return "Index";
    case Op::AddressOf:
      return "AddressOf";
    case Op::Deref:
      return "Deref";
    case Op::Call:
      return "Call";
    case Op::CallValue:
      return "CallValue";
    case Op::Construct:
      return "Construct";
    case Op::Lambda:
      return "Lambda";
    case Op::Choice:
      return "Choice";
    case Op::Binary:
      return "Binary";
    case Op::Unary:
      return "Unary";
    case Op::Increment:
      return "Increment";
    case Op::List:
      return "List";
    case Op::Unknown:
      return "Unknown";
    case Op::Assign:
      return "Assign";
    case Op::Declare:
      return "Declare";
    case Op::Block:
      return "Block";
    case Op::If:
      return "If";
    case Op::Loop:
      return "Loop";
    case Op::ForEach:
      return "ForEach";
    case Op::Switch:
      return "Switch";
    case Op::Case:
      return "Case";
    case Op::Return:
      return "Return";
    case Op::Break:
      return "Break";
    case Op::Continue:
      return "Continue";
    case Op::Throw:
      return "Throw";
    case Op::Try:
      return "Try";
    case Op::ScopeExit:
      return "ScopeExit";
  }
  return "?";
}

class Printer {
 public:
  explicit Printer(const UnitFacts& facts) : facts_(facts) {}

  std::string print() {
    out_ += "unit " + facts_.file + "\n";
    for (const ParseError& e : facts_.errors)
      out_ += "error " + e.file + ":" + std::to_string(e.line) + ": " + e.message + "\n";
    for (const ClassFacts& c : facts_.classes) printClass(c);
    for (const EnumFacts& e : facts_.enums) {
      out_ += "enum " + str(e.name);
      for (Id enumerator : e.enumerators) out_ += " " + str(enumerator);
      out_ += "\n";
    }
    for (const GlobalFacts& g : facts_.globals) printGlobal(g);
    for (const AnnotatedDeclaration& d : facts_.declarations) {
      out_ += "declaration " + str(d.symbol) + "\n";
      printAnnotations(d.annotations);
    }
    for (const FunctionFacts& f : facts_.functions) printFunction(f);
    return std::move(out_);
  }

 private:
  std::string str(Id id) const { return id == kNone ? std::string() : facts_.str(id); }

  void line(int depth, const std::string& text) { out_.append(depth * 2, ' ').append(text).append("\n"); }

  void printAnnotations(const std::vector<Annotation>& annotations) {
    for (const Annotation& a : annotations) {
      std::string text = "annotation";
      for (Id id : a.arguments) text += " \"" + str(id) + "\"";
      line(1, text);
    }
  }

  void printClass(const ClassFacts& c) {
    out_ += "class " + str(c.name) + "\n";
    printAnnotations(c.annotations);
    for (Id base : c.bases) line(1, "base " + str(base));
    for (const FieldFacts& f : c.fields) {
      line(1, "field " + str(f.name) + ": " + str(f.type_name));
      locals_ = nullptr;
      if (f.initialiser != kNone) printNode(f.initialiser, 2);
    }
  }

  void printGlobal(const GlobalFacts& g) {
    out_ += "global " + str(g.name) + (g.is_constant ? " constant" : "") + " " + str(g.file) + ":" +
            std::to_string(g.line) + "\n";
    printAnnotations(g.annotations);
    locals_ = &g.locals;
    params_ = nullptr;
    if (g.initialiser != kNone) printNode(g.initialiser, 1);
  }

  void printFunction(const FunctionFacts& f) {
    out_ += "function " + str(f.name) + " " + str(f.signature) + " " + str(f.file) + ":" + std::to_string(f.line);
    if (f.is_virtual) out_ += " virtual";
    if (f.is_static) out_ += " static";
    if (f.internal_linkage) out_ += " internal";
    if (f.is_template_instance) out_ += " instance";
    if (!f.is_main_file) out_ += " header";
    out_ += "\n";
    printAnnotations(f.annotations);
    for (Id o : f.overrides) line(1, "overrides " + str(o));
    for (const ParameterFacts& p : f.params)
      line(1, "param " + str(p.name) + ": " + str(p.type_name) + (p.is_reference ? " (reference)" : "") +
                  (p.is_pack ? " (pack)" : ""));
    locals_ = &f.locals;
    params_ = &f.params;
    if (f.body != kNone) printNode(f.body, 1);
  }

  std::string localName(Id slot) const {
    if (locals_ == nullptr || slot >= locals_->size()) return "#" + std::to_string(slot);
    const LocalFacts& local = (*locals_)[slot];
    return str(local.name) + "#" + std::to_string(slot) + (local.is_reference ? "&" : "");
  }

  static std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (char c : text) {
      if (c == '\n')
        out += "\\n";
      else if (c == '"' || c == '\\')
        out += std::string("\\") + c;
      else
        out += c;
    }
    return out + "\"";
  }

  std::string label(const Node& n) const {
    std::string text = opName(n.op);
    const auto add = [&](const std::string& part) { text += " " + part; };
    switch (n.op) {
      case Op::Text:
        add(quoted(str(n.a)));
        break;
      case Op::Number:
        add(str(n.a));
        if (n.b != kNone) add(str(n.b));
        break;
      case Op::Local:
      case Op::Declare:
      case Op::ForEach:
        add(localName(n.a));
        break;
      case Op::Param:
        add(params_ != nullptr && n.a < params_->size() ? str((*params_)[n.a].name) : "#" + std::to_string(n.a));
        break;
      case Op::Capture:
        add(std::to_string(n.a));
        break;
      case Op::Lambda:
        add(n.a < facts_.functions.size() ? str(facts_.functions[n.a].name) : "?");
        break;
      case Op::Global:
      case Op::Field:
      case Op::Unknown:
      case Op::Binary:
      case Op::Unary:
      case Op::Increment:
      case Op::List:
      case Op::Assign:
        if (n.a != kNone && !str(n.a).empty()) add(str(n.a));
        break;
      case Op::FunctionRef:
      case Op::Call:
      case Op::Construct:
        if (n.a < facts_.callees.size()) {
          const Callee& c = facts_.callees[n.a];
          add(str(c.name));
          for (Id i = 0; i != c.template_argument_count; ++i)
            add("<" + str(facts_.kids[c.first_template_argument + i]) + ">");
        }
        break;
      case Op::Case:
        add("labels=" + std::to_string(n.a));
        break;
      default:
        break;
    }
    switch (n.op) {
      case Op::Call:
      case Op::CallValue:
      case Op::Construct:
      case Op::Return:
      case Op::Unknown:
      case Op::Throw:
        add("@" + std::to_string(n.line));
        break;
      default:
        break;
    }
    static constexpr std::pair<NodeFlag, const char*> kNames[] = {
        {kHasReceiver, "receiver"},       {kVirtual, "virtual"},       {kPrefix, "prefix"}, {kBodyFirst, "body-first"},
        {kFallsThrough, "falls-through"}, {kConversion, "conversion"}, {kCopy, "copy"},     {kMove, "move"}};
    for (const auto& [flag, name] : kNames)
      if ((n.flags & flag) != 0) add(name);
    return text;
  }

  void printNode(Id id, int depth) {
    const Node& n = facts_.nodes[id];
    line(depth, label(n));
    for (Id i = 0; i != n.kid_count; ++i) printNode(facts_.kids[n.first_kid + i], depth + 1);
  }

  const UnitFacts& facts_;
  const std::vector<LocalFacts>* locals_ = nullptr;
  const std::vector<ParameterFacts>* params_ = nullptr;
  std::string out_;
};

}  // namespace

std::string printFacts(const UnitFacts& facts) {
  return Printer(facts).print();
}

}  // namespace touchgraph
