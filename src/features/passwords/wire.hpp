#pragma once

#include <string>

#include "core/i18n/message.hpp"
#include "core/schema/object.hpp"

namespace kpa::passwords {

struct PasswordChange {
  std::string current_password;
  std::string new_password;
  std::string confirm_password;
};

/// An answer that only says what was done.
struct Message {
  i18n::Message message;
};

}  // namespace kpa::passwords

namespace kpa::schema {

template <>
const Object<passwords::PasswordChange>& describe();
template <>
const Object<passwords::Message>& describe();

}  // namespace kpa::schema
