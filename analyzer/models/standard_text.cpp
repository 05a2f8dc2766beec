#include "analyzer/models/rows.h"
#include "analyzer/models/standard.h"

/// std::string and its relatives, string streams, std::format, {fmt}, boost::format, absl.
namespace touchgraph::models {
namespace {

void addStrings(Library& library) {
  const std::string_view string = "std::basic_string";

  // Constructors: empty; repeated character; everything else starts with the text.
  addConstructors(library, {"std::basic_string"},
                  {.role = Role::TextAssign, .statement = kResult, .max_args = 0, .literal = ""});
  addConstructors(library, {"std::basic_string"},
                  {.role = Role::TextAssign,
                   .statement = kResult,
                   .max_args = 1,
                   .signature_has = "(const std::allocator",
                   .literal = ""});
  addConstructors(library, {"std::basic_string"},
                  {.role = Role::Quote, .value = arg(1), .signature_has = "(unsigned long, char"});
  // Part of another string: (text, position, count).
  addConstructors(library, {"std::basic_string"},
                  {.role = Role::TextCut,
                   .text = arg(0),
                   .statement = kResult,
                   .index = arg(1),
                   .value = arg(2),
                   .min_args = 3,
                   .signature_has = "unsigned long, unsigned long"});
  addConstructors(library, {"std::basic_string", "std::basic_string_view"},
                  {.role = Role::TextForward, .text = arg(0), .min_args = 1});
  addConstructors(library, {"std::basic_string_view"},
                  {.role = Role::TextAssign, .statement = kResult, .max_args = 0, .literal = ""});

  add(library, {"std::operator+"}, {.role = Role::TextConcat, .signature_has = "basic_string"});
  add(library,
      {"std::literals::string_literals::operator\"\"s", "std::literals::string_view_literals::operator\"\"sv",
       "std::literals::string_literals::operator\"\" s", "std::literals::string_view_literals::operator\"\" sv",
       "std::operator\"\"s", "std::operator\"\"sv"},
      {.role = Role::TextForward, .text = arg(0)});

  addMethods(library, string, {"operator+=", "push_back"},
             {.role = Role::TextAppend, .text = arg(0), .statement = kReceiver, .bind_count = 1});
  addMethods(library, string, {"append"},  // (count, character)
             {.role = Role::TextAppend,
              .text = arg(1),
              .statement = kReceiver,
              .signature_has = "(unsigned long, char",
              .bind_count = 1});
  addMethods(library, string, {"append"},
             {.role = Role::TextAppend, .text = arg(0), .statement = kReceiver, .bind_count = 1});
  addMethods(library, string, {"operator="}, {.role = Role::TextAssign, .text = arg(0), .statement = kReceiver});
  addMethods(library, string, {"assign"},
             {.role = Role::TextAssign, .text = arg(0), .statement = kReceiver, .signature_has = "basic_string"});
  addMethods(library, string, {"assign"},
             {.role = Role::TextAssign, .text = arg(0), .statement = kReceiver, .signature_has = "(const char *"});
  addMethods(library, string, {"assign", "insert", "replace"},  // at a position that is an iterator
             {.role = Role::Change, .statement = kReceiver, .signature_has = "terator"});
  addMethods(library, string, {"insert"},
             {.role = Role::TextReplace,
              .text = kReceiver,
              .statement = kReceiver,
              .index = arg(0),
              .value = arg(1),
              .op = "insert",
              .min_args = 2,
              .max_args = 2});
  addMethods(library, string, {"assign", "insert", "swap"}, {.role = Role::Change, .statement = kReceiver});
  const Names strings = {string, "std::basic_string_view"};
  auto find = [&](std::string_view method, const char* op) {
    addMethods(library, strings, {method},
               {.role = Role::TextFind, .text = kReceiver, .index = arg(1), .value = arg(0), .op = op, .max_args = 2});
  };
  find("find", "");
  find("rfind", "last");
  find("find_first_of", "any");
  find("find_last_of", "last any");
  find("find_first_not_of", "none");
  find("find_last_not_of", "last none");
  auto test = [&](std::string_view method, const char* op) {
    addMethods(library, strings, {method},
               {.role = Role::TextTest, .text = kReceiver, .value = arg(0), .op = op, .max_args = 1});
  };
  test("starts_with", "starts");
  test("ends_with", "ends");
  test("contains", "contains");
  test("compare", "compare");
  addMethods(library, strings, {"empty"}, {.role = Role::TextTest, .text = kReceiver, .op = "empty"});
  for (auto [name, op] : {std::pair("std::operator==", "equal"), std::pair("std::operator!=", "unequal")})
    add(library, {name},
        {.role = Role::TextTest,
         .text = arg(0),
         .value = arg(1),
         .op = op,
         .min_args = 2,
         .signature_has = "basic_string"});
  addMethods(library, string, {"replace"},
             {.role = Role::TextReplace,
              .text = kReceiver,
              .statement = kReceiver,
              .index = arg(0),
              .value = arg(2),
              .min_args = 3,
              .max_args = 3});
  addMethods(library, string, {"replace"}, {.role = Role::Change, .statement = kReceiver});
  addMethods(library, {string, "std::basic_string_view"}, {"data"},
             {.role = Role::Forward, .value = kReceiver, .place = true});
  addMethods(library, string, {"clear"}, {.role = Role::TextAssign, .statement = kReceiver, .literal = ""});
  addMethods(library, string, {"pop_back"}, {.role = Role::TextCut, .text = kReceiver, .statement = kReceiver});
  addMethods(library, string, {"resize"},
             {.role = Role::TextCut, .text = kReceiver, .statement = kReceiver, .value = arg(0), .max_args = 1});
  addMethods(library, string, {"erase"},
             {.role = Role::TextCut,
              .text = kReceiver,
              .statement = kReceiver,
              .index = arg(0),
              .value = arg(1),
              .op = "remove",
              .signature_has = "unsigned long"});
  addMethods(library, {string, "std::basic_string_view"}, {"substr"},
             {.role = Role::TextCut, .text = kReceiver, .statement = kResult, .index = arg(0), .value = arg(1)});
  addMethods(library, "std::basic_string_view", {"remove_suffix"},
             {.role = Role::TextCut, .text = kReceiver, .statement = kReceiver, .value = arg(0), .op = "drop"});
  addMethods(library, "std::basic_string_view", {"remove_prefix"},
             {.role = Role::TextCut, .text = kReceiver, .statement = kReceiver, .index = arg(0)});
  addMethods(library, {string, "std::basic_string_view"}, {"size", "length"},
             {.role = Role::TextLength, .text = kReceiver});
  addMethods(library, {string, "std::basic_string_view"},
             {"c_str", "str", "operator basic_string_view", "operator std::basic_string_view",
              "operator std::basic_string_view<char, std::char_traits<char>>", "operator __sv_type"},
             {.role = Role::TextForward, .text = kReceiver});
  addMethods(library, {string, "std::basic_string_view"},
             {"compare", "reserve", "capacity", "shrink_to_fit", "max_size", "get_allocator"}, {.role = Role::Ignore});
  addMethods(library, {string, "std::basic_string_view"}, {"begin", "end", "cbegin", "cend", "rbegin", "rend"},
             {.role = Role::Forward, .value = kReceiver, .place = true});

  addIgnored(library, {"std::operator==", "std::operator!=", "std::operator<", "std::operator>", "std::operator<=",
                       "std::operator>=", "std::operator<=>", "std::setw", "std::setprecision", "std::setfill"});
  addConstructors(library, {"std::filesystem::path"}, {.role = Role::TextForward, .text = arg(0), .min_args = 1});
  addMethods(library, "std::filesystem::path", {"string", "c_str", "native", "generic_string", "u8string"},
             {.role = Role::TextForward, .text = kReceiver});
  // The last part names the file.
  add(library, {"std::filesystem::operator/"}, {.role = Role::Forward, .value = arg(1)});
  add(library, {"std::to_string", "std::to_wstring"}, {.role = Role::Quote, .value = arg(0)});
  // A number read out of a text is still that value.
  add(library,
      {"std::stoi", "std::stol", "std::stoul", "std::stoll", "std::stoull", "std::stof", "std::stod", "std::stold"},
      {.role = Role::Forward, .value = arg(0)});
}

void addStreams(Library& library) {
  const Names strings = {"std::basic_ostringstream", "std::basic_stringstream", "std::basic_istringstream",
                         "std::basic_stringbuf"};
  for (std::string_view stream : strings) {
    addConstructors(
        library, {stream},
        {.role = Role::TextForward, .text = arg(0), .min_args = 1, .signature_has = "(const std::basic_string"});
    addConstructors(library, {stream},
                    {.role = Role::TextForward,
                     .text = arg(0),
                     .min_args = 1,
                     .signature_has = "(const std::__cxx11::basic_string"});
    addConstructors(library, {stream},
                    {.role = Role::TextForward, .text = arg(0), .min_args = 1, .signature_has = "basic_string<"});
    addConstructors(library, {stream}, {.role = Role::TextAssign, .statement = kResult, .literal = ""});
    addMethods(library, stream, {"str", "view"}, {.role = Role::TextForward, .text = kReceiver, .max_args = 0});
    addMethods(library, stream, {"str"},
               {.role = Role::TextAssign, .text = arg(0), .statement = kReceiver, .min_args = 1});
    addMethods(library, stream, {"rdbuf"}, {.role = Role::Forward, .value = kReceiver, .max_args = 0});
  }

  // Manipulators: std::endl and std::flush end a token, std::hex and setw change how a value is written.
  add(library, {"std::basic_ostream::operator<<"},
      {.role = Role::TextAppend, .statement = kReceiver, .signature_has = "(std::basic_ostream", .literal = "\n"});
  add(library, {"std::basic_ostream::operator<<"}, {.role = Role::Forward, .value = kReceiver, .signature_has = "ios"});
  add(library, {"std::basic_ostream::operator<<"},  // a whole stream buffer
      {.role = Role::TextAppend, .text = arg(0), .statement = kReceiver, .signature_has = "streambuf"});
  add(library, {"std::basic_ostream::operator<<", "std::basic_ostream::put"},
      {.role = Role::TextAppend, .text = arg(0), .statement = kReceiver});
  add(library, {"std::basic_ostream::write"},
      {.role = Role::TextAppend, .text = arg(0), .statement = kReceiver, .bind_count = 1});
  add(library, {"std::basic_ostream::flush"}, {.role = Role::Forward, .value = kReceiver});
  add(library, {"std::operator<<"}, {.role = Role::Forward, .value = arg(0), .signature_has = "std::_Set"});
  add(library, {"std::operator<<"}, {.role = Role::Forward, .value = arg(0), .signature_has = "std::_Resetios"});
  add(library, {"std::operator<<", "std::__detail::operator<<"},
      {.role = Role::TextAppend,
       .text = arg(1),
       .statement = arg(0),
       .min_args = 2,
       .signature_has = "basic_ostream",
       .bind_count = 1});
  add(library, {"std::operator<<"},  // rvalue stream: Stream&&
      {.role = Role::TextAppend,
       .text = arg(1),
       .statement = arg(0),
       .min_args = 2,
       .signature_has = "stringstream",
       .bind_count = 1});

  // Files: the name is what the stream holds until its contents are asked for.
  addConstructors(library, {"std::basic_ifstream"}, {.role = Role::TextForward, .text = arg(0), .min_args = 1});
  add(library, {"std::basic_ifstream::open"}, {.role = Role::TextAssign, .text = arg(0), .statement = kReceiver});
  add(library, {"std::basic_ifstream::rdbuf"}, {.role = Role::Resource, .text = kReceiver});
  addConstructors(library, {"std::istreambuf_iterator"}, {.role = Role::Resource, .text = arg(0), .min_args = 1});
}

void addFormats(Library& library) {
  // The format string is wrapped by a converting constructor before it arrives.
  addConstructors(library,
                  {"std::basic_format_string", "fmt::basic_format_string", "fmt::format_string", "fmt::fstring",
                   "fmt::basic_string_view", "fmt::basic_runtime", "fmt::runtime_format_string", "absl::string_view",
                   "absl::FormatSpecTemplate", "absl::str_format_internal::FormatSpecTemplate", "absl::AlphaNum"},
                  {.role = Role::TextForward, .text = arg(0), .min_args = 1});
  add(library, {"fmt::runtime", "fmt::string_view", "fmt::to_string_view", "fmt::detail::to_string_view"},
      {.role = Role::TextForward, .text = arg(0)});

  add(library, {"std::format", "std::vformat", "fmt::format", "fmt::vformat"},
      {.role = Role::TextFormat,
       .text = arg(1),
       .bind_from = 2,
       .format = FormatStyle::Braces,
       .signature_has = "(const std::locale"});
  add(library, {"std::format", "std::vformat", "fmt::format", "fmt::vformat"},
      {.role = Role::TextFormat, .text = arg(0), .bind_from = 1, .format = FormatStyle::Braces});
  add(library, {"std::format_to", "std::vformat_to", "fmt::format_to", "fmt::vformat_to"},
      {.role = Role::TextFormat,
       .text = arg(1),
       .statement = arg(0),
       .bind_from = 2,
       .append = true,
       .format = FormatStyle::Braces});
  add(library, {"std::format_to_n", "fmt::format_to_n"},
      {.role = Role::TextFormat,
       .text = arg(2),
       .statement = arg(0),
       .bind_from = 3,
       .append = true,
       .format = FormatStyle::Braces});
  // Arguments travel to vformat in a store.
  add(library, {"std::make_format_args", "fmt::make_format_args", "fmt::vargs"}, {.role = Role::Pack, .bind_from = 0});
  add(library, {"fmt::sprintf"}, {.role = Role::TextFormat, .text = arg(0), .bind_from = 1});
  add(library, {"fmt::to_string"}, {.role = Role::TextForward, .text = arg(0), .signature_has = "memory_buffer"});
  add(library, {"fmt::to_string"}, {.role = Role::Quote, .value = arg(0)});
  add(library, {"fmt::arg", "std::quoted"}, {.role = Role::Forward, .value = arg(0)});
  add(library, {"fmt::appender::appender", "fmt::basic_appender::basic_appender"},
      {.role = Role::Forward, .value = arg(0)});
  add(library, {"fmt::join"}, {.role = Role::TextJoin, .text = arg(2), .value = arg(0), .min_args = 3});
  add(library, {"fmt::join", "absl::StrJoin", "boost::algorithm::join", "boost::join"},
      {.role = Role::TextJoin, .text = arg(1), .value = arg(0)});
  add(library, {"fmt::basic_memory_buffer::basic_memory_buffer"},
      {.role = Role::TextAssign, .statement = kResult, .literal = ""});
  add(library, {"fmt::basic_memory_buffer::data", "fmt::detail::buffer::data"},
      {.role = Role::TextForward, .text = kReceiver});
  add(library, {"fmt::basic_memory_buffer::append", "fmt::detail::buffer::append"},
      {.role = Role::TextAppend, .text = arg(0), .statement = kReceiver, .bind_count = 1});

  // boost::format: each % fills the lowest number that is left.
  addConstructors(library, {"boost::basic_format"}, {.role = Role::TextForward, .text = arg(0), .min_args = 1});
  add(library, {"boost::basic_format::operator%"},
      {.role = Role::TextFormat,
       .text = kReceiver,
       .statement = kReceiver,
       .bind_from = 0,
       .format = FormatStyle::BoostPercent});
  add(library, {"boost::basic_format::str", "boost::basic_format::operator basic_string"},
      {.role = Role::TextForward, .text = kReceiver});
  add(library, {"boost::io::str", "boost::str"}, {.role = Role::TextForward, .text = arg(0)});
  add(library, {"boost::io::operator<<", "boost::operator<<"},
      {.role = Role::TextAppend, .text = arg(1), .statement = arg(0)});
  add(library, {"boost::lexical_cast", "boost::conversion::try_lexical_convert"},
      {.role = Role::Quote, .value = arg(0)});
  add(library, {"boost::algorithm::replace_all", "boost::algorithm::replace_first"},
      {.role = Role::TextReplace, .statement = arg(0), .index = arg(1), .value = arg(2)});
  add(library, {"boost::algorithm::replace_all_copy", "boost::algorithm::replace_first_copy"},
      {.role = Role::TextReplace, .text = arg(0), .statement = kResult, .index = arg(1), .value = arg(2)});
  add(library, {"boost::algorithm::trim_copy"},
      {.role = Role::TextForward, .text = arg(0), .op = "trim", .alters = true});
  add(library, {"boost::algorithm::to_lower_copy", "absl::AsciiStrToLower"},
      {.role = Role::TextForward, .text = arg(0), .op = "lower", .alters = true});
  add(library, {"boost::algorithm::to_upper_copy", "absl::AsciiStrToUpper"},
      {.role = Role::TextForward, .text = arg(0), .op = "upper", .alters = true});

  add(library, {"absl::StrCat"}, {.role = Role::TextConcat});
  add(library, {"absl::StrAppend"}, {.role = Role::TextAppend, .text = arg(1), .statement = arg(0)});
  add(library, {"absl::StrFormat", "absl::Substitute"}, {.role = Role::TextFormat, .text = arg(0), .bind_from = 1});
  add(library, {"absl::StrAppendFormat"},
      {.role = Role::TextFormat, .text = arg(1), .statement = arg(0), .bind_from = 2, .append = true});
}

}  // namespace

void addStandardText(Library& library) {
  addStrings(library);
  addStreams(library);
  addFormats(library);
}

}  // namespace touchgraph::models
