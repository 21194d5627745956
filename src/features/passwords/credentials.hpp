#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "core/enum_names.hpp"

namespace kpa::passwords {

/// The data that a login is checked against.
struct Credentials {
  std::int64_t user_id = 0;
  std::string phone_number;
  std::string password_hash;
  bool is_active = true;
  std::int64_t version = 1;  ///< of the person's record
};

/// What proves that a person may set a new password.
enum class ResetProof { code, link };

}  // namespace kpa::passwords

template <>
struct kpa::EnumNames<kpa::passwords::ResetProof> {
  using R = kpa::passwords::ResetProof;
  static constexpr std::array<std::pair<R, std::string_view>, 2> table{
      {{R::code, "code"}, {R::link, "link"}}};
};
