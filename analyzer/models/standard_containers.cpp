#include "analyzer/models/rows.h"
#include "analyzer/models/standard.h"

/// Containers of the standard library. An iterator is the container of what it can point at.
namespace touchgraph::models {
namespace {

constexpr Names kSequences = {
    "std::vector",           "std::deque", "std::list",  "std::forward_list",  "std::array", "std::span",
    "std::initializer_list", "std::stack", "std::queue", "std::priority_queue"};
constexpr Names kMaps = {"std::map", "std::multimap", "std::unordered_map", "std::unordered_multimap"};
constexpr Names kSets = {"std::set", "std::multiset", "std::unordered_set", "std::unordered_multiset"};

void addSequences(Library& library) {
  addMethods(library, kSequences, {"push_back", "push_front", "push"},
             {.role = Role::Insert, .statement = kReceiver, .value = arg(0)});
  addMethods(library, kSequences, {"emplace_back", "emplace_front"},
             {.role = Role::Insert, .statement = kReceiver, .bind_from = 0});
  addMethods(library, {"std::stack", "std::queue", "std::priority_queue"}, {"emplace"},
             {.role = Role::Insert, .statement = kReceiver, .bind_from = 0});
  addMethods(library, {"std::vector", "std::deque", "std::list"}, {"emplace"},
             {.role = Role::Insert, .statement = kReceiver, .bind_from = 1});
  addMethods(library, kSequences, {"insert", "insert_after"},  // (where, first, last)
             {.role = Role::Insert,
              .statement = kReceiver,
              .value = arg(1),
              .min_args = 3,
              .signature_has = "terator",
              .each = true});
  addMethods(library, kSequences, {"insert"},
             {.role = Role::Insert,
              .statement = kReceiver,
              .value = arg(1),
              .signature_has = "initializer_list",
              .each = true});
  addMethods(library, kSequences, {"insert", "insert_after"},
             {.role = Role::Insert, .statement = kReceiver, .value = arg(1), .max_args = 2});
  addMethods(library, kSequences, {"operator[]", "at"},
             {.role = Role::Element, .statement = kReceiver, .index = arg(0)});
  addMethods(library, kSequences, {"front", "back", "top"}, {.role = Role::Element, .statement = kReceiver});
  addMethods(library, kSequences, {"data"}, {.role = Role::Forward, .value = kReceiver, .place = true});
  addMethods(library, kSequences, {"assign"},
             {.role = Role::TextAssign, .text = arg(0), .statement = kReceiver, .signature_has = "initializer_list"});
  addMethods(library, kSequences, {"assign"},
             {.role = Role::TextAssign, .text = arg(0), .statement = kReceiver, .signature_has = "terator"});
  addMethods(library, kSequences, {"assign", "swap", "splice", "merge"},
             {.role = Role::Change, .statement = kReceiver});
  // Made from a list, or from a pair of iterators.
  for (std::string_view sequence : kSequences) {
    addConstructors(library, {sequence},
                    {.role = Role::Forward, .value = arg(0), .min_args = 1, .signature_has = "initializer_list"});
    addConstructors(library, {sequence},
                    {.role = Role::Forward, .value = arg(0), .min_args = 2, .signature_has = "terator"});
    addConstructors(library, {sequence}, {.role = Role::Pack, .bind_from = 0, .max_args = 0});
  }
}

void addAssociative(Library& library) {
  for (Names family : {kMaps, kSets}) {
    for (std::string_view name : family) {
      addConstructors(library, {name},
                      {.role = Role::Forward, .value = arg(0), .min_args = 1, .signature_has = "initializer_list"});
      addConstructors(library, {name}, {.role = Role::Pack, .bind_from = 0, .max_args = 0});
    }
    addMethods(library, family, {"insert"},
               {.role = Role::Insert,
                .statement = kReceiver,
                .value = arg(0),
                .signature_has = "initializer_list",
                .each = true});
    addMethods(library, family, {"find", "lower_bound", "upper_bound", "equal_range"},
               {.role = Role::Element, .statement = kReceiver, .index = arg(0), .iterator = true});
  }
  addMethods(library, kMaps, {"insert"},  // (hint, pair)
             {.role = Role::Insert, .statement = kReceiver, .index = arg(1), .value = arg(1), .min_args = 2});
  addMethods(library, kMaps, {"insert"},
             {.role = Role::Insert, .statement = kReceiver, .index = arg(0), .value = arg(0)});
  addMethods(library, kMaps, {"emplace"},
             {.role = Role::Insert, .statement = kReceiver, .index = arg(0), .value = arg(0), .max_args = 1});
  addMethods(library, kMaps, {"emplace", "try_emplace", "insert_or_assign"},
             {.role = Role::Insert, .statement = kReceiver, .index = arg(0), .value = arg(1), .max_args = 2});
  addMethods(
      library, kMaps, {"emplace"},  // (piecewise_construct, tuple, tuple)
      {.role = Role::Insert, .statement = kReceiver, .index = arg(1), .bind_from = 2, .min_args = 3, .each = true});
  addMethods(library, kMaps, {"try_emplace"},
             {.role = Role::Insert, .statement = kReceiver, .index = arg(0), .bind_from = 1});
  addMethods(library, kMaps, {"operator[]", "at"}, {.role = Role::Element, .statement = kReceiver, .index = arg(0)});
  addMethods(library, kSets, {"insert"},
             {.role = Role::Insert, .statement = kReceiver, .value = arg(0), .max_args = 1});
  addMethods(library, kSets, {"emplace"}, {.role = Role::Insert, .statement = kReceiver, .bind_from = 0});
}

/// Queues for several threads: what is taken out goes into an argument.
void addSharedQueues(Library& library) {
  const Names queues = {"tbb::concurrent_queue",
                        "tbb::concurrent_bounded_queue",
                        "tbb::concurrent_priority_queue",
                        "tbb::strict_ppl::concurrent_queue",
                        "tbb::detail::d1::concurrent_priority_queue",
                        "tbb::detail::d2::concurrent_queue",
                        "tbb::detail::d2::concurrent_bounded_queue",
                        "boost::lockfree::queue",
                        "boost::lockfree::stack",
                        "boost::lockfree::spsc_queue",
                        "moodycamel::ConcurrentQueue",
                        "moodycamel::BlockingConcurrentQueue"};
  addConstructors(library, queues, {.role = Role::Pack, .bind_from = 0, .max_args = 0});
  addMethods(library, queues, {"push", "try_push", "bounded_push", "unsynchronized_push", "enqueue", "try_enqueue"},
             {.role = Role::Insert, .statement = kReceiver, .value = arg(0), .max_args = 1});
  addMethods(library, queues, {"enqueue", "try_enqueue"},  // (token, element)
             {.role = Role::Insert, .statement = kReceiver, .value = arg(1), .min_args = 2});
  addMethods(library, queues, {"emplace", "try_emplace"},
             {.role = Role::Insert, .statement = kReceiver, .bind_from = 0});
  addMethods(library, queues, {"pop", "try_pop", "unsynchronized_pop", "try_dequeue", "wait_dequeue"},
             {.role = Role::Element, .statement = kReceiver, .value = arg(0), .min_args = 1, .max_args = 1});
  addMethods(library, queues, {"try_dequeue", "wait_dequeue"},  // (token, element)
             {.role = Role::Element, .statement = kReceiver, .value = arg(1), .min_args = 2});
}

void addIterators(Library& library) {
  for (Names family : {kSequences, kMaps, kSets}) {
    addMethods(library, family, {"begin", "end", "cbegin", "cend", "rbegin", "rend", "crbegin", "crend"},
               {.role = Role::Forward, .value = kReceiver});
    addMethods(library, family, {"clear"}, {.role = Role::TextAssign, .statement = kReceiver, .literal = ""});
    addMethods(library, family, {"operator="}, {.role = Role::TextAssign, .text = arg(0), .statement = kReceiver});
    addMethods(
        library, family,
        {"size", "empty", "count", "contains", "erase", "pop_back", "pop_front", "pop", "resize", "reserve", "capacity",
         "shrink_to_fit", "max_size", "key_comp", "sort", "reverse", "unique", "rehash", "bucket_count"},
        {.role = Role::Ignore});
  }
  const Names iterators = {"__gnu_cxx::__normal_iterator",
                           "std::_Rb_tree_iterator",
                           "std::_Rb_tree_const_iterator",
                           "std::__detail::_Node_iterator",
                           "std::__detail::_Node_const_iterator",
                           "std::_List_iterator",
                           "std::_List_const_iterator",
                           "std::_Fwd_list_iterator",
                           "std::_Fwd_list_const_iterator",
                           "std::_Deque_iterator",
                           "std::reverse_iterator",
                           "std::move_iterator",
                           "std::__wrap_iter",
                           "std::__map_iterator",
                           "std::__map_const_iterator",
                           "std::__tree_iterator",
                           "std::__tree_const_iterator",
                           "std::__hash_map_iterator",
                           "std::__hash_map_const_iterator",
                           "std::__hash_iterator",
                           "std::__hash_const_iterator",
                           "std::__list_iterator",
                           "std::__list_const_iterator",
                           "std::__deque_iterator"};
  addMethods(library, iterators, {"operator*", "operator->", "operator[]"},
             {.role = Role::Element, .statement = kReceiver});
  addMethods(library, iterators,
             {"operator++", "operator--", "operator+", "operator-", "operator+=", "operator-=", "base"},
             {.role = Role::Forward, .value = kReceiver});
  for (std::string_view iterator : iterators)
    library.rows.push_back(
        {.callee = std::string(iterator) + "::" + std::string(iterator.substr(iterator.rfind(':') + 1)),
         .role = Role::Forward,
         .value = arg(0),
         .min_args = 1});
  add(library,
      {"std::begin", "std::end", "std::cbegin", "std::cend", "std::rbegin", "std::rend", "std::data", "std::next",
       "std::prev", "std::make_move_iterator", "std::make_reverse_iterator", "std::back_inserter", "std::inserter",
       "std::front_inserter"},
      {.role = Role::Forward, .value = arg(0)});
  addConstructors(library, {"std::back_insert_iterator"}, {.role = Role::Forward, .value = arg(0)});
  addIgnored(library, {"std::advance", "std::distance", "std::size", "std::ssize", "std::empty"});
  add(library, {"std::find", "std::find_if", "std::find_if_not", "std::min_element", "std::max_element"},
      {.role = Role::Forward, .value = arg(0)});
}

void addTuples(Library& library) {
  add(library, {"std::make_pair", "std::pair::pair"},
      {.role = Role::Pack, .bind_from = 0, .min_args = 2, .max_args = 2, .member = "first,second"});
  add(library, {"std::pair::pair"}, {.role = Role::Forward, .value = arg(0), .min_args = 1});
  add(library, {"std::forward_as_tuple", "std::tie"},
      {.role = Role::Pack, .bind_from = 0, .min_args = 1, .place = true});
  add(library, {"std::tuple::tuple"},
      {.role = Role::Forward, .value = arg(0), .max_args = 1, .signature_has = "tuple<"});
  add(library, {"std::tuple::tuple"},
      {.role = Role::Forward, .value = arg(0), .max_args = 1, .signature_has = "pair<"});
  add(library, {"std::make_tuple", "std::tuple::tuple"}, {.role = Role::Pack, .bind_from = 0, .min_args = 1});
  add(library, {"std::tuple::operator="},  // std::tie(a, b) = …
      {.role = Role::TextAssign, .text = arg(0), .statement = kReceiver});
  addConstructors(library, {"std::span"}, {.role = Role::Forward, .value = arg(0), .min_args = 1});
  add(library, {"std::get"}, {.role = Role::Element, .statement = arg(0), .template_index = 0});
  add(library, {"std::get_if"}, {.role = Role::Forward, .value = arg(0)});
}

}  // namespace

void addStandardContainers(Library& library) {
  addSequences(library);
  addAssociative(library);
  addSharedQueues(library);
  addIterators(library);
  addTuples(library);
}

}  // namespace touchgraph::models
