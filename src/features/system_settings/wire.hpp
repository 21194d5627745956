#pragma once

#include <cstdint>

#include "core/schema/patch.hpp"

namespace kpa::system_settings {

/// The settings that can be changed.
struct Choices {
  bool require_second_factor_for_staff = false;
  bool registration_open = true;
  friend bool operator==(const Choices&, const Choices&) = default;
};

struct Settings : Choices {
  Instant updated_at;
  std::int64_t version = 1;
};

using Changes = schema::Patch<Choices>;

}  // namespace kpa::system_settings

template <>
const kpa::schema::Object<kpa::system_settings::Choices>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::system_settings::Settings>& kpa::schema::describe();
