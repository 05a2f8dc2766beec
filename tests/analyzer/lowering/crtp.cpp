// The base of a curiously recurring template calls the derived class it knows.
#include <db.h>
template <class D> struct Entity {
  void remove(Db& db) { db.exec(static_cast<D*>(this)->table()); }
};
struct User : Entity<User> { const char* table() { return "users"; } };
void f(Db& db, User& u) { u.remove(db); }
// facts:
// class Entity
// class User
//   base c:@S@Entity>#$@S@User
// function Entity::remove (Db &) crtp.cpp:4 instance
//   param db: Db & (reference)
//   Block
//     Call Db::exec @4 receiver
//       Param db
//       Construct std::string::string @4
//         Call User::table @4 receiver
//           This
// function User::table () crtp.cpp:6
//   Block
//     Return @6
//       Text "users"
// function f (Db &, User &) crtp.cpp:7
//   param db: Db & (reference)
//   param u: User & (reference)
//   Block
//     Call Entity::remove <c:@S@User> @7 receiver
//       Param u
//       AddressOf
//         Param db
