#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "core/enum_names.hpp"

namespace kpa::sessions {

/// Why a session ended before its time.
enum class Ended {
  logout,
  password_change,
  token_reuse,
  deactivation,
  password_reset,
  second_factor_change,
  by_its_person,
  by_administrator,
  new_login
};

}  // namespace kpa::sessions

template <>
struct kpa::EnumNames<kpa::sessions::Ended> {
  using E = kpa::sessions::Ended;
  static constexpr std::array<std::pair<E, std::string_view>, 9> table{
      {{E::logout, "logout"},
       {E::password_change, "password_change"},
       {E::token_reuse, "token_reuse"},
       {E::deactivation, "deactivation"},
       {E::password_reset, "password_reset"},
       {E::second_factor_change, "second_factor_change"},
       {E::by_its_person, "ended"},
       {E::by_administrator, "administrator"},
       {E::new_login, "new_login"}}};
};
