#include "features/second_factor/wire.hpp"

#include "core/schema/typed_code.hpp"
#include "features/second_factor/rules.hpp"

namespace kpa::second_factor {
namespace {

schema::Constraint<std::string> code_of_app() {
  return schema::typed_code(is_app_code, i18n::text("the six digits that the authenticator app shows"));
}

}  // namespace

schema::Constraint<std::string> factor_code() {
  return schema::typed_code(
      [](std::string_view code) { return is_app_code(code) || is_recovery_code(code); },
      i18n::text("the six digits that the authenticator app shows, or a recovery code such as k3xw7-q5nta"));
}

}  // namespace kpa::second_factor

namespace kpa::schema {

using namespace second_factor;

template <>
const Object<CurrentPassword>& describe() {
  static const auto made = object<CurrentPassword>("CurrentPassword")
                               .field("password", &CurrentPassword::password, of_length(1, 1000),
                                      "Your password", "securepass123");
  return made;
}

template <>
const Object<Enrolment>& describe() {
  using F = Enrolment;
  static const auto made =
      object<F>("SecondFactorEnrolment")
          .field("secret", &F::secret, "The secret, to be typed into an authenticator app",
                 "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
          .field(
              "uri", &F::uri, "The same as the content of a QR code",
              "otpauth://totp/KPA%20ERP:%2B919876543210?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=KPA%20ERP"
              "&algorithm=SHA1&digits=6&period=30");
  return made;
}

template <>
const Object<Confirmation>& describe() {
  static const auto made = object<Confirmation>("SecondFactorConfirmation")
                               .field("code", &Confirmation::code, code_of_app(),
                                      "The code that the authenticator app shows", "123456");
  return made;
}

template <>
const Object<FactorProof>& describe() {
  using F = FactorProof;
  static const auto made =
      object<F>("SecondFactorProof")
          .field("password", &F::password, of_length(1, 1000), "Your password", "securepass123")
          .field("second_factor", &F::second_factor, factor_code(),
                 "The code that the authenticator app shows, or a recovery code", "123456");
  return made;
}

template <>
const Object<RecoveryCodes>& describe() {
  static const auto made =
      object<RecoveryCodes>("RecoveryCodes")
          .field("recovery_codes", &RecoveryCodes::recovery_codes,
                 "Each can be used once in place of a code from the app; shown only in this answer",
                 boost::json::array{"k3xw7-q5nta", "mfrgg-zdfmz"});
  return made;
}

template <>
const Object<Status>& describe() {
  using S = Status;
  static const auto made =
      object<S>("SecondFactorStatus")
          .field("enabled", &S::enabled, "Whether every login needs it", true)
          .field("enabled_at", &S::enabled_at, "Since when", "2024-01-15T10:00:00Z")
          .field("recovery_codes_left", &S::recovery_codes_left, "Number of unused recovery codes", 10)
          .field("required", &S::required,
                 "Whether the installation requires one from you, as staff; without it you are treated as a "
                 "regular user",
                 false);
  return made;
}

}  // namespace kpa::schema
