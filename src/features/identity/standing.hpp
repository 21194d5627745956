#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/http/caller.hpp"

namespace kpa::identity {

/// What somebody may do at the moment. A column group of statements; standing_columns() gives its SQL.
struct Standing {
  bool is_active = false;
  bool is_staff = false;
  bool is_superuser = false;
  bool sees_all = false;             ///< every record, whoever's
  bool lacks_second_factor = false;  ///< staff who must have one, and so are treated as regular users

  friend bool operator==(const Standing&, const Standing&) = default;
};

/// SQL: the columns of a Standing, of the row of the table users that `user` names.
std::string standing_columns(std::string_view user);

/// Somebody of this standing as the caller of a request. Whoever is deactivated may do nothing.
http::Caller caller_of(std::int64_t user_id, const Standing& standing);

}  // namespace kpa::identity
