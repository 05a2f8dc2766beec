// What the compiler knows as a number is a number; what it does not is left.
enum class Kind { Admin, User = 7 };
enum Flag { None, Set = 2 };
constexpr int kOne = 1;
const int kTwo = kOne + 1;
template <int N> int times() { return N; }
void sink(int);
void f(int x, const int y) {
  sink(kTwo);
  sink(-kOne);
  sink(sizeof(int) * 2);
  sink(static_cast<int>(Kind::User));
  sink(Set);
  sink('a');
  sink(true);
  sink(times<5>());
  sink(x + kOne);
  sink(y);
}
// facts:
// enum Kind Admin User
// enum Flag None Set
// global kOne constant constants.cpp:4
//   Number 1
// global kTwo constant constants.cpp:5
//   Number 2
// function times () constants.cpp:6 instance
//   Block
//     Return @6
//       Number 5
// function f (int, const int) constants.cpp:8
//   param x: int
//   param y: const int
//   Block
//     Call sink @9
//       Number 2
//     Call sink @10
//       Number -1
//     Call sink @11
//       Number 8
//     Call sink @12
//       Number 7 Kind::User
//     Call sink @13
//       Number 2 Set
//     Call sink @14
//       Number 97
//     Call sink @15
//       Number 1
//     Call sink @16
//       Call times <5> @16
//     Call sink @17
//       Binary +
//         Param x
//         Number 1
//     Call sink @18
//       Param y
