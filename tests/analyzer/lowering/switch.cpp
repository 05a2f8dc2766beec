// Labels that share a body share a case; a case falls through unless it ends; a label inside a block is no case.
void sink(int);
void f(int k) {
  switch (k) {
    sink(-1);
    case 1: case 2: sink(1); break;
    case 3: sink(3);
    case 4: { sink(4); return; }
    case 10 ... 12: sink(10); break;
    default: sink(0);
  }
  switch (int m = k + 1; m) { case 5: sink(m); }
}
// facts:
// function f (int) switch.cpp:3
//   param k: int
//   Block
//     Switch
//       Param k
//       Case labels=2
//         Number 1
//         Number 2
//         Call sink @6
//           Number 1
//         Break
//       Case labels=1 falls-through
//         Number 3
//         Call sink @7
//           Number 3
//       Case labels=1
//         Number 4
//         Block
//           Call sink @8
//             Number 4
//           Return @8
//       Case labels=1
//         Unknown range of cases @9
//           Number 10
//           Number 12
//         Call sink @9
//           Number 10
//         Break
//       Case labels=1
//         Unknown default @10
//         Call sink @10
//           Number 0
//     Block
//       Declare m#0
//         Binary +
//           Param k
//           Number 1
//       Switch
//         Local m#0
//         Case labels=1
//           Number 5
//           Call sink @12
//             Local m#0
