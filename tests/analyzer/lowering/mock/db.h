// A small library, seen as a system header: declared here, not walked.
#pragma once
namespace std {
using size_t = decltype(sizeof 0);
struct string {
  string();
  string(const char* text);
  string(const string&);
  string(string&&);
  ~string();
  string& operator=(const string&);
  string& operator+=(const string&);
  const char* c_str() const;
};
string operator+(const string&, const string&);
string to_string(int);
struct string_view {
  const char* data_;
  size_t size_;
  constexpr string_view(const char* text) : data_(text), size_(0) { while (text[size_]) ++size_; }
  constexpr string_view(const char* text, size_t n) : data_(text), size_(n) {}
};
constexpr string_view operator""_sv(const char* text, size_t n) { return {text, n}; }
template <class T>
struct unique_ptr {
  explicit unique_ptr(T* p);
  T* operator->() const;
  T& operator*() const;
};
template <class T>
struct vector {
  struct iterator {
    T& operator*() const;
    iterator& operator++();
    bool operator!=(const iterator&) const;
  };
  vector();
  iterator begin() const;
  iterator end() const;
  T& operator[](size_t i);
  void push_back(const T&);
};
template <class T>
struct initializer_list {
  const T* data;
  size_t size;
};
template <class F>
struct function;
template <class R, class... A>
struct function<R(A...)> {
  template <class F>
  function(F f);
  R operator()(A...) const;
};
template <class T, class... A>
unique_ptr<T> make_unique(A&&... a) { return unique_ptr<T>(new T(static_cast<A&&>(a)...)); }
}  // namespace std

struct Db {
  Db();
  Db(const char* file);
  void exec(const std::string& sql);
  int bind(int index, int value, bool copy = true);
  int last() const;
  static Db& instance();
  Db& operator<<(const char* text);
};
