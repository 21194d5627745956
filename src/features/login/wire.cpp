#include "features/login/wire.hpp"

#include "core/schema/constraints.hpp"
#include "features/identity/identity.hpp"
#include "features/one_time_codes/one_time_codes.hpp"
#include "features/second_factor/second_factor.hpp"

namespace kpa::schema {

using namespace login;

template <>
const Object<Registration>& describe() {
  using R = Registration;
  static const auto made =
      object<R>("Registration")
          .field("phone_number", &R::phone_number, of_length(1, 40),
                 "Identifies the person; in any usual notation, +91 is assumed if there is no country code",
                 "+1234567890")
          .field("password", &R::password, of_length(0, 1000),
                 "At most 256 bytes; see the rules in the description", "securepass123")
          .field("confirm_password", &R::confirm_password, of_length(0, 1000), "The password again",
                 "securepass123")
          .field("first_name", &R::first_name, identity::name(), "Given name", "John")
          .field("last_name", &R::last_name, identity::name(), "Family name", "Engineer")
          .field("email", &R::email, identity::email_or_empty(), "For notifications",
                 "john.engineer@railway.com");
  return made;
}

template <>
const Object<PasswordLogin>& describe() {
  using L = PasswordLogin;
  static const auto made =
      object<L>("Login")
          .field("phone_number", &L::phone_number, of_length(1, 40), "In any usual notation", "+1234567890")
          .alias("phone")
          .field("password", &L::password, of_length(1, 1000), "The password", "securepass123")
          .field("second_factor", &L::second_factor, second_factor::factor_code(),
                 "If you have set one up: the code that the authenticator app shows, or a recovery code");
  return made;
}

template <>
const Object<CodeLogin>& describe() {
  using C = CodeLogin;
  static const auto made =
      object<C>("CodeLogin")
          .field("phone_number", &C::phone_number, of_length(1, 40), "The number that the code was sent to",
                 "+919876543210")
          .alias("phone")
          .field("challenge", &C::challenge, of_length(1, 128), "The challenge of the request for the code",
                 one_time_codes::example_of_challenge)
          .field("code", &C::code, one_time_codes::code_of_message(), "The six digits of the message",
                 "123456")
          .field("second_factor", &C::second_factor, second_factor::factor_code(),
                 "If you have set one up: the code that the authenticator app shows, or a recovery code");
  return made;
}

}  // namespace kpa::schema
