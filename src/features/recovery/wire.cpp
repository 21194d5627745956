#include "features/recovery/wire.hpp"

#include "core/schema/constraints.hpp"
#include "features/one_time_codes/one_time_codes.hpp"

namespace kpa::schema {

using namespace recovery;

namespace {

/// Requires either a code with its number, or a token.
void check_proof(const PasswordReset& reset, const Path& path, Issues& issues) {
  if (reset.token) {
    if (reset.phone_number) issues.add(Path(path, "phone_number"), "unknown_field");
    if (reset.challenge) issues.add(Path(path, "challenge"), "unknown_field");
    if (reset.code) issues.add(Path(path, "code"), "unknown_field");
    return;
  }
  if (!reset.phone_number) issues.add(Path(path, "phone_number"), "required");
  if (!reset.challenge) issues.add(Path(path, "challenge"), "required");
  if (!reset.code) issues.add(Path(path, "code"), "required");
}

}  // namespace

template <>
const Object<PasswordReset>& describe() {
  using P = PasswordReset;
  static const auto made =
      object<P>("PasswordReset")
          .field("phone_number", &P::phone_number, of_length(1, 40), "The number that the code was sent to",
                 "+919876543210")
          .alias("phone")
          .field("challenge", &P::challenge, of_length(1, 128),
                 "The challenge of the request for the code; if an administrator had the code sent, the "
                 "digits that they read out to you",
                 one_time_codes::example_of_challenge)
          .field("code", &P::code, one_time_codes::code_of_message(), "The six digits of the message",
                 "123456")
          .field("token", &P::token, of_length(1, 100),
                 "The token of a one-time link, in place of phone number and code")
          .field("new_password", &P::new_password, of_length(0, 1000), "The new password", "monsoon-42-axle")
          .field("confirm_password", &P::confirm_password, of_length(0, 1000), "The new password again",
                 "monsoon-42-axle")
          .rule(check_proof);
  return made;
}

template <>
const Object<ResetOffer>& describe() {
  static const auto made =
      object<ResetOffer>("ResetOffer")
          .field(
              "method", &ResetOffer::method,
              "`sms` sends a code to the person's phone; `link` returns a one-time link, which you give to "
              "the person",
              "link");
  return made;
}

template <>
const Object<ResetOffered>& describe() {
  using R = ResetOffered;
  static const auto made =
      object<R>("ResetOffered")
          .field("method", &R::method, "The requested method", "link")
          .field("message", &R::message, "For a person", "Hand the link over. It is good once.")
          .field("expires_in", &R::expires_in, "For how many seconds it is valid", 86400)
          .field("challenge", &R::challenge,
                 "For a code: read it out to the person, who needs it together with the code; shown only in "
                 "this answer",
                 nullptr)
          .field("token", &R::token, "For POST /api/users/password-reset/confirm; shown only in this answer",
                 "q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8l9z0x1c")
          .field("link", &R::link, "Set if the installation has a page for links (`auth.reset_page`)",
                 nullptr);
  return made;
}

}  // namespace kpa::schema
