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
          .field("phone_number", &C::phone_number, of_length(1, 40), "In any usual notation", "+919876543210")
          .alias("phone")
          .field(
              "challenge", &C::challenge,
              matching("[A-Za-z0-9_-]{22,128}", i18n::text("22 to 128 characters of A-Z, a-z, 0-9, - and _")),
              "A random text that the device makes and keeps until the code is used; the code does not "
              "work without it. Send the same challenge when you repeat the request or ask for another "
              "code, so that each of the codes works",
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
          .field("expires_in", &C::expires_in, "For how many seconds the code is valid", 300)
          .field("resend_after", &C::resend_after,
                 "Seconds to wait before asking for a second code; earlier, none is sent. The time doubles "
                 "with each further code of the day, up to an hour",
                 30);
  return made;
}

}  // namespace kpa::schema
