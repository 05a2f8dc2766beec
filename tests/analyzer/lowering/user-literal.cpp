// A user-defined literal calls its operator with the text.
#include <db.h>
struct Query { const char* text; };
using std::operator""_sv;
Query operator""_q(const char* text, std::size_t);
void run(Query, std::string_view);
void f() { run("SELECT 1"_q, "x"_sv); }
// facts:
// class Query
//   field text: const char *
// function f () user-literal.cpp:7
//   Block
//     Call run @7
//       Call operator""_q @7
//         Text "SELECT 1"
//         Number 8
//       Call std::operator""_sv @7
//         Text "x"
//         Number 1
