// An operator that is a method has its object first; a free one has all operands as arguments.
#include <db.h>
std::string f(Db& db, const std::string& a) {
  db << "x" << "y";
  std::string s = a + "b";
  s += a;
  s = a;
  return s;
}
// facts:
// function f (Db &, const std::string &) operators.cpp:3
//   param db: Db & (reference)
//   param a: const std::string &
//   Block
//     Call Db::operator<< @4 receiver
//       Call Db::operator<< @4 receiver
//         Param db
//         Text "x"
//       Text "y"
//     Declare s#0
//       Call std::operator+ @5
//         Param a
//         Construct std::string::string @5
//           Text "b"
//     Call std::string::operator+= @6 receiver
//       Local s#0
//       Param a
//     Call std::string::operator= @7 receiver
//       Local s#0
//       Param a
//     Return @8
//       Construct std::string::string @8 move
//         Local s#0
