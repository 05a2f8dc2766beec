#include "touchgraph/prove.h"

#include <gtest/gtest.h>
#include <libpq-fe.h>
#include <mysql.h>
#include <sqlite3.h>

#include <algorithm>
#include <memory>
#include <sstream>
#include <stdexcept>

/// One registration, three databases: the handlers speak SQL that all understand, over a handle that knows the way to
/// each.
namespace bank {

using Rows = std::vector<std::vector<std::string>>;

class Db {
 public:
  virtual ~Db() = default;
  /// Runs a statement; rows as text. Throws with the server's message.
  virtual Rows run(const std::string& sql) = 0;
};

class SqliteDb : public Db {
 public:
  explicit SqliteDb(const std::string& path) {
    sqlite3_open(path.c_str(), &raw_);
    run("PRAGMA foreign_keys = ON");
  }
  ~SqliteDb() override { sqlite3_close(raw_); }
  Rows run(const std::string& sql) override {
    Rows rows;
    const auto row = [](void* out, int n, char** cells, char**) {
      static_cast<Rows*>(out)->emplace_back();
      for (int i = 0; i < n; ++i) static_cast<Rows*>(out)->back().emplace_back(cells[i] != nullptr ? cells[i] : "");
      return 0;
    };
    if (sqlite3_exec(raw_, sql.c_str(), row, &rows, nullptr) != SQLITE_OK)
      throw std::runtime_error(sqlite3_errmsg(raw_));
    return rows;
  }

 private:
  sqlite3* raw_ = nullptr;
};

class PostgresDb : public Db {
 public:
  explicit PostgresDb(const std::string& address) : raw_(PQconnectdb(address.c_str())) {
    PQsetNoticeProcessor(raw_, [](void*, const char*) {}, nullptr);
  }
  ~PostgresDb() override { PQfinish(raw_); }
  Rows run(const std::string& sql) override {
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(raw_, sql.c_str()), PQclear);
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) throw std::runtime_error(PQerrorMessage(raw_));
    Rows rows;
    for (int i = 0; i < PQntuples(result.get()); ++i) {
      rows.emplace_back();
      for (int j = 0; j < PQnfields(result.get()); ++j) rows.back().emplace_back(PQgetvalue(result.get(), i, j));
    }
    return rows;
  }

 private:
  PGconn* raw_;
};

class MariadbDb : public Db {
 public:
  explicit MariadbDb(const std::string& address) : raw_(mysql_init(nullptr)) {
    std::map<std::string, std::string> parts;
    std::istringstream words(address);
    for (std::string word; words >> word;) parts[word.substr(0, word.find('='))] = word.substr(word.find('=') + 1);
    mysql_options(raw_, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    if (mysql_real_connect(raw_, nullptr, parts["user"].c_str(), nullptr, parts["dbname"].c_str(), 0,
                           parts["unix_socket"].c_str(), 0) == nullptr) {
      throw std::runtime_error(mysql_error(raw_));
    }
  }
  ~MariadbDb() override { mysql_close(raw_); }
  Rows run(const std::string& sql) override {
    if (mysql_query(raw_, sql.c_str()) != 0) throw std::runtime_error(mysql_error(raw_));
    Rows rows;
    if (MYSQL_RES* result = mysql_store_result(raw_); result != nullptr) {
      while (MYSQL_ROW row = mysql_fetch_row(result)) {
        rows.emplace_back();
        for (unsigned i = 0; i < mysql_num_fields(result); ++i)
          rows.back().emplace_back(row[i] != nullptr ? row[i] : "");
      }
      mysql_free_result(result);
    }
    return rows;
  }

 private:
  MYSQL* raw_;
};

const char* const kSchema = R"sql(
CREATE TABLE customers (id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL);
CREATE TABLE accounts (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL, cents INTEGER NOT NULL CHECK (cents >= 0),
                       FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE);
)sql";

struct Transfer {
  std::int64_t from = 0, to = 0, cents = 0;
};
TOUCHGRAPH_FIELDS(Transfer, from, to, cents)
struct Rename {
  std::int64_t id = 0;
  std::string name;
};
TOUCHGRAPH_FIELDS(Rename, id, name)
struct AccountArgs {
  std::int64_t id = 0;
};
TOUCHGRAPH_FIELDS(AccountArgs, id)
struct NameArgs {
  std::string name;
};
TOUCHGRAPH_FIELDS(NameArgs, name)

std::string text(const std::string& value) {
  std::string out = "'";
  for (char c : value) out += c == '\'' ? "''" : std::string(1, c);
  return out + "'";
}
std::string number(std::int64_t value) {
  return std::to_string(value);
}

/// All or nothing; `half` forgets the rollback's reason to be: it has no transaction.
template <bool Atomic>
void transfer(Db& db, const Transfer& in) {
  if (in.cents <= 0 || in.from == in.to) throw std::invalid_argument("an amount and two accounts");
  if (db.run("SELECT id FROM accounts WHERE id IN (" + number(in.from) + ", " + number(in.to) + ")").size() != 2)
    throw std::invalid_argument("two accounts");
  if (Atomic) db.run("BEGIN");
  try {
    db.run("UPDATE accounts SET cents = cents + " + number(in.cents) + " WHERE id = " + number(in.to));
    db.run("UPDATE accounts SET cents = cents - " + number(in.cents) + " WHERE id = " + number(in.from));
    if (Atomic) db.run("COMMIT");
  } catch (...) {
    if (Atomic) db.run("ROLLBACK");
    throw;
  }
}
void rename(Db& db, const Rename& in) {
  if (db.run("SELECT id FROM customers WHERE id = " + number(in.id)).empty())
    throw std::invalid_argument("no such customer");
  db.run("UPDATE customers SET name = " + text(in.name) + " WHERE id = " + number(in.id));
}
std::int64_t loadCents(Db& db, const AccountArgs& args) {
  const Rows rows = db.run("SELECT cents FROM accounts WHERE id = " + number(args.id));
  return rows.empty() ? -1 : std::stoll(rows[0][0]);
}
std::vector<std::int64_t> loadByName(Db& db, const NameArgs& args) {
  std::vector<std::int64_t> ids;
  for (const auto& row : db.run("SELECT id FROM customers WHERE name = " + text(args.name) + " ORDER BY id"))
    ids.push_back(std::stoll(row[0]));
  return ids;
}

/// Triggers count a customer's accounts and note the names in lower case.
std::string countingSchema(const char* counting_trigger, const char* naming_trigger) {
  return std::string(
             "CREATE TABLE customers (id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL, accounts INTEGER NOT NULL "
             "DEFAULT 0, sorted VARCHAR(40));"
             "CREATE TABLE accounts (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL, cents INTEGER NOT NULL "
             "CHECK (cents >= 0), FOREIGN KEY (customer_id) REFERENCES customers (id));") +
         counting_trigger + naming_trigger;
}

struct Open {
  std::int64_t customer = 0;
};
TOUCHGRAPH_FIELDS(Open, customer)
struct Accounts {
  std::int64_t count = 0;
  std::vector<std::int64_t> ids;
  std::string sorted;
  bool operator==(const Accounts&) const = default;
};
TOUCHGRAPH_FIELDS(Accounts, count, ids, sorted)

void closeAll(Db& db, const Open& in) {
  db.run("DELETE FROM accounts WHERE customer_id = " + number(in.customer));
  db.run("UPDATE customers SET accounts = 0 WHERE id = " + number(in.customer));
}
Accounts loadAccounts(Db& db, const Open& args) {
  Accounts out;
  for (const auto& row :
       db.run("SELECT accounts, COALESCE(sorted, '') FROM customers WHERE id = " + number(args.customer))) {
    out.count = std::stoll(row[0]);
    out.sorted = row[1];
  }
  for (const auto& row :
       db.run("SELECT id FROM accounts WHERE customer_id = " + number(args.customer) + " ORDER BY id"))
    out.ids.push_back(std::stoll(row[0]));
  return out;
}

}  // namespace bank

namespace touchgraph::prove {
namespace {

Suite<bank::Db> bankSuite() {
  Suite<bank::Db> suite("bank");
  suite.open(sqlite(), [](const std::string& where) { return std::make_unique<bank::SqliteDb>(where); })
      .schema(bank::kSchema);
  suite.open(postgres(), [](const std::string& where) { return std::make_unique<bank::PostgresDb>(where); })
      .schema(bank::kSchema);
  suite.open(mariadb(), [](const std::string& where) { return std::make_unique<bank::MariadbDb>(where); })
      .schema(bank::kSchema);
  suite.column("customers.name").values(oneOf("a", "A", "b"));
  suite.column("accounts.cents").values(range(0, 3));
  suite.mutation<&bank::transfer<true>>("transfer")
      .input("from", "accounts.id")
      .input("to", "accounts.id")
      .input("cents", range(0, 3));
  suite.mutation<&bank::transfer<false>>("transfer/half")
      .input("from", "accounts.id")
      .input("to", "accounts.id")
      .input("cents", range(0, 3));
  suite.mutation<&bank::rename>("rename").input("id", "customers.id").input("name", oneOf("a", "A", "b")).idempotent();
  suite.query<&bank::loadCents>("cents").arg("id", "accounts.id");
  suite.query<&bank::loadByName>("by-name").arg("name", oneOf("a", "A", "b"));
  suite.prove<&bank::transfer<true>, &bank::loadCents>(
      [](std::int64_t cents, const bank::AccountArgs& args, const bank::Transfer& in) {
        return args.id == in.from ? cents - in.cents : args.id == in.to ? cents + in.cents : cents;
      });
  suite.prove<&bank::transfer<true>, &bank::loadCents>(
      [](std::int64_t cents, const bank::AccountArgs& args, const bank::Transfer& in) {
        return args.id == in.from ? cents - in.cents : cents;
      },
      "forgets the other account");
  // Right where = tells a from A.
  suite.prove<&bank::rename, &bank::loadByName>(
      [](std::vector<std::int64_t> ids, const bank::NameArgs& args, const bank::Rename& in) {
        std::erase(ids, in.id);
        if (args.name == in.name) ids.insert(std::lower_bound(ids.begin(), ids.end(), in.id), in.id);
        return ids;
      });
  return suite;
}

TEST(Servers, OneRegistrationRunsOnAllAndTheDifferenceIsReported) {
  Options options;
  options.database = "sqlite,postgres,mariadb";
  options.cases = 100;
  options.time_budget = 60;
  const Report report = bankSuite().run(options);
  ASSERT_TRUE(report.errors.empty()) << report.text();
  const auto verdict = [&](const char* database, const char* mutation, const char* query, const char* law,
                           const char* variant = "") {
    for (const LawResult& r : report.results) {
      if (r.database == database && r.mutation == mutation && r.query == query && r.law == law && r.variant == variant)
        return r.verdict;
    }
    ADD_FAILURE() << database << " " << mutation << " " << query << " " << law << "\n" << report.text();
    return Verdict::Unproved;
  };
  for (const char* database : {"sqlite", "postgres", "mariadb"}) {
    EXPECT_EQ(verdict(database, "transfer", "cents", "commute"), Verdict::Sampled) << database << report.text();
    EXPECT_EQ(verdict(database, "transfer", "cents", "commute", "forgets the other account"), Verdict::Refuted)
        << database;
    EXPECT_EQ(verdict(database, "transfer", "", "atomic"), Verdict::Sampled) << database;
    EXPECT_EQ(verdict(database, "transfer/half", "", "atomic"), Verdict::Refuted) << database;
    EXPECT_EQ(verdict(database, "rename", "", "retry"), Verdict::Sampled) << database;
  }
  EXPECT_EQ(verdict("sqlite", "rename", "by-name", "commute"), Verdict::Sampled);
  EXPECT_EQ(verdict("postgres", "rename", "by-name", "commute"), Verdict::Sampled);
  EXPECT_EQ(verdict("mariadb", "rename", "by-name", "commute"), Verdict::Refuted)
      << "its default collation takes a for A";
  EXPECT_NE(report.text().find("differs: rename x by-name commute: sampled on sqlite, refuted on mariadb"),
            std::string::npos)
      << report.text();
}

/// The same small states everywhere: keys are numbered up to renaming, and a column that no statement looks at holds
/// one value.
TEST(Servers, SmallStatesAreTheSameEverywhere) {
  Options options;
  options.database = "sqlite,postgres,mariadb";
  options.mode = Mode::Exhaustive;
  options.laws = {"commute"};
  options.pairs = {"transfer:cents"};
  options.time_budget = 120;
  Suite<bank::Db> suite = bankSuite();
  suite.column("accounts.cents").values(oneOf(0, 2));
  const Report report = suite.run(options);
  ASSERT_TRUE(report.errors.empty()) << report.text();
  std::map<std::string, const LawResult*> right;
  for (const LawResult& result : report.results) {
    if (result.variant.empty()) {
      EXPECT_EQ(result.verdict, Verdict::Exhausted) << report.text();
      right[result.database] = &result;
    } else {
      EXPECT_EQ(result.verdict, Verdict::Refuted) << report.text();
    }
  }
  ASSERT_EQ(right.size(), 3u) << report.text();
  for (const char* database : {"postgres", "mariadb"}) {
    EXPECT_EQ(right[database]->states, right["sqlite"]->states) << report.text();
    EXPECT_EQ(right[database]->cases, right["sqlite"]->cases) << report.text();
  }
}

/// What triggers keep starts from its default and is never drawn, in every database.
TEST(Servers, WhatTriggersKeepIsKept) {
  Suite<bank::Db> suite("counting");
  suite.open(sqlite(), [](const std::string& where) { return std::make_unique<bank::SqliteDb>(where); })
      .schema(bank::countingSchema(
          "CREATE TRIGGER counting AFTER INSERT ON accounts BEGIN UPDATE customers SET accounts = accounts + 1 WHERE "
          "id "
          "= new.customer_id; END;",
          "CREATE TRIGGER naming AFTER INSERT ON customers BEGIN UPDATE customers SET sorted = lower(new.name) WHERE "
          "id = new.id; END;"));
  suite.open(postgres(), [](const std::string& where) { return std::make_unique<bank::PostgresDb>(where); })
      .schema(bank::countingSchema(
          "CREATE FUNCTION counting() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE customers SET accounts = "
          "accounts + 1 WHERE id = NEW.customer_id; RETURN NEW; END $$;"
          "CREATE TRIGGER counting AFTER INSERT ON accounts FOR EACH ROW EXECUTE FUNCTION counting();",
          "CREATE FUNCTION naming() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.sorted := lower(NEW.name); RETURN "
          "NEW; END $$;"
          "CREATE TRIGGER naming BEFORE INSERT ON customers FOR EACH ROW EXECUTE FUNCTION naming();"));
  suite.open(mariadb(), [](const std::string& where) { return std::make_unique<bank::MariadbDb>(where); })
      .schema(bank::countingSchema(
          "CREATE TRIGGER counting AFTER INSERT ON accounts FOR EACH ROW UPDATE customers SET accounts = accounts + 1 "
          "WHERE id = NEW.customer_id;",
          "CREATE TRIGGER naming BEFORE INSERT ON customers FOR EACH ROW SET NEW.sorted = lower(NEW.name);"));
  suite.column("customers.name").values(oneOf("Ann", "Bo"));
  suite.mutation<&bank::closeAll>("close").input("customer", "customers.id");
  suite.query<&bank::loadAccounts>("accounts").arg("customer", "customers.id");
  // Right as long as the count is the number of accounts and the name for sorting is one of two.
  suite.prove<&bank::closeAll, &bank::loadAccounts>(
      [](bank::Accounts accounts, const bank::Open& args, const bank::Open& in) {
        if (args.customer != in.customer) return accounts;
        accounts.count -= static_cast<std::int64_t>(accounts.ids.size());
        accounts.ids.clear();
        if (accounts.sorted != "ann" && accounts.sorted != "bo") accounts.sorted = "";
        return accounts;
      });
  Options options;
  options.database = "sqlite,postgres,mariadb";
  options.laws = {"commute"};
  options.cases = 200;
  const Report report = suite.run(options);
  EXPECT_TRUE(report.clean()) << report.text();
  EXPECT_EQ(report.results.size(), 3u) << report.text();
}

}  // namespace
}  // namespace touchgraph::prove
