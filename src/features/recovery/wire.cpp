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
          .field(
              "challenge", &P::challenge, of_length(1, 128),
              "That of the request for the code; of one that an administrator had sent, what they read out",
              one_time_codes::example_of_challenge)
          .field("code", &P::code, one_time_codes::code_of_message(), "The six digits of the message",
                 "123456")
          .field("token", &P::token, of_length(1, 100), "Of a one-time link, instead of number and code")
          .field("new_password", &P::new_password, of_length(0, 1000), "The password from now on",
                 "monsoon-42-axle")
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
              "`sms` sends a code to the person's phone; `link` answers a one-time link, to be handed over",
              "link");
  return made;
}

template <>
const Object<ResetOffered>& describe() {
  using R = ResetOffered;
  static const auto made =
      object<R>("ResetOffered")
          .field("method", &R::method, "As asked for", "link")
          .field("message", &R::message, "For a person", "Hand the link over. It is good once.")
          .field("expires_in", &R::expires_in, "Seconds that it is good", 86400)
          .field("challenge", &R::challenge,
                 "Of a code: read it out to the person, who needs it beside the code; told only now", nullptr)
          .field("token", &R::token, "For POST /api/users/password-reset/confirm; told only now",
                 "q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8l9z0x1c")
          .field("link", &R::link, "Where the installation has a page for it (`auth.reset_page`)", nullptr);
  return made;
}

}  // namespace kpa::schema
