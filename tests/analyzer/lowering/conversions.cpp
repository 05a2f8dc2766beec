// Conversions by user code are calls; casts and parentheses are nothing.
struct Column { operator int() const; explicit operator bool() const; };
struct Id { Id(int); };
void take(Id);
int f(const Column& c, void* p) {
  take(3);
  if (c) return c;
  return (int)(long)static_cast<Column*>(p)->operator int();
}
// facts:
// class Column
// class Id
// function f (const Column &, void *) conversions.cpp:5
//   param c: const Column &
//   param p: void * (reference)
//   Block
//     Call take @6
//       Construct Id::Id @6 conversion
//         Number 3
//     If
//       Call Column::operator bool @7 receiver conversion
//         Param c
//       Block
//         Return @7
//           Call Column::operator int @7 receiver conversion
//             Param c
//       Block
//     Return @8
//       Call Column::operator int @8 receiver conversion
//         Param p
