#include "analyzer/models/rows.h"
#include "analyzer/models/standard.h"

/// Owners, wrappers, callables and threads: what hands a value or a call on.
namespace touchgraph::models {
namespace {

void addOwners(Library& library) {
  add(library,
      {"std::make_unique", "std::make_shared", "std::make_unique_for_overwrite", "boost::make_shared",
       "boost::make_unique"},
      {.role = Role::Construct, .bind_from = 0});
  add(library, {"std::allocate_shared"}, {.role = Role::Construct, .bind_from = 1});

  const Names owners = {"std::unique_ptr",
                        "std::shared_ptr",
                        "std::__shared_ptr",
                        "std::__shared_ptr_access",
                        "std::weak_ptr",
                        "std::__weak_ptr",
                        "std::auto_ptr",
                        "boost::shared_ptr",
                        "boost::scoped_ptr",
                        "boost::weak_ptr",
                        "boost::intrusive_ptr",
                        "QScopedPointer",
                        "QSharedPointer",
                        "QPointer",
                        "QWeakPointer",
                        "std::reference_wrapper",
                        "std::optional",
                        "std::_Optional_base_impl",
                        "std::any",
                        "std::variant",
                        "boost::optional",
                        "boost::variant",
                        "std::atomic",
                        "std::expected"};
  addMethods(
      library, owners,
      {"get", "operator->", "operator*", "release", "lock", "data", "value", "load", "toStrongRef", "take", "error"},
      {.role = Role::Forward, .value = kReceiver});
  addMethods(library, owners, {"operator="}, {.role = Role::TextAssign, .text = arg(0), .statement = kReceiver});
  addMethods(library, owners, {"reset", "store"},
             {.role = Role::TextAssign, .text = arg(0), .statement = kReceiver, .min_args = 1});
  addMethods(library, owners, {"reset"}, {.role = Role::Ignore, .max_args = 0});
  addMethods(library, {"std::unique_ptr", "std::shared_ptr", "std::optional", "boost::optional"},
             {"has_value", "operator bool", "use_count", "unique", "is_initialized"}, {.role = Role::Ignore});
  addMethods(library, {"std::optional", "boost::optional"}, {"value_or", "get_value_or"},
             {.role = Role::Forward, .value = kReceiver, .also = true});
  addMethods(library, {"std::optional", "boost::optional"}, {"value_or", "get_value_or"},
             {.role = Role::Forward, .value = arg(0)});
  addMethods(library, {"std::optional"}, {"emplace"},
             {.role = Role::Construct, .statement = kReceiver, .bind_from = 0});
  addMethods(library, {"std::reference_wrapper"}, {"operator()"},
             {.role = Role::Invoke, .value = kReceiver, .bind_from = 0});
  for (std::string_view owner : owners)
    library.rows.push_back(
        {.callee = std::string(owner) +
                   "::" + std::string(owner.substr(owner.rfind(':') == owner.npos ? 0 : owner.rfind(':') + 1)),
         .role = Role::Forward,
         .value = arg(0),
         .min_args = 1});
  add(library, {"std::make_optional", "std::make_any"}, {.role = Role::Forward, .value = arg(0)});
  add(library,
      {"std::any_cast", "boost::get", "std::static_pointer_cast", "std::dynamic_pointer_cast",
       "std::const_pointer_cast", "std::reinterpret_pointer_cast", "boost::static_pointer_cast",
       "boost::dynamic_pointer_cast", "qSharedPointerCast", "qobject_cast", "std::get_pointer", "gsl::not_null::get"},
      {.role = Role::Forward, .value = arg(0)});
  add(library, {"gsl::not_null::operator->", "gsl::not_null::operator*"}, {.role = Role::Forward, .value = kReceiver});
}

void addIdentities(Library& library) {
  add(library, {"std::move", "std::forward"}, {.role = Role::Forward, .value = arg(0), .max_args = 1});
  add(library,
      {"std::as_const", "std::ref", "std::cref", "std::addressof", "std::launder", "std::to_address",
       "std::move_if_noexcept", "std::to_underlying", "std::bit_cast", "boost::ref", "boost::cref", "std::__addressof",
       "std::forward_like"},
      {.role = Role::Forward, .value = arg(0)});
  add(library, {"std::exchange", "std::__exchange"}, {.role = Role::TextAssign, .text = arg(1), .statement = arg(0)});
  add(library, {"std::min", "std::max"}, {.role = Role::Forward, .value = arg(0), .min_args = 2, .also = true});
  add(library, {"std::min", "std::max"}, {.role = Role::Forward, .value = arg(1), .min_args = 2});
}

void addCallables(Library& library) {
  for (std::string_view function :
       {"std::function", "std::move_only_function", "std::packaged_task", "boost::function", "absl::AnyInvocable"}) {
    const std::string name(function);
    library.rows.push_back({.callee = name + "::" + name.substr(name.rfind(':') + 1),
                            .role = Role::Forward,
                            .value = arg(0),
                            .min_args = 1});
    addMethods(library, function, {"operator()"}, {.role = Role::Invoke, .value = kReceiver, .bind_from = 0});
    addMethods(library, function, {"operator="}, {.role = Role::TextAssign, .text = arg(0), .statement = kReceiver});
    addIgnored(library, {name + "::operator bool"});
  }
  add(library, {"std::invoke", "std::invoke_r", "std::__invoke"},
      {.role = Role::Invoke, .value = arg(0), .bind_from = 1});
  add(library, {"std::apply"}, {.role = Role::Invoke, .value = arg(0), .bind_from = 1, .bind = Bind::Array});
  add(library, {"std::visit"}, {.role = Role::Invoke, .value = arg(0), .bind_from = 1});
  add(library, {"std::bind", "std::bind_front", "boost::bind"},
      {.role = Role::Partial, .value = arg(0), .bind_from = 1});
  add(library, {"std::mem_fn"}, {.role = Role::Forward, .value = arg(0)});
  add(library,
      {"std::_Bind::operator()", "std::_Bind_front::operator()", "std::_Mem_fn_base::operator()",
       "std::_Mem_fn::operator()", "std::__mem_fn::operator()", "std::_Bind_result::operator()",
       "std::__bind::operator()"},
      {.role = Role::Invoke, .value = kReceiver, .bind_from = 0});
  add(library, {"std::call_once"}, {.role = Role::Invoke, .value = arg(1), .bind_from = 2});

  // Algorithms call their function for the elements of the range, which is the container itself.
  add(library,
      {"std::for_each", "std::for_each_n", "std::any_of", "std::all_of", "std::none_of", "std::count_if",
       "std::remove_if", "std::partition", "std::generate"},
      {.role = Role::InvokeEach, .statement = arg(0), .value = arg(2), .max_args = 3});
  add(library, {"std::for_each"},
      {.role = Role::InvokeEach, .statement = arg(1), .value = arg(3), .min_args = 4});  // execution policy
  add(library, {"std::transform"},
      {.role = Role::InvokeEach, .statement = arg(0), .value = arg(3), .max_args = 4, .object = arg(2)});
  add(library, {"std::accumulate", "std::reduce"},
      {.role = Role::InvokeEach, .text = arg(2), .statement = arg(0), .value = arg(3), .min_args = 4});
  add(library, {"std::accumulate"}, {.role = Role::InvokeEach, .text = arg(2), .statement = arg(0), .max_args = 3});
  add(library,
      {"std::ranges::__for_each_fn::operator()", "std::ranges::__any_of_fn::operator()",
       "std::ranges::__all_of_fn::operator()"},
      {.role = Role::InvokeEach, .statement = arg(0), .value = arg(1), .max_args = 3});
}

void addThreads(Library& library) {
  addConstructors(library, {"std::thread", "std::jthread", "boost::thread"},
                  {.role = Role::Invoke, .value = arg(0), .bind_from = 1, .min_args = 1});
  add(library, {"std::async"}, {.role = Role::Invoke, .value = arg(1), .bind_from = 2, .signature_has = "std::launch"});
  add(library, {"std::async"}, {.role = Role::Invoke, .value = arg(0), .bind_from = 1});
  add(library,
      {"std::future::get", "std::__basic_future::_M_get_result", "std::shared_future::get",
       "std::packaged_task::get_future", "std::promise::get_future", "std::future::share"},
      {.role = Role::Forward, .value = kReceiver});
  add(library, {"std::promise::set_value"},
      {.role = Role::TextAssign, .text = arg(0), .statement = kReceiver, .min_args = 1});
  add(library, {"boost::asio::post", "boost::asio::dispatch", "boost::asio::defer", "asio::post", "asio::dispatch"},
      {.role = Role::Invoke, .value = arg(1), .bind_from = 99, .min_args = 2});
  add(library, {"boost::asio::post", "boost::asio::dispatch", "boost::asio::defer", "asio::post", "asio::dispatch"},
      {.role = Role::Invoke, .value = arg(0), .bind_from = 99});
  addConstructors(library, {"std::lock_guard", "std::unique_lock", "std::scoped_lock", "std::shared_lock"},
                  {.role = Role::Ignore});
  addIgnored(library,
             {"std::thread::join", "std::thread::detach", "std::mutex::lock", "std::mutex::unlock",
              "std::mutex::try_lock", "std::unique_lock::lock", "std::unique_lock::unlock",
              "std::condition_variable::notify_one", "std::condition_variable::notify_all", "std::future::wait"});
  // wait(lock, predicate) calls its predicate.
  add(library, {"std::condition_variable::wait"},
      {.role = Role::Invoke, .value = arg(1), .bind_from = 99, .min_args = 2});

  // Signals: connect keeps the slot under the signal object, calling the signal runs what was connected.
  add(library, {"boost::signals2::signal::connect"},
      {.role = Role::Connect, .statement = kReceiver, .index = kReceiver, .value = arg(0)});
  add(library, {"boost::signals2::signal::operator()"}, {.role = Role::Publish, .index = kReceiver, .bind_from = 0});
}

}  // namespace

void addStandardObjects(Library& library) {
  addOwners(library);
  addIdentities(library);
  addCallables(library);
  addThreads(library);
}

}  // namespace touchgraph::models
