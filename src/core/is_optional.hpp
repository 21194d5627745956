#pragma once

#include <optional>
#include <type_traits>

namespace kpa {

/// Whether T is a std::optional, and its value type.
template <class T>
struct IsOptional : std::false_type {
  using Inner = T;
};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {
  using Inner = T;
};

}  // namespace kpa
