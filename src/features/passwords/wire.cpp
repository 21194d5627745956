#include "features/passwords/wire.hpp"

#include "core/schema/constraints.hpp"

namespace kpa::schema {

using namespace passwords;

template <>
const Object<PasswordChange>& describe() {
  using C = PasswordChange;
  static const auto made =
      object<C>("PasswordChange")
          .field("current_password", &C::current_password, of_length(1, 1000), "The present password",
                 "securepass123")
          .alias("old_password")
          .alias("oldPassword")
          .field("new_password", &C::new_password, of_length(0, 1000), "The new password", "monsoon-42-axle")
          .field("confirm_password", &C::confirm_password, of_length(0, 1000), "The new password again",
                 "monsoon-42-axle")
          .alias("confirm_new_password")
          .alias("confirmNewPassword");
  return made;
}

template <>
const Object<Message>& describe() {
  static const auto made = object<Message>("Message").field("message", &Message::message, "For a person",
                                                            "Password changed successfully.");
  return made;
}

}  // namespace kpa::schema
