#include "features/one_time_codes/wire.hpp"

#include "core/schema/typed_code.hpp"
#include "core/typed_code.hpp"

namespace kpa::one_time_codes {

schema::Constraint<std::string> code_of_message() {
  return schema::typed_code([](std::string_view code) { return is_digits(code, 6); },
                            i18n::text("the six digits of the message"));
}

}  // namespace kpa::one_time_codes

namespace kpa::schema {

using namespace one_time_codes;

template <>
const Object<CodeRequest>& describe() {
  using C = CodeRequest;
  static const auto made =
      object<C>("CodeRequest")
          .field("phone_number", &C::phone_number, of_length(1, 40), "In any usual spelling", "+919876543210")
          .alias("phone")
          .field(
              "challenge", &C::challenge,
              matching("[A-Za-z0-9_-]{22,128}", i18n::text("22 to 128 characters of A-Z, a-z, 0-9, - and _")),
              "Made by the device, at random, and kept until the code is used: without it the code is no good. The same "
              "when the request is repeated, or another code is asked for, so that the code of either fits",
              example_of_challenge);
  return made;
}

template <>
const Object<CodeSent>& describe() {
  using C = CodeSent;
  static const auto made =
      object<C>("CodeSent")
          .field("message", &C::message, "For a person",
                 "If this number has an account, a code is on its way to it.")
          .field("expires_in", &C::expires_in, "Seconds that the code is good", 300)
          .field(
              "resend_after", &C::resend_after,
              "Seconds after which the first code may be asked for again; earlier, nothing is sent. Each further code of "
              "the day doubles it, up to an hour",
              30);
  return made;
}

}  // namespace kpa::schema
