#pragma once

#include "graph/link/fields.h"
#include "graph/link/program.h"
#include "graph/link/state.h"
#include "graph/link/summary.h"
#include "graph/statement.h"

#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

/// The symbolic interpreter: runs bodies, applies summaries to calls, and lets models say what library calls mean.
namespace touchgraph::linker {

/// One running body.
struct Frame {
  Frame() { state.pool = &pool; }
  Frame(const Frame&) = delete;
  const Function* function = nullptr;
  const UnitView* unit = nullptr;
  Summary* summary = nullptr;
  const Specialisation* known = nullptr;  ///< empty for the generic run
  bool generic = true;
  ObjectPool pool;  ///< of all objects the states below name
  State state;
  std::uint32_t next_object = 0;
  std::vector<std::uint32_t> params, locals;  ///< object ids of their cells
  V returned = nullptr;
  std::optional<State> exit;  ///< join of the states at returns
  std::size_t returns = 0;    ///< how many of them were met
  struct LoopExits {
    std::optional<State> breaks, continues;
  };
  std::vector<LoopExits> loops;
  std::vector<std::vector<Id>> scopes;  ///< scheduled destructor calls, by Block
  struct Deferred {
    V statement;
    const ModelRow* row;
    const Library* library;
    const std::string* callee;
    Id node;
  };
  struct Held {
    Deferred run;
    std::size_t scope;  ///< index in `scopes` of the variable's block
  };
  std::vector<Held> held;                    ///< statements in variables: run when the variable dies, unless run before
  int in_expression = 0;                     ///< > 0 while a Block stands for a temporary inside an expression
  std::vector<Deferred> deferred;            ///< statements that run at the end of the full expression
  std::map<FunctionId, V> uncalled_lambdas;  ///< made here and not yet called
  std::map<V, V, BySerial> initial_overlay;  ///< of a specialised run: what is no write
  std::map<std::uint32_t, Object> initial_objects;
  std::vector<V> calling;  ///< function values whose call is under way
  std::size_t steps = 0;
  bool out_of_steps = false;
};

/// A call being evaluated: receiver and arguments, each evaluated when first asked for.
struct CallSiteView {
  Frame* frame = nullptr;
  Id node_id = kNone;
  const Node* node = nullptr;
  const Callee* callee = nullptr;
  Id receiver = kNone;
  std::vector<Id> arguments;
  std::vector<V> values;  ///< of the arguments, as passed (a Ref for what is bound to a reference)
  V receiver_value = nullptr;
  V result = nullptr;  ///< of a Construct: the object
};

class Machine {
 public:
  Machine(const Program& program, const StatementReader& read, const LinkOptions& options);

  /// The summary with nothing known about the arguments.
  const Summary& summary(FunctionId function) { return summarise(program_.function(function), {}); }
  /// Forgets the summaries that used values of fields which changed since the last call; true when there were any.
  bool forgetOutdated();
  /// Evaluates the initialisers of all globals, so that what they hold is known by place.
  void evaluateGlobals();
  FieldValues& fields() { return fields_; }
  Values& values() { return values_; }

  /// What an event comes to. `columns` etc. as in Statement, keys as values.
  struct ResolvedUse {
    const TableUse* use = nullptr;
    const TableTouch* touch = nullptr;  ///< nothing for a read
    std::vector<std::pair<std::string, V>> keys;
    std::vector<std::pair<std::string, V>> row;
    bool has_keys = false;
    bool may = false;  ///< one of several alternatives
  };
  struct Resolution {
    std::vector<ResolvedUse> uses;
    std::vector<StatementProblem> problems;
    std::vector<std::string> ddl;
    bool text_known = true;  ///< no problem that more knowledge of the text could mend
    bool is_empty = false;   ///< no statement at all
  };
  const Resolution& resolve(const Event& event);
  /// The event with the symbols that nobody will ever supply replaced by what the program assigns to them anywhere.
  Event finalise(const Event& event, FunctionId function);  // with external values too
  Dialect dialectOf(const Library* library) const;

  /// Notes that what is put at this place of an object is executed later by somebody else (a queue and its worker):
  /// from then on whoever puts a text there is charged. True when that is new.
  std::vector<Str> queueFields() const;
  void forgetAll() {
    summaries_.clear();
    owned_.clear();
  }
  bool noteExecutedLater(const Function& function, const Event& event);
  /// True when somebody was charged with what the function executes out of a queue.
  bool isChargedElsewhere(const Function& function, V text) const {
    return charged_later_.contains({function.id, text});
  }
  /// Facts about sites for the statistics.
  std::set<std::pair<FunctionId, Id>> executed_sites;

 private:
  /// Result columns of the statement, when it has just one text.
  std::vector<ResultColumn> resultColumns(Frame& frame, V text, Dialect dialect);

  // machine.cpp: functions and statements
  const Summary& summarise(const Function& function, const Specialisation& known);
  void run(Frame& frame);
  void bindParameters(Frame& frame);
  void exportWrites(Frame& frame);
  void chargeQueuedAt(Frame& frame, V symbol, V value, Str owner, const std::vector<Str>& path, bool texts);
  void callQueued(Frame& frame, V queued);  ///< the functions that are put into a queue with an object
  void chargeQueued(Frame& frame);
  void execute(Frame& frame, Id node);
  void executeBlock(Frame& frame, const Node& node);
  void executeIf(Frame& frame, const Node& node);
  void executeLoop(Frame& frame, const Node& node);
  void executeForEach(Frame& frame, const Node& node);
  void executeSwitch(Frame& frame, const Node& node);
  void runScopeExits(Frame& frame, std::size_t down_to);
  void flushDeferred(Frame& frame, std::size_t down_to = 0);
  void holdDeferred(Frame& frame, V value);
  void runHeld(Frame& frame, std::size_t scope);
  void beginRange(Frame& frame, Id range, V container);
  void finishUncalledLambdas(Frame& frame);

  // expression.cpp: values, places, memory
  V evaluate(Frame& frame, Id node);
  V evaluateNode(Frame& frame, Id id, const Node& node);
  V evaluateBinary(Frame& frame, const Node& node);
  bool isArray(Frame& frame, V global);  ///< a variable that holds a list
  V place(Frame& frame, Id node);
  V placed(Frame& frame, Id node);  ///< the place, or the value of what is none; a call runs once
  V fieldPlace(Frame& frame, V base, Str field);
  V fieldOfObject(Frame& frame, V base, Str field);
  V fieldPart(Frame& frame, V base, Str field);
  bool pointsAtPairs(const UnitView& unit, const Callee& callee) const;  ///< a map's method or its iterator's
  bool isMap(Str class_symbol) const;
  /// The entries of a map made from a list, those under `key` when it is there; none when it is no list of pairs.
  std::vector<V> pairsIn(Frame& frame, V list, V key);
  V entriesOf(Frame& frame, V at, V key);  ///< of a map: pairs of a key and the place of its value
  V pickedBy(V index) const;               ///< the index as part of a place: a caller's, or "which one is not known"
  V elementPlace(Frame& frame, V base, V index);
  V load(Frame& frame, V place);
  V loadSymbol(Frame& frame, V symbol);
  V loadPart(Frame& frame, V symbol);
  void store(Frame& frame, V place, V value, bool weak = false);
  void storeAt(Frame& frame, V place, V value, bool weak);
  V readField(Frame& frame, V base, Str field);
  V readElement(Frame& frame, V base, V index);
  V elementsOf(Frame& frame, V base);
  V objectAt(Frame& frame,
             V place);  ///< the object, symbol or OneOf of such at a place; makes one where there is nothing
  V newObject(Frame& frame, Str class_symbol, V base = nullptr, V origin = nullptr);
  Object& edit(Frame& frame, std::uint32_t id);
  V dereference(Frame& frame, V value);   ///< follows Refs
  V currentValue(Frame& frame, V value);  ///< the same, and what was written to a symbol
  V copyOf(Frame& frame, V value);
  V known(Frame& frame, V value);           ///< what a symbol is, as far as the program says; notes that it was asked
  V knownParameter(Frame& frame, V value);  ///< the same for symbols only callers know: what conditions may rest on
  Str typeOf(const Function& function, V symbol);
  Str elementType(Str container) const;
  /// What the program assigns to the place of a symbol anywhere; `consulted` notes the names that were looked up.
  std::vector<V> assignedAnywhere(const Function& function, V symbol, bool with_external,
                                  std::unordered_set<Str>* consulted);
  /// The same, asking only owners of what `from` is a part of.
  std::vector<V> assignedAbove(const Function& function, V symbol, V from, bool with_external,
                               std::unordered_set<Str>* consulted);
  /// Some object of the class, which one is not known: its fields are what the class is known to hold.
  V instanceOf(Str class_symbol);
  V globalValue(Frame& frame, Str symbol);
  V constantInitialiser(const Global& global);
  void record(Frame& frame, V place, V value);
  /// The value with what only callers know replaced by some object of its class.
  V withoutOpen(const Function& function, V value);
  /// What an object holds apart from what only this body's callers know; nothing when that is all.
  V closedPart(const Function& function, V value);
  /// A value out of its State: objects become Records; with `leaves`, open symbols become Leafs.
  V freeze(Frame& frame, V value, std::vector<V>* leaves);
  V frozen(Frame& frame, V value, std::vector<V>* leaves, std::unordered_map<V, V>& done, int depth);
  V frozenObject(Frame& frame, V value, std::vector<V>* leaves, std::unordered_map<V, V>& done, int depth);
  V thaw(Frame& frame, V value, V origin);
  std::optional<bool> truth(V value);

  // hidden.cpp: what code that cannot be seen may have changed
  void forget(Frame& frame, V value, const std::string& reason);
  void forgetScalars(Frame& frame, V object, const std::string& reason);
  void forgetOverlay(Frame& frame, const std::string& reason, const std::function<bool(V)>& concerns);
  void forgetGlobals(Frame& frame, const std::string& reason);
  /// A function with the signature was called with these arguments and cannot be followed.
  void forgetPassed(Frame& frame, const std::string& signature, V receiver, const std::vector<V>& values,
                    const std::string& reason);
  void forgetBuffers(CallSiteView& call);
  /// An array of numbers is passed as what is in it; a body that may write to it gets the array itself.
  void passArrays(CallSiteView& call, const Function& callee);
  /// After the rows of a library function: numbers and null pointers whose address it got.
  void forgetOutArguments(CallSiteView& call);

  // calls.cpp: calls of code
  V evaluateCall(Frame& frame, Id id, const Node& node);
  V evaluateConstruct(Frame& frame, Id id, const Node& node);
  V callFunction(Frame& frame, Id node, const Function& function, V receiver, const std::vector<V>& arguments,
                 bool may);
  void noteUnknownTarget(Frame& frame, Id id, const Node& node, V function);
  std::optional<V> callLibraryValue(Frame& frame, Id id, const Node& node, V function);
  bool isNeverUsed(const Frame& frame, FunctionId lambda) const;
  V callValue(Frame& frame, Id node, V function, const std::vector<V>& arguments, bool may);
  V callBodyless(CallSiteView& call);
  V callAny(Frame& frame, Id node, const std::vector<const Function*>& targets, V receiver,
            const std::vector<V>& arguments, bool may);
  V dispatch(Frame& frame, Id node, const Function& target, V receiver, const std::vector<V>& arguments, bool may);
  V callPartial(Frame& frame, Id node, V partial, const std::vector<V>& arguments, bool may);
  void callSubscriber(Frame& frame, Id node, V subscriber, const std::vector<V>& arguments, const std::string& cause);
  std::pair<Str, bool> classOf(Frame& frame, V value);  ///< class of an object, and whether it is just that class
  bool isLibraryFunction(const Library& library, const std::string& name) const;
  /// The values that a body is given: of buffers that it may write to the places, of a va_list what is in it.
  std::vector<V> passedTo(CallSiteView& call, const Function& callee);
  V construct(Frame& frame, Id node, Str class_symbol, const std::vector<V>& arguments);
  struct Binding;  ///< what the symbols of a callee are at one call
  V valueOf(Frame& frame, const Binding& binding, V symbol);
  V placeOf(Frame& frame, const Binding& binding, V symbol);
  V mapped(Frame& frame, const Binding& binding, V value);
  V flattened(Frame& frame, V value);
  V flatReference(Frame& frame, V reference);
  V flatObject(Frame& frame, V object);
  V flat(Frame& frame, V value);  ///< for events: references followed, objects dropped
  bool specialise(Frame& frame, const Binding& binding, const Summary& summary, Specialisation& known,
                  std::vector<V>& leaves);
  void applySummary(Frame& frame, Id node, const Binding& binding, const Summary& summary, bool may);
  void mergeBinds(Frame& frame, V statement, Event& event);
  /// This call gave the statement its text (`also`: a part of it).
  void notePrepared(CallSiteView& call, V statement, bool also);
  /// The statement runs, and with it the calls that gave it its text.
  void noteExecuted(Frame& frame, V statement);
  bool settle(const Function& function, Event& event, bool with_external, std::unordered_set<Str>* consulted);
  void addEvent(Frame& frame, Event event);
  Event eventAt(const Frame& frame, Id node) const;  ///< an event of this body, at the call
  const std::vector<V>& passed(CallSiteView& call);

  // roles.cpp, text.cpp: calls of libraries
  std::optional<V> applyModels(CallSiteView& call, const std::vector<Model>& models);
  V applyModel(CallSiteView& call, const Model& model);
  V slotValue(CallSiteView& call, Slot slot);
  V snapshot(Frame& frame, V place);  ///< a statement with the text that the one there has now
  V constructLibrary(CallSiteView& call, Str class_symbol, const std::vector<V>& arguments);
  V formatNext(Frame& frame, V format, V value);
  void exchangeOne(Frame& frame, V statement, V clause, const Model& model);
  /// True when classes derived from this body's put different texts into what it executes.
  bool servesManyClasses(Frame& frame, const Event& event);
  void charge(Frame& frame, Id node, Event& event);  ///< sets the owner: this body, or whoever supplies the text
  Str elementClass(Frame& frame, const Callee& callee);
  V namedMethod(Frame& frame, V object, const std::string& text);
  V signalKey(Frame& frame, V key);
  V slotPlace(CallSiteView& call, Slot slot);
  V statementOf(CallSiteView& call, const ModelRow& row);
  V applyStatement(CallSiteView& call, const Model& model);
  void bindValues(CallSiteView& call, const ModelRow& row, V statement);
  void bindOne(Frame& frame, V statement, const std::string& key, V value, bool each);
  void bindNext(Frame& frame, V statement, V value, bool each);
  V bindable(Frame& frame, V value, bool each);
  void runStatement(Frame& frame, V statement, Id node, const Library* library, const std::string* callee, bool may);
  V applyColumn(CallSiteView& call, const Model& model);
  V applyClause(CallSiteView& call, const ModelRow& row);
  void applyExchange(CallSiteView& call, const Model& model, V statement);
  V applyAccess(CallSiteView& call, const Model& model);
  /// A static member of the first class among the callee's template arguments that has one of this name, or of its
  /// bases.
  V templateMember(CallSiteView& call, const std::string& name);
  V applyTableRun(CallSiteView& call, const Model& model);
  V targetOf(CallSiteView& call, Slot slot);  ///< the place a text role writes to; an array argument is its own place
  V applyText(CallSiteView& call, const ModelRow& row);
  V spelled(CallSiteView& call, std::size_t argument);  ///< an argument put into text: a character is itself
  V textIn(CallSiteView& call, Slot slot);      ///< what is at the slot, put into text; "" when there is nothing
  std::vector<V> joined(Frame& frame, V list);  ///< elements of a list that is known to its end
  // editing.cpp: positions in texts, and what is cut, replaced and asked at them
  V applyEditing(CallSiteView& call, const ModelRow& row);
  V findText(CallSiteView& call, const ModelRow& row);
  V testText(CallSiteView& call, const ModelRow& row);
  V replaceText(CallSiteView& call, const ModelRow& row);
  V cutText(CallSiteView& call, const ModelRow& row);
  V source(Frame& frame, V value);  ///< a text whose end decides more: callers that know it are asked
  struct Buffer {
    V place, front;
  };
  /// `buf + n` or `&buf[n]` as the target of a call: the buffer, and what stays in front of what is written.
  std::optional<Buffer> bufferAt(CallSiteView& call, Slot slot, bool is_text);
  bool storeCharacter(Frame& frame, const Node& place, V value);
  V applyContainer(CallSiteView& call, const ModelRow& row);
  V applyConnect(CallSiteView& call, const ModelRow& row);
  V applyPublish(CallSiteView& call, const ModelRow& row);
  V applyPartial(CallSiteView& call, const ModelRow& row);
  V text(Frame& frame, V value);  ///< as text: Refs followed, symbols resolved when the program knows them
  V formatText(Frame& frame, FormatStyle style, V format, const std::vector<V>& arguments);
  std::optional<std::string> wholeText(Frame& frame, V value);
  V inText(Frame& frame, V value);  ///< a value put into text: numbers spelled out

  const Program& program_;
  const StatementReader& read_;
  const LinkOptions& options_;
  Values& values_;
  FieldValues fields_;
  std::map<std::pair<FunctionId, Specialisation>, std::unique_ptr<Summary>> summaries_;
  std::set<std::tuple<FunctionId, Id, FunctionId, Id>>
      owned_;  ///< generic runs that knew the text: function, node, event's function and node
  using SummaryKey = std::pair<FunctionId, Specialisation>;
  struct Running {
    SummaryKey key;
    bool provisional = false;
  };
  std::vector<Running> running_;  ///< summaries being made, outermost first
  std::vector<SummaryKey>
      provisional_;  ///< made while a caller of theirs was in progress: good only when that one stands still
  std::unordered_map<Str, V> constants_;
  std::unordered_set<Str> evaluating_constants_;
  std::map<std::tuple<V, std::vector<std::pair<std::string, V>>, Dialect>, Resolution> resolutions_;
  /// A place whose content is executed by somebody else: a queue and its worker. `text` is what the worker executes, in
  /// its own terms; `places` are the steps of the way to the queued object there, below an object of class `owner`.
  struct ExecutedLater {
    Str owner = nullptr;
    std::vector<Str> path;
    FunctionId worker = kNone;
    V text = nullptr;
    std::vector<V> places;
    Event event;  ///< where it is executed
    bool operator<(const ExecutedLater& other) const {
      return std::tie(*owner, text->serial, places.back()->serial) <
             std::tie(*other.owner, other.text->serial, other.places.back()->serial);
    }
  };
  std::set<ExecutedLater> executed_later_;
  std::unordered_set<FunctionId> too_dear_;           ///< functions that execute nothing and take too long to follow
  std::uint64_t side_work_ = 0;                       ///< values made for them
  std::set<std::pair<FunctionId, V>> charged_later_;  ///< only looked up
  /// What the worker executes once `queued` is at `place`.
  V executedWith(Frame& frame, const Function& worker, V text, V place, V queued, bool as_index);
  std::size_t specialisations_ = 0, total_steps_ = 0;
  Nesting nesting_;  ///< of look-ups in memory
  /// Look-ups under way, by kind: what is asked for again inside itself (a list that points at itself) ends there.
  std::vector<V> placing_, reading_, loading_;
  std::unordered_map<V, V> loaded_, placed_, flattened_;  ///< in the look-up under way
  int flattening_ = 0;
  V out_parameter_ = nullptr;  ///< where the statement being made goes
  V some_index_ = nullptr;
  Str any_ = nullptr, class_field_ = nullptr, text_field_ = nullptr, next_field_ = nullptr, table_field_ = nullptr,
      filter_field_ = nullptr, sites_field_ = nullptr, held_field_ = nullptr;
};

/// True when the callee can change what the parameter stands for: by reference, or through any pointer.
bool writesThrough(const UnitView& unit, const ParameterFacts& parameter);

/// Declared types of a signature "(const QString &, int)".
std::vector<std::string> parameterTypes(const std::string& signature);
/// A position or count: std::string::npos and the like are -1.
std::optional<long long> integer(V value);

/// Pieces a value takes when it is text: every alternative as a sequence of literals and holes.
std::vector<std::vector<V>> alternatives(V text);

}  // namespace touchgraph::linker
