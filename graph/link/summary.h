#pragma once

#include "graph/link/program.h"
#include "graph/link/state.h"
#include "graph/link/value.h"

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

/// What a function does, in terms of its own parameters, object and captures.
namespace touchgraph::linker {

/// A statement that runs, or something else that reaches the database.
struct Event {
  enum class Kind : std::uint8_t {
    Execute,  ///< runs `text` with `binds`
    Prepare,  ///< gives `text` a place only: no effect, kept to know the site
    Opaque,   ///< cannot be followed: `reason`
  } kind = Kind::Execute;
  V text = nullptr;                ///< may be open
  std::map<std::string, V> binds;  ///< "1", "2", …, names without sigil, "*" for a position not known
  V statement = nullptr;           ///< open symbol of the statement, whose other binds the caller may know
  std::string reason;              ///< Opaque
  std::string cause;               ///< "event:KEY" or ""
  const Library* library = nullptr;
  const std::string* callee = nullptr;  ///< qualified name of the library function
  FunctionId function = kNone;          ///< whose body has the call
  Id node = kNone;                      ///< of the call in its unit
  Id line = 0;
  FunctionId owner = kNone;  ///< who is charged; kNone: whoever supplies the text
  bool may = false;
  bool by_class = false;        ///< of a base class, whose derived classes put different texts into it
  bool queued = false;          ///< executed by a worker that takes it from a queue
  std::vector<FunctionId> via;  ///< from the function of the summary (exclusive) to `function`, outermost first
  std::vector<std::pair<FunctionId, Id>> prepared_at;  ///< sites that gave the statement its text
};

/// A change of what the caller can see.
struct Write {
  V place = nullptr;  ///< a symbol of the function: Param, This, Capture, Leaf, Global or a member of one
  V value = nullptr;
  bool may = false;
  bool bulk = false;  ///< one of very many elements of a container, see Machine::exportWrites
};

struct Summary {
  V returned = nullptr;
  std::vector<Write> writes;
  std::set<V, BySerial> changed;  ///< objects whose numbers and flags code that cannot be seen may have changed
  bool changed_globals = false;   ///< the same of all global variables
  std::vector<Event> events;
  std::set<V, BySerial>
      inspected;  ///< symbols whose value would have told more: texts to format, functions to call, lists to walk
  std::set<V, BySerial> branched;     ///< symbols that a condition looked at
  std::unordered_set<Str> consulted;  ///< names of fields and globals whose program-wide values were used
  bool in_progress = false;
  bool was_recursive = false;                                     ///< somebody asked for it while it was in progress
  std::unordered_multimap<std::size_t, std::size_t> event_index;  ///< hash → position in `events`

  void truncateEvents(std::size_t count) {
    if (events.size() <= count) return;
    events.resize(count);
    std::erase_if(event_index, [count](auto& entry) { return entry.second >= count; });
  }
};

/// What a specialised summary knows beforehand: symbol → frozen value.
using Specialisation = std::map<V, V, BySerial>;

}  // namespace touchgraph::linker
