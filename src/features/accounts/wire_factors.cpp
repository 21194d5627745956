#include "features/accounts/wire_factors.hpp"

#include "core/schema/constraints.hpp"
#include "features/one_time_codes/one_time_codes.hpp"
#include "features/second_factor/second_factor.hpp"

namespace kpa::schema {

using namespace accounts;

namespace {

/// Either a code with its number, or a token.
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

/// What people type of a code is as long as they like; `can_be` says whether it is one at all. Told before an
/// attempt is counted.
Constraint<std::string> code_that(bool (*can_be)(std::string_view), i18n::Text expected) {
  constexpr std::size_t most_typed = 60;
  const auto check = [can_be, expected](const std::string& typed) -> std::optional<Violation> {
    if (can_be(typed)) return std::nullopt;
    return violation("not_a_code", {{"expected", expected}});
  };
  return text(1, most_typed) & Constraint<std::string>{check, [](boost::json::object&) {}};
}

Constraint<std::string> code_of_message() {
  return code_that(one_time_codes::can_be_code, i18n::text("the six digits of the message"));
}

Constraint<std::string> code_of_app() {
  return code_that(second_factor::can_be_app_code,
                   i18n::text("the six digits that the authenticator app shows"));
}

constexpr auto example_of_challenge = "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg";

}  // namespace
}  // namespace kpa::schema

namespace kpa::accounts {

schema::Constraint<std::string> factor_code() {
  return schema::code_that(
      second_factor::can_be_code,
      i18n::text("the six digits that the authenticator app shows, or a recovery code such as k3xw7-q5nta"));
}

}  // namespace kpa::accounts

namespace kpa::schema {

template <>
const Object<CodeRequest>& describe() {
  using C = CodeRequest;
  static const auto made =
      object<C>("CodeRequest")
          .field("phone_number", &C::phone_number, text(1, 40), "In any usual spelling", "+919876543210")
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

template <>
const Object<CodeLogin>& describe() {
  using C = CodeLogin;
  static const auto made =
      object<C>("CodeLogin")
          .field("phone_number", &C::phone_number, text(1, 40), "The number that the code was sent to",
                 "+919876543210")
          .alias("phone")
          .field("challenge", &C::challenge, text(1, 128), "That of the request for the code",
                 example_of_challenge)
          .field("code", &C::code, code_of_message(), "The six digits of the message", "123456")
          .field(
              "second_factor", &C::second_factor, factor_code(),
              "From whoever has set one up: the code that the authenticator app shows, or a recovery code");
  return made;
}

template <>
const Object<PasswordReset>& describe() {
  using P = PasswordReset;
  static const auto made =
      object<P>("PasswordReset")
          .field("phone_number", &P::phone_number, text(1, 40), "The number that the code was sent to",
                 "+919876543210")
          .alias("phone")
          .field(
              "challenge", &P::challenge, text(1, 128),
              "That of the request for the code; of one that an administrator had sent, what they read out",
              example_of_challenge)
          .field("code", &P::code, code_of_message(), "The six digits of the message", "123456")
          .field("token", &P::token, text(1, 100), "Of a one-time link, instead of number and code")
          .field("new_password", &P::new_password, text(0, 1000), "The password from now on",
                 "monsoon-42-axle")
          .field("confirm_password", &P::confirm_password, text(0, 1000), "The new password again",
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

template <>
const Object<CurrentPassword>& describe() {
  static const auto made =
      object<CurrentPassword>("CurrentPassword")
          .field("password", &CurrentPassword::password, text(1, 1000), "Your password", "securepass123");
  return made;
}

template <>
const Object<FactorEnrolment>& describe() {
  using F = FactorEnrolment;
  static const auto made =
      object<F>("SecondFactorEnrolment")
          .field("secret", &F::secret, "For an authenticator app, to type in",
                 "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
          .field(
              "uri", &F::uri, "The same for a QR code",
              "otpauth://totp/KPA%20ERP:%2B919876543210?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=KPA%20ERP"
              "&algorithm=SHA1&digits=6&period=30");
  return made;
}

template <>
const Object<FactorConfirmation>& describe() {
  static const auto made = object<FactorConfirmation>("SecondFactorConfirmation")
                               .field("code", &FactorConfirmation::code, code_of_app(),
                                      "What the authenticator app shows", "123456");
  return made;
}

template <>
const Object<FactorProof>& describe() {
  using F = FactorProof;
  static const auto made =
      object<F>("SecondFactorProof")
          .field("password", &F::password, text(1, 1000), "Your password", "securepass123")
          .field("second_factor", &F::second_factor, factor_code(),
                 "What the authenticator app shows, or a recovery code", "123456");
  return made;
}

template <>
const Object<RecoveryCodes>& describe() {
  static const auto made = object<RecoveryCodes>("RecoveryCodes")
                               .field("recovery_codes", &RecoveryCodes::recovery_codes,
                                      "Each is good once instead of a code of the app; told only now",
                                      boost::json::array{"k3xw7-q5nta", "mfrgg-zdfmz"});
  return made;
}

template <>
const Object<FactorStatus>& describe() {
  using F = FactorStatus;
  static const auto made =
      object<F>("SecondFactorStatus")
          .field("enabled", &F::enabled, "Every login asks for it", true)
          .field("enabled_at", &F::enabled_at, "Since when", "2024-01-15T10:00:00Z")
          .field("recovery_codes_left", &F::recovery_codes_left, "Not used yet", 10)
          .field(
              "required", &F::required,
              "The installation asks staff for one, and you are: without it you are treated as a regular user",
              false);
  return made;
}

}  // namespace kpa::schema
