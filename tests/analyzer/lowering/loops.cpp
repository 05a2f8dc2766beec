// The four loops. A declaration in the condition belongs to every round.
#include <db.h>
int* next();
void f(const std::vector<int>& ids, std::vector<int>& out, int n) {
  for (int i = 0; i < n; ++i) out.push_back(i);
  while (int* p = next()) { if (*p == 1) continue; break; }
  do { --n; } while (n > 0);
  for (int id : ids) out.push_back(id);
  for (int& o : out) o = 1;
  for (;;) break;
}
// facts:
// function f (const std::vector<int> &, std::vector<int> &, int) loops.cpp:4
//   param ids: const std::vector<int> &
//   param out: std::vector<int> & (reference)
//   param n: int
//   Block
//     Block
//       Declare i#0
//         Number 0
//       Loop
//         Binary <
//           Local i#0
//           Param n
//         Block
//           Call std::vector::push_back @5 receiver
//             Param out
//             Local i#0
//         Increment ++ prefix
//           Local i#0
//     Loop
//       Block
//         Declare p#1
//           Call next @6
//         Local p#1
//       Block
//         If
//           Binary ==
//             Deref
//               Local p#1
//             Number 1
//           Block
//             Continue
//           Block
//         Break
//       Block
//     Loop body-first
//       Binary >
//         Param n
//         Number 0
//       Block
//         Increment -- prefix
//           Param n
//       Block
//     ForEach id#2
//       Param ids
//       Block
//         Call std::vector::push_back @8 receiver
//           Param out
//           Local id#2
//     ForEach o#3&
//       Param out
//       Block
//         Assign
//           Local o#3&
//           Number 1
//     Loop
//       Block
//       Block
//         Break
//       Block
