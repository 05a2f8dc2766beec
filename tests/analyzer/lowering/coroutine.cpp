// A coroutine is what was written of it: co_await and co_yield are their operands, co_return returns.
#include <coroutine.h>
Task<int> load(int id);
Task<int> f(int id) {
  int a = co_await load(id);
  co_yield a + 1;
  co_return a;
}
// facts:
// function f (int) coroutine.cpp:4
//   param id: int
//   Block
//     Declare a#0
//       Call load @5
//         Param id
//     Binary +
//       Local a#0
//       Number 1
//     Return @7
//       Local a#0
