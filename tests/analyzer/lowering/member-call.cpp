// The receiver comes first; this is explicit; a qualified, final or by-value call is not virtual.
struct Base { virtual void run(); };
struct Last final : Base { void run() override; };
struct User : Base {
  Base* other;
  void f(Base& by_reference, Last& last) {
    run();
    Base::run();
    other->run();
    by_reference.run();
    last.run();
    Base own;
    own.run();
  }
};
// facts:
// class Base
// class Last
//   base c:@S@Base
// class User
//   base c:@S@Base
//   field other: Base *
// function Base::Base () member-call.cpp:2
//   Block
// function User::f (Base &, Last &) member-call.cpp:6
//   param by_reference: Base & (reference)
//   param last: Last & (reference)
//   Block
//     Call Base::run @7 receiver virtual
//       This
//     Call Base::run @8 receiver
//       This
//     Call Base::run @9 receiver virtual
//       Field other
//         This
//     Call Base::run @10 receiver virtual
//       Param by_reference
//     Call Last::run @11 receiver
//       Param last
//     Declare own#0
//       Construct Base::Base @12
//     Call Base::run @13 receiver
//       Local own#0
