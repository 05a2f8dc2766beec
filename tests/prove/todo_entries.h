#pragma once

#include "tests/prove/small_todo.h"

#include <chrono>
#include <cstdlib>
#include <ctime>

/// Right and wrong transforms for the to-do lists. Each wrong one has a mistake somebody makes; its name says which.
namespace todo {

using Suite = touchgraph::prove::Suite<Db>;

inline void rightEntries(Suite& suite) {
  suite.prove<&add, &loadOpen>(
      [](Todos rows, const ListArgs& args, const Add& in) {
        return args.list == in.list ? inserted(std::move(rows), made(in)) : rows;
      },
      "right");
  suite.prove<&add, &loadOpen>(
      [](Todos rows, const ListArgs& args, const Add& in) {
        if (args.list != in.list) return rows;
        rows.push_back(made(in));
        std::sort(rows.begin(), rows.end(), inOrder);
        return rows;
      },
      "right, sorted anew");
  suite.prove<&add, &loadPage>(
      [](Todos rows, const ListArgs& args, const Add& in) {
        if (args.list != in.list) return rows;
        rows = inserted(std::move(rows), made(in));
        if (rows.size() > kPage) rows.resize(kPage);
        return rows;
      },
      "right");
  suite.prove<&add, &loadCounts>(
      [](Counts c, const ListArgs& args, const Add& in) {
        if (args.list == in.list) ++c.total, ++c.open;
        return c;
      },
      "right");
  suite.prove<&finish, &loadOpen>([](Todos rows, const Ref& in) { return without(std::move(rows), in.id); }, "right");
  suite.prove<&finish, &loadOpen>(
      [](Todos rows, const ListArgs& args, const Ref& in) {
        return args.list == in.list ? without(std::move(rows), in.id) : rows;
      },
      "right, with the list");
  suite.prove<&finish, &loadCounts>(
      [](Counts c, const ListArgs& args, const Ref& in) {
        if (args.list == in.list) --c.open;
        return c;
      },
      "right");
  suite.prove<&remove, &loadOpen>([](Todos rows, const Ref& in) { return without(std::move(rows), in.id); }, "right");
  suite.prove<&remove, &loadCounts>(
      [](Counts c, const ListArgs& args, const Ref& in) {
        if (args.list == in.list) --c.open, --c.total;
        return c;
      },
      "right");
  suite.prove<&remove, &loadSearch>([](Todos rows, const Ref& in) { return without(std::move(rows), in.id); }, "right");
  suite.prove<&rename, &loadOpen>(
      [](Todos rows, const Rename& in) {
        return changed(std::move(rows), in.id, [&](Todo& t) { t.title = trimmed(in.title); });
      },
      "right");
  suite.prove<&rename, &loadPage>(
      [](Todos rows, const Rename& in) {
        return changed(std::move(rows), in.id, [&](Todo& t) { t.title = trimmed(in.title); });
      },
      "right");
  suite.prove<&prioritize, &loadOpen>(
      [](Todos rows, const Prioritize& in) {
        rows = changed(std::move(rows), in.id, [&](Todo& t) { t.priority = in.priority; });
        std::sort(rows.begin(), rows.end(), inOrder);
        return rows;
      },
      "right");
  suite.prove<&prioritize, &loadSearch>(
      [](Todos rows, const Prioritize& in) {
        return changed(std::move(rows), in.id, [&](Todo& t) { t.priority = in.priority; });
      },
      "right");
  suite.prove<&setDue, &loadOpen>(
      [](Todos rows, const SetDue& in) { return changed(std::move(rows), in.id, [&](Todo& t) { t.due = in.due; }); },
      "right");
  suite.prove<&setDue, &loadPage>(
      [](Todos rows, const SetDue& in) { return changed(std::move(rows), in.id, [&](Todo& t) { t.due = in.due; }); },
      "right");
  suite.prove<&setDue, &loadSearch>(
      [](Todos rows, const SetDue& in) { return changed(std::move(rows), in.id, [&](Todo& t) { t.due = in.due; }); },
      "right");
}

inline void wrongEntries(Suite& suite) {
  // add × open
  suite.prove<&add, &loadOpen>([](Todos rows, const Add& in) { return inserted(std::move(rows), made(in)); },
                               "ignores the arguments");
  suite.prove<&add, &loadOpen>(
      [](Todos rows, const ListArgs& args, const Add& in) {
        if (args.list == in.list) rows.push_back(made(in));
        return rows;
      },
      "appends whatever the order");
  suite.prove<&add, &loadOpen>(
      [](Todos rows, const ListArgs& args, const Add& in) {
        if (args.list != in.list) return rows;
        rows.insert(std::upper_bound(rows.begin(), rows.end(), made(in),
                                     [](const Todo& a, const Todo& b) { return a.priority > b.priority; }),
                    made(in));
        return rows;
      },
      "wrong order on ties: behind all of its priority");
  suite.prove<&add, &loadOpen>(
      [](Todos rows, const ListArgs& args, const Add& in) {
        if (args.list != in.list) return rows;
        rows.insert(std::lower_bound(rows.begin(), rows.end(), made(in),
                                     [](const Todo& a, const Todo& b) { return a.priority > b.priority; }),
                    made(in));
        return rows;
      },
      "wrong order on ties: before all of its priority");
  suite.prove<&add, &loadOpen>(
      [](Todos rows, const ListArgs& args, const Add& in) {
        if (args.list != in.list) return rows;
        rows.push_back(made(in));
        std::sort(rows.begin(), rows.end(), [](const Todo& a, const Todo& b) {
          return a.priority != b.priority ? a.priority < b.priority : a.id < b.id;
        });
        return rows;
      },
      "ascending for descending");
  suite.prove<&add, &loadOpen>(
      [](Todos rows, const ListArgs& args, const Add& in) {
        if (args.list != in.list) return rows;
        Todo row = made(in);
        row.title = in.title;
        return inserted(std::move(rows), row);
      },
      "forgets that the handler trims");
  suite.prove<&add, &loadOpen>(
      [](Todos rows, const ListArgs& args, const Add& in) {
        if (args.list != in.list) return rows;
        Todo row = made(in);
        row.due = in.due.value_or("");
        return inserted(std::move(rows), row);
      },
      "NULL taken for empty");
  suite.prove<&add, &loadOpen>(
      [](Todos rows, const ListArgs& args, const Add& in) {
        if (args.list != in.list) return rows;
        Todo row = made(in);
        row.due.reset();
        return inserted(std::move(rows), row);
      },
      "forgets a field");
  suite.prove<&add, &loadOpen>(
      [](Todos rows, const ListArgs& args, const Add& in) {
        if (args.list != in.list || rows.empty()) return rows;
        return inserted(std::move(rows), made(in));
      },
      "wrong on an empty result");
  suite.prove<&add, &loadOpen>(
      [](Todos rows, const ListArgs& args, const Add& in) {
        if (args.list != in.list) return rows;
        Todo row = made(in);
        row.id = rows.empty() ? 1 : rows.back().id + 1;
        return inserted(std::move(rows), row);
      },
      "guesses the id");
  suite.prove<&add, &loadOpen>(
      [](Todos rows, const ListArgs& args, const Add& in) {
        if (args.list != in.list) return rows;
        Todo row = made(in);
        row.priority = std::max<std::int64_t>(in.priority, 1);
        return inserted(std::move(rows), row);
      },
      "clamps where the handler does not");
  suite.prove<&add, &loadOpen>(
      [](Todos rows, const ListArgs& args, const Add& in) {
        if (args.list != in.list) return rows;
        rows = inserted(std::move(rows), made(in));
        return inserted(std::move(rows), made(in));
      },
      "adds twice");
  suite.prove<&add, &loadOpen>([](Todos rows, const Add&) { return rows; }, "does nothing");
  // add × page
  suite.prove<&add, &loadPage>(
      [](Todos rows, const ListArgs& args, const Add& in) {
        return args.list == in.list ? inserted(std::move(rows), made(in)) : rows;
      },
      "page window ignored");
  suite.prove<&add, &loadPage>(
      [](Todos rows, const ListArgs& args, const Add& in) {
        if (args.list != in.list || rows.size() >= kPage) return rows;
        return inserted(std::move(rows), made(in));
      },
      "a full page takes no better row");
  suite.prove<&add, &loadPage>(
      [](Todos rows, const ListArgs& args, const Add& in) {
        if (args.list != in.list) return rows;
        rows = inserted(std::move(rows), made(in));
        if (rows.size() >= kPage) rows.resize(kPage - 1);
        return rows;
      },
      "page window off by one, short");
  suite.prove<&add, &loadPage>(
      [](Todos rows, const ListArgs& args, const Add& in) {
        if (args.list != in.list) return rows;
        rows = inserted(std::move(rows), made(in));
        if (rows.size() > kPage + 1) rows.resize(kPage + 1);
        return rows;
      },
      "page window off by one, long");
  suite.prove<&add, &loadPage>(
      [](Todos rows, const ListArgs& args, const Add& in) {
        if (args.list != in.list) return rows;
        rows = inserted(std::move(rows), made(in));
        if (rows.size() > kPage) rows.erase(rows.begin());
        return rows;
      },
      "drops the first row of a full page");
  // add × counts
  suite.prove<&add, &loadCounts>([](Counts c, const Add&) { return ++c.total, ++c.open, c; }, "ignores the arguments");
  suite.prove<&add, &loadCounts>(
      [](Counts c, const ListArgs& args, const Add& in) {
        if (args.list == in.list) ++c.total;
        return c;
      },
      "forgets a second field");
  suite.prove<&add, &loadCounts>(
      [](Counts c, const ListArgs& args, const Add& in) {
        if (args.list == in.list) --c.total, --c.open;
        return c;
      },
      "wrong sign");
  suite.prove<&add, &loadCounts>(
      [](Counts c, const ListArgs& args, const Add& in) {
        if (args.list == in.list) c.total += 2, ++c.open;
        return c;
      },
      "off by one");
  suite.prove<&add, &loadCounts>(
      [](Counts c, const ListArgs& args, const Add& in) {
        if (args.list == in.id) ++c.total, ++c.open;
        return c;
      },
      "wrong key");
  // finish × open, counts
  suite.prove<&finish, &loadOpen>([](Todos rows, const Ref&) { return rows; }, "ignores the filter");
  suite.prove<&finish, &loadOpen>([](Todos rows, const Ref& in) { return without(std::move(rows), in.list); },
                                  "wrong key");
  suite.prove<&finish, &loadOpen>(
      [](Todos rows, const Ref&) {
        if (!rows.empty()) rows.erase(rows.begin());
        return rows;
      },
      "removes the first");
  suite.prove<&finish, &loadOpen>(
      [](Todos rows, const ListArgs& args, const Ref& in) {
        if (args.list == in.list) rows.clear();
        return rows;
      },
      "removes all");
  suite.prove<&finish, &loadCounts>(
      [](Counts c, const ListArgs& args, const Ref& in) {
        if (args.list == in.list) --c.open, --c.total;
        return c;
      },
      "update taken for delete");
  suite.prove<&finish, &loadCounts>([](Counts c, const Ref&) { return --c.open, c; }, "ignores the arguments");
  suite.prove<&finish, &loadCounts>(
      [](Counts c, const ListArgs& args, const Ref& in) {
        if (args.list == in.list) c.open = c.total - 1;
        return c;
      },
      "forgets those done before");
  suite.prove<&finish, &loadCounts>(
      [](Counts c, const ListArgs& args, const Ref& in) {
        if (args.list == in.list) c.open = std::max<std::int64_t>(c.open - 1, 1);
        return c;
      },
      "clamps at one");
  // remove × open, counts, search
  suite.prove<&remove, &loadOpen>([](Todos rows, const Ref&) { return rows; }, "soft delete taken for update");
  suite.prove<&remove, &loadCounts>(
      [](Counts c, const ListArgs& args, const Ref& in) {
        if (args.list == in.list) --c.open;
        return c;
      },
      "soft delete kept in the total");
  suite.prove<&remove, &loadCounts>(
      [](Counts c, const ListArgs& args, const Ref& in) {
        if (args.list == in.list) --c.total;
        return c;
      },
      "forgets a second field");
  suite.prove<&remove, &loadSearch>([](Todos rows, const Ref&) { return rows; }, "soft delete taken for update");
  suite.prove<&remove, &loadSearch>(
      [](Todos rows, const SearchArgs& args, const Ref& in) {
        return args.text.empty() ? rows : without(std::move(rows), in.id);
      },
      "forgets the empty search");
  // rename × open, page
  suite.prove<&rename, &loadOpen>(
      [](Todos rows, const Rename& in) {
        return changed(std::move(rows), in.id, [&](Todo& t) { t.title = in.title; });
      },
      "forgets that the handler trims");
  suite.prove<&rename, &loadOpen>(
      [](Todos rows, const Rename& in) {
        for (Todo& t : rows) t.title = trimmed(in.title);
        return rows;
      },
      "renames all");
  suite.prove<&rename, &loadOpen>(
      [](Todos rows, const Rename& in) {
        if (!rows.empty()) rows.front().title = trimmed(in.title);
        return rows;
      },
      "renames the first");
  suite.prove<&rename, &loadOpen>(
      [](Todos rows, const Rename& in) {
        return changed(std::move(rows), in.id, [&](Todo& t) { t.title = trimmed(in.title), t.priority = 0; });
      },
      "resets a field");
  suite.prove<&rename, &loadOpen>(
      [](Todos rows, const Rename& in) {
        rows = changed(std::move(rows), in.id, [&](Todo& t) { t.title = trimmed(in.title); });
        std::sort(rows.begin(), rows.end(), [](const Todo& a, const Todo& b) { return a.title < b.title; });
        return rows;
      },
      "sorts by title");
  suite.prove<&rename, &loadPage>(
      [](Todos rows, const Rename& in) {
        if (rows.empty() || rows.back().id == in.id) return rows;
        return changed(std::move(rows), in.id, [&](Todo& t) { t.title = trimmed(in.title); });
      },
      "misses the last row");
  // prioritize × open, page
  suite.prove<&prioritize, &loadOpen>(
      [](Todos rows, const Prioritize& in) {
        return changed(std::move(rows), in.id, [&](Todo& t) { t.priority = in.priority; });
      },
      "leaves the order");
  suite.prove<&prioritize, &loadOpen>(
      [](Todos rows, const Prioritize& in) {
        rows = changed(std::move(rows), in.id, [&](Todo& t) { t.priority = in.priority; });
        std::stable_sort(rows.begin(), rows.end(),
                         [](const Todo& a, const Todo& b) { return a.priority > b.priority; });
        return rows;
      },
      "wrong order on ties: where it was");
  suite.prove<&prioritize, &loadOpen>(
      [](Todos rows, const Prioritize& in) {
        rows = changed(std::move(rows), in.id, [&](Todo& t) { t.priority += in.priority; });
        std::sort(rows.begin(), rows.end(), inOrder);
        return rows;
      },
      "adds where it should set");
  suite.prove<&prioritize, &loadPage>(
      [](Todos rows, const Prioritize& in) {
        rows = changed(std::move(rows), in.id, [&](Todo& t) { t.priority = in.priority; });
        std::sort(rows.begin(), rows.end(), inOrder);
        return rows;
      },
      "page window ignored: a row of the next page may enter");
  // due × open
  suite.prove<&setDue, &loadOpen>(
      [](Todos rows, const SetDue& in) {
        return changed(std::move(rows), in.id, [&](Todo& t) {
          if (in.due) t.due = in.due;
        });
      },
      "NULL leaves the old value");
  suite.prove<&setDue, &loadOpen>(
      [](Todos rows, const SetDue& in) {
        return changed(std::move(rows), in.id, [&](Todo& t) { t.due = in.due.value_or(""); });
      },
      "NULL taken for empty");
  suite.prove<&setDue, &loadOpen>(
      [](Todos rows, const SetDue& in) {
        return changed(std::move(rows), in.id, [&](Todo& t) {
          if (!t.due) t.due = in.due;
        });
      },
      "sets only what is NULL");
  suite.prove<&setDue, &loadSearch>(
      [](Todos rows, const SetDue& in) {
        if (rows.size() > 1) return rows;
        return changed(std::move(rows), in.id, [&](Todo& t) { t.due = in.due; });
      },
      "only for a single hit");
  // rename × search: the pattern decides, and case does not count for ASCII alone
  suite.prove<&rename, &loadSearch>(
      [](Todos rows, const Rename& in) {
        return changed(std::move(rows), in.id, [&](Todo& t) { t.title = trimmed(in.title); });
      },
      "ignores the filter: a renamed row may leave or enter");
  suite.prove<&rename, &loadSearch>(
      [](Todos rows, const SearchArgs& args, const Rename& in) {
        if (!trimmed(in.title).starts_with(args.text)) return without(std::move(rows), in.id);
        return changed(std::move(rows), in.id, [&](Todo& t) { t.title = trimmed(in.title); });
      },
      "starts_with for LIKE: case counts, and rows enter");
}

/// Transforms that look outside their arguments: refused by law pure.
inline void impureEntries(Suite& suite) {
  suite.prove<&add, &loadOpen>(
      [](Todos rows, const ListArgs& args, const Add& in) {
        if (args.list != in.list) return rows;
        Todo row = made(in);
        if (std::time(nullptr) < 0) row.priority = 9;
        return inserted(std::move(rows), row);
      },
      "reads the clock");
  suite.prove<&finish, &loadOpen>(
      [](Todos rows, const Ref& in) {
        if (std::chrono::system_clock::now().time_since_epoch().count() < 0) rows.clear();
        return without(std::move(rows), in.id);
      },
      "reads the clock through the C++ library");
  suite.prove<&add, &loadCounts>(
      [](Counts c, const ListArgs& args, const Add& in) {
        if (args.list == in.list) ++c.total, ++c.open;
        if (std::rand() < 0) c.total = 0;
        return c;
      },
      "draws a random number");
  suite.prove<&finish, &loadCounts>(
      [](Counts c, const ListArgs& args, const Ref& in) {
        static std::int64_t calls = 0;
        if (args.list == in.list) c.open -= ++calls > 0 ? 1 : 0, c.total += calls % 2;
        return c;
      },
      "counts its calls");
  suite.prove<&add, &loadPage>(
      [](Todos rows, const ListArgs& args, const Add& in) {
        static std::vector<std::int64_t> applied;
        if (args.list != in.list) return rows;
        if (std::find(applied.begin(), applied.end(), in.id) != applied.end()) return rows;
        applied.push_back(in.id);
        rows = inserted(std::move(rows), made(in));
        if (rows.size() > kPage) rows.resize(kPage);
        return rows;
      },
      "remembers what it has applied");
  suite.prove<&rename, &loadOpen>(
      [](Todos rows, const Rename& in) {
        if (rows.size() > 1) throw std::out_of_range("row");
        return changed(std::move(rows), in.id, [&](Todo& t) { t.title = trimmed(in.title); });
      },
      "throws");
}

}  // namespace todo
