#pragma once

#include <optional>
#include <string>

#include "core/http/caller.hpp"

namespace kpa::login {

/// A person created by a command.
struct NewUser {
  std::string phone_number;  ///< in any usual spelling
  std::string password;
  std::string first_name;
  std::string last_name;
  std::optional<std::string> email = {};
  std::optional<std::string> employee_id = {};
  std::optional<std::string> department = {};
  std::optional<std::string> position = {};
  http::Role role = http::Role::user;
};

}  // namespace kpa::login
