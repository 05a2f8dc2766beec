// Just enough of a coroutine library for the compiler.
#pragma once
namespace std {
template <class P = void> struct coroutine_handle {
  static coroutine_handle from_address(void*);
  static coroutine_handle from_promise(auto&);
  template <class Q> operator coroutine_handle<Q>() const;
};
template <class R, class... A> struct coroutine_traits { using promise_type = typename R::promise_type; };
struct suspend_always {
  bool await_ready() noexcept;
  void await_suspend(coroutine_handle<>) noexcept;
  void await_resume() noexcept;
};
}  // namespace std
template <class T> struct Task {
  struct promise_type {
    Task get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    std::suspend_always yield_value(T);
    void return_value(T);
    void unhandled_exception();
  };
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  T await_resume();
};
