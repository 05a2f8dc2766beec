// Members of a class template: the instances that are used, the pattern of those that are not.
#include <db.h>
template <class Row> struct Table {
  Db& db;
  void save(const Row& row) { db.bind(1, row.id); }
  void unused(const Row& row) { db.bind(2, row.id); }
};
struct User { int id; };
void f(Table<User>& users, const User& u) { users.save(u); }
// facts:
// class Table
//   field db: Db &
// class User
//   field id: int
// function Table::save (const User &) template-class.cpp:5 instance
//   param row: const User &
//   Block
//     Call Db::bind @5 receiver
//       Field db
//         This
//       Number 1
//       Field id
//         Param row
//       Number 1
// function f (Table<User> &, const User &) template-class.cpp:9
//   param users: Table<User> & (reference)
//   param u: const User &
//   Block
//     Call Table::save <c:@S@User> @9 receiver
//       Param users
//       Param u
// function Table::unused (const Row &) template-class.cpp:6
//   param row: const Row &
//   Block
//     Call Db::bind @6 receiver
//       Field db
//         This
//       Number 2
//       Unknown dependent member 'id' @6
//         Param row
