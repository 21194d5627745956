#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

namespace kpa {

/// The texts of an enumeration's values, on the wire and in the database. Specialise with
///   static constexpr std::array<std::pair<E, std::string_view>, N> table
template <class E>
struct EnumNames;

template <class E>
  requires std::is_enum_v<E>
constexpr std::string_view name_of(E value) {
  for (const auto& [known, name] : EnumNames<E>::table)
    if (known == value) return name;
  return "?";
}

template <class E>
  requires std::is_enum_v<E>
constexpr std::optional<E> named(std::string_view name) {
  for (const auto& [value, known] : EnumNames<E>::table)
    if (known == name) return value;
  return std::nullopt;
}

}  // namespace kpa
