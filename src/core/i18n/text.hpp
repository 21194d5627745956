#pragma once

#include <cstddef>
#include <string_view>

namespace kpa::i18n {

/// An English text that is translated for people; it is the key of its translations. `{name}` is a
/// placeholder for the parameter `name`. Only text() and plural() create one, from literals, so that the
/// extraction of catalogues finds all of them.
class Text {
 public:
  constexpr Text() = default;

  constexpr bool empty() const { return one_.empty(); }
  /// Of a plural, the singular.
  constexpr std::string_view english() const { return one_; }
  /// The plural; empty when the text has only one form.
  constexpr std::string_view of_several() const { return several_; }
  /// Name of the parameter whose number chooses the form.
  constexpr std::string_view number() const { return number_; }

  friend constexpr bool operator==(const Text& one, const Text& other) { return one.one_ == other.one_; }

 private:
  template <std::size_t N>
  friend consteval Text text(const char (&english)[N]);
  template <std::size_t N, std::size_t M, std::size_t K>
  friend consteval Text plural(const char (&one)[N], const char (&several)[M], const char (&number)[K]);

  constexpr Text(std::string_view one, const char* several, const char* number)
      : one_(one), several_(several), number_(number) {}

  std::string_view one_;  // a literal, so NUL-terminated
  const char* several_ = "";
  const char* number_ = "";
};

template <std::size_t N>
consteval Text text(const char (&english)[N]) {
  return {{english, N - 1}, "", ""};
}

/// A text that depends on a number, the parameter named `number`: plural("{n} form", "{n} forms", "n").
template <std::size_t N, std::size_t M, std::size_t K>
consteval Text plural(const char (&one)[N], const char (&several)[M], const char (&number)[K]) {
  return {{one, N - 1}, several, number};
}

}  // namespace kpa::i18n
