// An inherited constructor calls the one it came from with its own parameters.
struct Base { Base(const char* text, int n); };
struct Derived : Base { using Base::Base; };
void f() { Derived d("a", 1); }
// facts:
// class Base
// class Derived
//   base c:@S@Base
// function Derived::Derived (const char *, int) inherited-constructor.cpp:3
//   param : const char *
//   param : int
//   Block
//     Call Base::Base @3 receiver
//       This
//       Param 
//       Param 
// function f () inherited-constructor.cpp:4
//   Block
//     Declare d#0
//       Construct Derived::Derived @4
//         Text "a"
//         Number 1
