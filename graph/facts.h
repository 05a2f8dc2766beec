#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Facts: what one translation unit says, as plain data.
///
/// A unit's functions are lowered to small expression trees ("nodes"). No SQL is read here and no
/// library is known: a call is just a call. The linker (graph/link) runs these trees symbolically
/// over the whole program and asks the models what a library call means.
///
/// Everything is an index into a vector of the owning `UnitFacts`, so that facts can be written and
/// read as a few flat arrays, carry no pointer, and are equal for equal input. No absolute path
/// occurs: files are relative to the project root.
namespace touchgraph {

/// Index into one of the vectors of a `UnitFacts`.
using Id = std::uint32_t;
inline constexpr Id kNone = 0xffffffffu;

/// What a node says. In the examples the node is the part between ‹›.
/// `kids` are listed as [name…]; `str` is a string id in `Node::a` unless said otherwise.
enum class Op : std::uint8_t {
  // --- values ---------------------------------------------------------------------------------
  Text,       ///< ‹"SELECT 1"›            a = string (bytes, adjacent literals joined; wide and UTF-16 as UTF-8)
  Number,     ///< ‹42› ‹true› ‹'c'› ‹Kind::User›  a = string of its decimal value (char: its code), b = enumerator's qualified name or kNone
  Null,       ///< ‹nullptr› ‹NULL›
  Local,      ///< ‹x›                     a = slot in Function::locals
  Param,      ///< ‹in›                    a = index in Function::params
  Capture,    ///< ‹x› in a lambda body    a = index in the captures of the Lambda node (also a captured `this`)
  This,       ///< ‹this›
  Global,     ///< ‹kTable›                a = string: symbol of a namespace-scope, static-member or function-static variable
  FunctionRef,///< ‹&shop::add›            a = callee (free function, static or member function named as a value)
  Field,      ///< ‹in.id› ‹stmt_›         a = string: field name, b = string: symbol of the field; kids [object]
  Index,      ///< ‹a[i]› on arrays and pointers (overloaded operator[] is a Call); kids [base, index]
  AddressOf,  ///< ‹&x›, and an argument or initialiser bound to a non-const lvalue reference; kids [place]
  Deref,      ///< ‹*p› on a raw pointer; kids [pointer]
  Call,       ///< ‹db.exec(s)›            a = callee; kids [receiver (only if kHasReceiver), args…], default arguments filled in
  CallValue,  ///< ‹callback(db)›          a call of a function pointer, member pointer or unresolved value; kids [function, args…]; `.*`/`->*`: flag kHasReceiver, kids [function, object, args…]
  Construct,  ///< ‹Statement(db, "…")›    a = callee (the constructor), kids [args…]; aggregates are List
  Lambda,     ///< ‹[&]{ … }›              a = function index in this unit; kids [captured values…] (AddressOf when by reference, This for this)
  Choice,     ///< ‹c ? x : y›             kids [condition, x, y]
  Binary,     ///< ‹a + b› on built-in types (overloaded operators are Calls)  a = string: operator; kids [left, right]
  Unary,      ///< ‹!a›, ‹-n›              a = string: operator; kids [operand]
  Increment,  ///< ‹i++› ‹--i›             a = string: "++"/"--", flag kPrefix; kids [place]
  List,       ///< ‹{a, b}›                brace list, array or aggregate; a = string: comma-joined field names or kNone; kids [elements…]
  Unknown,    ///< an expression with no lowering   a = string: reason ("throw expression", "dependent call to 'exec'"), kids [sub-expressions that still run…]

  // --- statements (some are also expressions in C++) ------------------------------------------
  Assign,     ///< ‹x = v› ‹n += v›        a = string: "" or the arithmetic operator ("+" for +=); kids [place, value]
  Declare,    ///< ‹T x = v;›              a = slot; kids [initialiser] or none (default-initialised scalars)
  Block,      ///< ‹{ … }›                 kids in order
  If,         ///< kids [condition, then, else or Block()]   init-statements and condition variables precede it in a Block
  Loop,       ///< while/for/do            kids [condition or Block(), body, step or Block()]; flag kBodyFirst for do; the for-init precedes it in a Block
  ForEach,    ///< for (auto x : range)    a = slot of x; kids [range, body]
  Switch,     ///< kids [condition, Case…]
  Case,       ///< a = number of label kids, kids [labels…, body…]; a `default` label is an Unknown node "default"; flag kFallsThrough
  Return,     ///< kids [value] or none; co_return too
  Break, Continue, Throw,  ///< Throw: kids [value] or none
  Try,        ///< kids [body, handlers…]
  ScopeExit,  ///< at its place a destructor is scheduled for the end of the enclosing Block; kids [Call of the destructor]
};

/// `Node::flags`.
enum NodeFlag : std::uint8_t {
  kHasReceiver = 1,   ///< Call: kids[0] is the object; CallValue: kids[1] is
  kVirtual = 2,       ///< Call: dispatched at run time (not when qualified, final or on a known value)
  kPrefix = 4,        ///< Increment
  kBodyFirst = 8,     ///< Loop
  kFallsThrough = 16, ///< Case: its body can run into the next one
  kConversion = 32,   ///< Call/Construct made by the compiler, not written
  kCopy = 64,         ///< Construct by a copy constructor
  kMove = 128,        ///< Construct by a move constructor
};

/// One node of a lowered body.
struct Node {
  Op op = Op::Unknown;
  std::uint8_t flags = 0;
  std::uint16_t column = 0;  ///< of calls and constructions: 1-based column in that line, 65535 = farther right; else 0
  Id a = kNone;
  Id b = kNone;
  Id type = kNone;       ///< string: symbol of the class of the expression, see `ClassFacts`, or of a typedef of void*; kNone for scalars and strings
  Id first_kid = 0;      ///< kids are UnitFacts::kids[first_kid … first_kid + kid_count)
  Id kid_count = 0;
  Id line = 0;           ///< 1-based line in the function's file (of the expansion for macros)
};

/// A function named by a call. One row per distinct callee of a unit.
struct Callee {
  Id symbol = kNone;        ///< string: USR; for an instantiated template that of the specialisation
  Id name = kNone;          ///< string: qualified name without template arguments and inline namespaces: "std::basic_string::append"
  Id signature = kNone;     ///< string: "(const QString &, QSqlDatabase)", canonical types, aliases resolved
  Id class_symbol = kNone;  ///< string: USR of its class (lambda: kNone)
  Id parameters = 0;        ///< number of declared parameters
  /// Strings, in order: template arguments of the function and its class that are types of classes (USR),
  /// functions (USR) or constants (decimal). Packs flattened. Indices [first, first+count) into `UnitFacts::kids`.
  Id first_template_argument = 0;
  Id template_argument_count = 0;
  bool is_virtual = false;
  bool is_constructor = false;
  bool is_destructor = false;
  bool is_static = false;
  bool is_variadic = false; ///< C varargs
  bool is_system = false;   ///< declared in a system header
  bool is_const = false;    ///< a method that does not change its object
};

struct ParameterFacts {
  Id name = kNone;       ///< string, "" if unnamed
  Id type = kNone;       ///< string: class symbol as in Node::type, or kNone
  Id type_name = kNone;  ///< string: the type as written, for messages and input structs
  bool is_reference = false;  ///< lvalue reference to non-const, or pointer to non-const: the callee can write through it
  bool is_pack = false;       ///< one element of an expanded pack (its name is shared)
  std::vector<Id> parts;      ///< strings: see FieldFacts::parts
};

struct LocalFacts {
  Id name = kNone;
  Id type = kNone;
  bool is_reference = false;  ///< T& x = …: reads and writes go to what it was bound to
};

/// `[[clang::annotate("touchgraph.mutation", "cart/add")]]` and user annotations, arguments in order.
struct Annotation { std::vector<Id> arguments; };

struct FunctionFacts {
  Id symbol = kNone;      ///< string: USR (lambdas: "<enclosing symbol>@lambda<n>")
  Id name = kNone;        ///< string: qualified name for people: "shop::CartRepo::insert"; lambdas "shop::add::lambda"; with no template arguments
  Id signature = kNone;   ///< string: "(Db &, const AddToCart &)", types as written
  Id file = kNone;        ///< string: relative to the project root
  Id line = 0;
  Id class_symbol = kNone;///< of methods
  Id parent = kNone;      ///< lambdas: index of the enclosing function in this unit
  bool is_constructor = false, is_destructor = false, is_virtual = false, is_static = false;
  bool is_lambda = false;
  bool is_template_instance = false;
  bool is_main_file = true;      ///< false: defined in a header
  bool internal_linkage = false; ///< static / anonymous namespace: its symbol is only unique within its file
  std::vector<ParameterFacts> params;
  std::vector<LocalFacts> locals;
  std::vector<Id> overrides;     ///< strings: symbols of the methods it directly overrides
  std::vector<Annotation> annotations;
  std::vector<Id> result_parts;  ///< strings: of the return type, see FieldFacts::parts
  Id body = kNone;               ///< node: a Block; constructors start with Assign to Field(This) and base constructor Calls
};

struct FieldFacts {
  Id name = kNone, symbol = kNone, type = kNone, type_name = kNone;
  Id initialiser = kNone;
  bool settable = false;  ///< public and assignable: who has an object can give it a value
  /// Strings: symbols of the user's classes and enumerations that the type is made of, template arguments included:
  /// `std::optional<std::vector<Line>>` has Line.
  std::vector<Id> parts;
};

/// A class the unit sees, from user code. Also those with no definition in user code when a user class derives from them.
struct ClassFacts {
  Id symbol = kNone;   ///< string: USR; a template instance has its own
  Id name = kNone;     ///< string: qualified
  std::vector<Id> bases;        ///< strings: symbols
  std::vector<FieldFacts> fields;
  std::vector<Id> constructors; ///< strings: symbols, with the parameter count in the same place of `constructor_arity`
  std::vector<Id> constructor_arity;
  std::vector<Annotation> annotations;
  Id file = kNone;             ///< string: where it is defined, relative to the project root
  Id space = kNone;            ///< string: qualified name of the namespace around it, "" for the global one
  bool is_nameable = false;    ///< code elsewhere can write its name: not local, unnamed, hidden or a template instance
  bool is_makeable = false;    ///< has a public default constructor
  bool has_open_bases = true;  ///< all its base classes are public
};

/// An enumeration of user code.
struct EnumFacts {
  Id symbol = kNone;            ///< string: USR
  Id name = kNone;              ///< string: qualified
  Id file = kNone;              ///< as in ClassFacts
  bool is_nameable = false;     ///< as in ClassFacts
  std::vector<Id> enumerators;  ///< strings: unqualified names
};

/// A variable outside functions, a static member or a function-static.
struct GlobalFacts {
  Id symbol = kNone, name = kNone, type = kNone;
  Id file = kNone;
  Id line = 0;
  bool is_constant = false;        ///< const/constexpr: its initialiser is its value for ever
  Id initialiser = kNone;          ///< node, or kNone for a declaration only
  std::vector<LocalFacts> locals;  ///< slots used by the initialiser's own nodes (rare)
  std::vector<Annotation> annotations;
};

/// A declaration without body that carries annotations (a header's TOUCHGRAPH_QUERY("x") prototype).
struct AnnotatedDeclaration { Id symbol = kNone; std::vector<Annotation> annotations; };

/// An error of the parser. A unit with errors still has facts, as far as they go.
struct ParseError { std::string file; std::uint32_t line = 0; std::string message; };

/// A container of a library, `std::vector<std::unique_ptr<Connection>>`.
struct ContainerFacts {
  Id symbol = kNone;   ///< string: USR of the instance
  Id element = kNone;  ///< string: symbol of the class of its elements; of a map, of its values
};

struct UnitFacts {
  std::string file;                    ///< main file, relative to the project root
  std::vector<std::string> strings;
  std::vector<Node> nodes;
  std::vector<Id> kids;
  std::vector<Callee> callees;
  std::vector<FunctionFacts> functions;
  std::vector<ClassFacts> classes;
  std::vector<ContainerFacts> containers;
  std::vector<EnumFacts> enums;
  std::vector<GlobalFacts> globals;
  std::vector<AnnotatedDeclaration> declarations;
  std::vector<ParseError> errors;

  const std::string& str(Id id) const { return strings[id]; }
};

/// Writes facts in the format described in facts.cpp. Equal facts give equal bytes.
std::string encodeFacts(const UnitFacts& facts);
/// Reads them back; nothing when the bytes are truncated, corrupt or of another version.
std::optional<UnitFacts> decodeFacts(std::string_view bytes);
/// The facts as indented text, one node a line, for people and tests.
std::string printFacts(const UnitFacts& facts);

}  // namespace touchgraph
