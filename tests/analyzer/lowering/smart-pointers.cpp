// A call through a smart pointer has its operator-> as receiver; the class of the variable is what it points to.
#include <db.h>
struct Repo { void save(); };
struct App { std::unique_ptr<Repo> repo; void f() { repo->save(); (*repo).save(); } };
// facts:
// class Repo
// class App
//   field repo: std::unique_ptr<Repo>
// function App::f () smart-pointers.cpp:4
//   Block
//     Call Repo::save @4 receiver
//       Call std::unique_ptr::operator-> <c:@S@Repo> @4 receiver
//         Field repo
//           This
//     Call Repo::save @4 receiver
//       Call std::unique_ptr::operator* <c:@S@Repo> @4 receiver
//         Field repo
//           This
