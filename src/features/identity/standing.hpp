#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/http/caller.hpp"

namespace kpa::identity {

/// What a person may do at the moment. A group of columns in statements; standing_columns() gives its SQL.
struct Standing {
  bool is_active = false;
  bool is_staff = false;
  bool is_superuser = false;
  bool sees_all = false;  ///< may see every record, whoever's
  /// Staff who must have a second factor but have none; treated as regular users.
  bool lacks_second_factor = false;

  friend bool operator==(const Standing&, const Standing&) = default;
};

/// SQL: the columns of a Standing; `user` is the name or alias of the table users.
std::string standing_columns(std::string_view user);

/// The caller of a request, with this standing. A deactivated person may do nothing.
http::Caller caller_of(std::int64_t user_id, const Standing& standing);

}  // namespace kpa::identity
