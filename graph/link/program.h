#pragma once

#include "graph/facts.h"
#include "graph/link/link.h"
#include "graph/link/value.h"
#include "graph/model.h"

#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

/// The whole program: the facts of all units merged by symbol. Nothing here is evaluated yet.
namespace touchgraph::linker {

/// A unit with its strings interned.
struct UnitView {
  const UnitFacts* facts = nullptr;
  std::vector<Str> strings;  ///< by string id
  Str str(Id id) const { return id == kNone ? nullptr : strings[id]; }
  const Node& node(Id id) const { return facts->nodes[id]; }
  Id kid(const Node& node, std::size_t i) const { return facts->kids[node.first_kid + i]; }
};

using FunctionId = std::uint32_t;

struct Function {
  const UnitView* unit = nullptr;
  const FunctionFacts* facts = nullptr;
  FunctionId id = 0;
  Str symbol = nullptr;
  Str class_symbol = nullptr;
  FunctionId owner = 0;            ///< itself; for lambdas the named function around them
  std::vector<Str> capture_types;  ///< lambdas: classes of the captured values
  std::vector<std::string> capture_names;
  std::vector<FunctionId> callees;       ///< direct edges, overriders and lambdas included; sorted
  std::vector<Str> bodyless;             ///< symbols of callees without a body
  bool is_value = false;                 ///< a lambda, or named as a value: it can be called from anywhere
  std::vector<std::size_t> value_calls;  ///< numbers of arguments with which it calls functions it cannot name
  bool has_database_call = false;        ///< its own body calls a modelled database function
  bool relevant = false;                 ///< reaches one
  bool excluded = false;  ///< not part of the program, by configuration or because it implements a modelled library
  std::size_t nodes = 0;
  const std::string& name() const { return unit->facts->str(facts->name); }
  const std::string& file() const { return unit->facts->str(facts->file); }
};

struct Class {
  Str symbol = nullptr;
  Str name = nullptr;
  std::vector<Str> bases;
  std::vector<Str> derived;  ///< direct, sorted by name
  std::unordered_map<Str, Str> field_types;
  std::unordered_set<Str> pointers;  ///< fields that are pointers, references or shared pointers
  std::unordered_map<Str, std::pair<const UnitView*, Id>> field_initialisers;
  bool has_definition = false;  ///< from user code
};

struct Global {
  Str symbol = nullptr;
  Str type = nullptr;
  const UnitView* unit = nullptr;
  const GlobalFacts* facts = nullptr;
};

/// A model row with what it belongs to.
struct Model {
  const ModelRow* row = nullptr;
  const Library* library = nullptr;
};

class Program {
 public:
  Program(const std::vector<UnitFacts>& units, const std::vector<Library>& libraries, const LinkOptions& options,
          Values& values);

  const std::vector<Function>& functions() const { return functions_; }
  const Function& function(FunctionId id) const { return functions_[id]; }
  /// The function with a body, or nothing.
  const Function* find(Str symbol) const;
  const Class* findClass(Str symbol) const;
  const Global* findGlobal(Str symbol) const;
  const std::vector<const Global*>& globals() const { return global_order_; }
  /// Class of a field of a class, its bases included.
  Str fieldType(Str class_symbol, Str field) const;
  /// True for a field that points at its object instead of holding it.
  bool isPointer(Str class_symbol, Str field) const;
  /// Names of the fields of all classes that are of a class.
  std::vector<Str> fieldsOfType(Str class_symbol) const;
  /// Class of the elements of a library's container, or nothing.
  Str elementType(Str container) const;
  /// True when `derived` is `base` or inherits from it.
  bool derivesFrom(Str derived, Str base) const;
  /// The class and all that inherit from it, in stable order.
  std::vector<Str> withDerived(Str class_symbol) const;
  /// The bodies a virtual call can reach when the object is of `class_symbol` or below; `exact` when it is just that
  /// class.
  std::vector<const Function*> overriders(Str method, Str class_symbol, bool exact) const;
  /// A constructor of the class that takes so many arguments (user classes only).
  const Function* constructor(Str class_symbol, std::size_t arguments) const;
  /// The operator() of a class with a body.
  const Function* callOperator(Str class_symbol) const;
  /// A method of the class by its unqualified name (Qt's slots named by text).
  const Function* method(Str class_symbol, const std::string& name) const;
  FunctionId lambda(const UnitView* unit, Id function_index) const;

  /// The rows for a callee, in the order of the libraries, matching by name, number of arguments and signature.
  std::vector<Model> models(const UnitView& unit, const Callee& callee, std::size_t arguments) const;
  /// All rows of that name, whatever their arguments.
  std::vector<Model> modelsByName(const std::string& name) const;
  /// The library a class belongs to as a handle, or nothing.
  const Library* handleLibrary(Str class_symbol) const;
  /// A method of a handle class that is known to have no effect.
  bool isHarmless(const Library& library, const std::string& callee) const;
  /// Functions that assign to a field or global with this name or symbol.
  const std::vector<FunctionId>& writersOf(Str name) const;
  const std::vector<FunctionId>& callersOf(FunctionId id) const;
  std::vector<std::vector<std::string>> annotationsOf(const Function& function) const {
    return annotationsOf(function.symbol);
  }
  std::vector<std::vector<std::string>> annotationsOf(Str symbol) const;

  Values& values() const { return values_; }

 private:
  /// The class itself or the nearest of its bases that `wanted` accepts.
  const Class* findInBases(Str class_symbol, const std::function<bool(const Class&)>& wanted) const;
  void addUnits(const std::vector<UnitFacts>& units);
  void addModels(const std::vector<Library>& libraries);
  void scanBodies();
  void markRelevant();
  void exclude(const LinkOptions& options);

  Values& values_;
  std::vector<std::unique_ptr<UnitView>> units_;
  std::vector<Function> functions_;
  std::unordered_map<Str, FunctionId> by_symbol_;
  std::unordered_map<Str, Class> classes_;
  std::unordered_map<Str, Str> element_types_;  ///< of the containers of libraries
  std::unordered_map<Str, Global> globals_;
  std::vector<const Global*> global_order_;
  std::unordered_map<Str, std::vector<Str>> overriders_;  // method symbol → symbols that override it directly
  std::unordered_map<Str, std::vector<std::pair<Id, Str>>> constructors_;
  std::unordered_map<const UnitView*, FunctionId> first_function_;
  std::unordered_map<const UnitView*, std::vector<FunctionId>> unit_functions_;  // unit's function index → id
  std::unordered_map<std::string_view, std::vector<Model>> models_;
  std::unordered_map<std::string, const Library*> handles_;
  std::unordered_map<const Library*, std::unordered_set<std::string>> harmless_;
  std::unordered_map<Str, std::vector<FunctionId>> methods_;  // by class
  std::unordered_map<Str, std::vector<FunctionId>> writers_;
  std::vector<std::vector<FunctionId>> callers_;
  std::unordered_map<Str, std::vector<std::vector<std::string>>> annotations_;
};

/// "c:@N@SQLite@S@Database" → "SQLite::Database". Good enough for classes; template arguments are dropped.
std::string nameOfClassSymbol(const std::string& symbol);
/// True for the roles that reach a database.
bool isDatabaseRole(Role role);
/// Matches `*` and `?`; `*` also spans separators.
bool globMatch(std::string_view pattern, std::string_view text);

}  // namespace touchgraph::linker
