#pragma once

#include "checks/prove/database.h"
#include "checks/prove/hints.h"
#include "touchgraph/prove/model.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

/// Random states, inputs and query arguments.
///
/// RapidCheck's generators draw *pools*: for each column and each kind of field a handful of values, small so that rows
/// collide. States and inputs then pick from the pools with a plain generator, because a state has a hundred cells and
/// a shrinkable tree for each would cost more than the SQL it feeds. The pools are drawn anew every few dozen states.
namespace touchgraph::prove {

/// SplitMix64 (Steele, Lea, Flood 2014): one multiplication chain a number, equal on every machine.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  /// 0 … n-1; n > 0.
  std::size_t below(std::size_t n) {
    return static_cast<std::size_t>((static_cast<unsigned __int128>(next()) * n) >> 64);
  }
  bool chance(int percent) { return static_cast<int>(below(100)) < percent; }
  template <class T>
  const T& pick(const std::vector<T>& from) {
    return from[below(from.size())];
  }

 private:
  std::uint64_t state_;
};

/// A value pool for a column, with what was said about it.
struct Pool {
  std::vector<Value> values;  ///< never empty
  bool fixed = false;         ///< the user's own list: nothing else is ever taken

  /// A value that was in refused rows only is a constraint's: it is left out from then on.
  std::size_t pick(Dice& dice) const;
  void took(std::size_t index) const { record(index, 1); }
  void refused(std::size_t index) const { record(index, -1); }
  bool dead(std::size_t index) const { return index < score.size() && score[index] <= -3; }

 private:
  void record(std::size_t index, int outcome) const {
    if (score.size() < values.size()) score.resize(values.size(), 0);
    if (outcome > 0) score[index] = 100;
    if (outcome < 0 && score[index] <= 0) --score[index];
  }
  mutable std::vector<int> score;  ///< what is learnt while drawing; part of no result
};

/// All pools of one epoch.
struct Pools {
  std::vector<std::vector<Pool>> columns;  ///< by table and column
  Pool integers, reals, texts, blobs;
  std::map<std::string, Pool> fields;  ///< pools for input fields by name, from hints on columns of the same name
};

Pools drawPools(const Schema& schema, const Hints& hints, const Program& program, std::uint64_t seed);

/// Values of a plain column in bounded-exhaustive mode: the first `count` that matter, then those of extremes().
std::vector<Value> smallDomain(const Schema& schema, int table, int column, const Hints& hints, const Program& program,
                               int count);

/// The ends of 32 and of 64 bits, for Program::extremes.
const std::vector<Value>& extremes();

/// Fills `database` with a random state; returns the rows that it took. Empty result with `ok` false: the state as a
/// whole was refused.
State randomState(Database& database, const Pools& pools, const Hints& hints, Dice& dice, bool& ok);

/// What the bound fields of one case took, so that later fields and query arguments can meet it.
struct DrawnKey {
  std::string path;   ///< of the field
  std::string place;  ///< table.column
  Value value;
  bool there = false;  ///< some row has it
  int row = -1;        ///< which row it was taken from
};
using Drawn = std::vector<DrawnKey>;

/// How often a bound field takes a key that is there, by path; kTherePercent for one not named.
using ThereLean = std::map<std::string, int>;

/// How often a bound field takes a key that is there, when it does not follow another field.
inline constexpr int kTherePercent = 85;

/// A value for a type: bound fields are drawn toward the state's rows, and toward rows that belong together by foreign
/// keys. `domains` are the registration's. With `follow` fields rather repeat the keys drawn already.
Value randomValue(const Shape& shape, const std::vector<Domain>& domains, const Schema& schema, const State& state,
                  const Pools& pools, Dice& dice, Drawn& drawn, bool follow, const ThereLean& lean = {});

/// The values that a column has in the rows of a state.
std::vector<Value> present(const Schema& schema, const State& state, const std::string& place);

/// Says of a value that was made elsewhere what its bound fields picked.
void noteKeys(const Value& value, const std::vector<Domain>& domains, const Schema& schema, const State& state,
              Drawn& drawn);

/// What allValues() takes.
struct SmallValues {
  const Hints& hints;
  int count = 2;          ///< of a plain field
  bool extremes = false;  ///< integers are extremes() as well
};

/// Every value of a type over the small domains: keys that are in the state, one that is not, few values otherwise.
std::vector<Value> allValues(const Shape& shape, const std::vector<Domain>& domains, const Schema& schema,
                             const State& state, const SmallValues& values);

/// Where the graph says that a field picks rows by a column that refers to another table, the rows are that table's:
/// there a value may be that no row refers to yet.
void followReferences(const Schema& schema, Program& program);

/// The domain said for a field path, or none.
const Domain* domainOf(const std::vector<Domain>& domains, const std::string& path);

}  // namespace touchgraph::prove
