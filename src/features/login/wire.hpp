#pragma once

#include <optional>
#include <string>

#include "core/schema/object.hpp"

namespace kpa::login {

/// POST /api/users/register. The service checks phone number and password, so that all mistakes are reported
/// at once.
struct Registration {
  std::string phone_number;
  std::string password;
  std::string confirm_password;
  std::string first_name;
  std::string last_name;
  std::optional<std::string> email;
};

struct PasswordLogin {
  std::string phone_number;
  std::string password;
  std::optional<std::string> second_factor;  ///< required from people who have one
};

struct CodeLogin {
  std::string phone_number;
  std::string challenge;
  std::string code;
  std::optional<std::string> second_factor;
};

}  // namespace kpa::login

namespace kpa::schema {

template <>
const Object<login::Registration>& describe();
template <>
const Object<login::PasswordLogin>& describe();
template <>
const Object<login::CodeLogin>& describe();

}  // namespace kpa::schema
