#pragma once

#include "checks/prove/content.h"
#include "checks/prove/schema.h"

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace touchgraph::prove {

struct Opening;

/// A write that really happened, as the database reported it.
struct ObservedWrite {
  std::string table;
  std::string op;                    ///< insert, update, delete
  std::vector<std::string> columns;  ///< update: those whose value changed
  auto operator<=>(const ObservedWrite&) const = default;
};

/// (table, column) that statements read or update; ("table", "") when rows of it come or go.
using Columns = std::set<std::pair<std::string, std::string>>;

/// A database that the runner fills, lets the program under test work on, and takes back to where it was.
class Database {
 public:
  virtual ~Database() = default;

  /// Whether the database does its work in this process.
  virtual bool inProcess() const { return false; }
  virtual const Schema& schema() const = 0;
  /// The user's handle on this database. Valid until the next call of reopen().
  virtual void* handle() = 0;

  /// Empties all tables and starts filling.
  virtual void clear() = 0;
  /// Adds a row while filling. False when the database refuses it; nothing is added then.
  virtual bool insert(const Row& row) = 0;
  /// Nested filling (see nest()): adds a row that pop() takes away again, with all that came after.
  virtual bool push(const Row&) { return false; }
  virtual void pop() {}
  /// Ends filling: the state that rewind() goes back to. False when it breaks a deferred constraint or an assumption.
  virtual bool settle(std::string* why = nullptr) = 0;

  /// Back to the state of settle().
  virtual void rewind() = 0;
  /// Whether anything may have been written since settle() or rewind(); never false when something was.
  virtual bool written() = 0;
  /// The rows now there.
  virtual Tables dump() = 0;
  /// A transaction that the program under test began and left open; "" when there is none. Closes it.
  virtual std::string leftOpen() = 0;

  /// Starts and ends the record of writes.
  virtual void watch() = 0;
  virtual std::vector<ObservedWrite> observed() = 0;

  /// Starts (forgetting what was learnt) and ends learning which statements the program under test runs.
  virtual void learn(bool on) = 0;
  virtual const std::set<std::string>& learnt() = 0;
  /// What statements look at, triggers and cascades included. Nothing when it cannot be told.
  virtual std::optional<Columns> columnsOf(const std::set<std::string>&) { return std::nullopt; }

  /// From here on the nth row that is written is refused, as a constraint would, and with it its statement; 0 ends it.
  /// False when that cannot be done here.
  virtual bool refuse(int) { return false; }
  /// Whether a row was refused since.
  virtual bool refused() const { return false; }

  /// Starts and ends keeping account of the content. False when that cannot be done here.
  virtual bool track(bool) { return false; }
  /// What rows are there now; nothing when it is not known for certain.
  virtual std::optional<Content> content() { return std::nullopt; }
  /// Whether what these statements give depends on the rows alone: no clock, no random number, no counter of changes.
  virtual bool steady(const std::set<std::string>&) { return false; }

  /// Whether nest() is on; then what is there now can be held, to go back to it with release() while rewind() still
  /// goes back to the state of settle().
  virtual bool nested() const { return false; }
  virtual void hold() {}
  virtual void release() {}

  /// Whether rewind() may use a savepoint around the program's calls; see docs/prove.md. Default: cannot.
  virtual bool nest(bool on) { return !on; }
  /// Nested, and something began or ended a transaction, or ran what works differently within one: what was seen since
  /// nest(true) is worth nothing, and nest(true) is refused from now on.
  virtual bool outgrown() const { return false; }
};

/// A kind of database.
struct Engine {
  std::string name;
  /// Starts what is needed and opens the user's handle. Throws std::runtime_error with a message for the user.
  std::unique_ptr<Database> (*make)(const Opening&, const std::vector<std::string>& settle,
                                    const std::vector<std::string>& assume);
};

/// The schema text of an opening: its files, then its text.
std::string schemaText(const Opening& opening);

}  // namespace touchgraph::prove
