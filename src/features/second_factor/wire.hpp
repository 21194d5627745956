#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/schema/constraints.hpp"
#include "core/schema/object.hpp"
#include "core/time.hpp"

namespace kpa::second_factor {

/// Needed to start setting one up.
struct CurrentPassword {
  std::string password;
};

/// An authenticator app that is being set up.
struct Enrolment {
  std::string secret;  ///< base32
  std::string uri;     ///< otpauth://totp/…, the content of the QR code
};

/// The first code from an app.
struct Confirmation {
  std::string code;
};

/// Needed to remove a second factor.
struct FactorProof {
  std::string password;
  std::string second_factor;
};

/// Each can be used once in place of a code from the app.
struct RecoveryCodes {
  std::vector<std::string> recovery_codes;
};

/// The caller's second factor.
struct Status {
  bool enabled = false;
  std::optional<Instant> enabled_at;
  std::int64_t recovery_codes_left = 0;
  bool required = false;  ///< the installation requires one of staff, and they are staff
};

/// A code from the authenticator app or a recovery code, however it is typed.
schema::Constraint<std::string> factor_code();

}  // namespace kpa::second_factor

namespace kpa::schema {

template <>
const Object<second_factor::CurrentPassword>& describe();
template <>
const Object<second_factor::Enrolment>& describe();
template <>
const Object<second_factor::Confirmation>& describe();
template <>
const Object<second_factor::FactorProof>& describe();
template <>
const Object<second_factor::RecoveryCodes>& describe();
template <>
const Object<second_factor::Status>& describe();

}  // namespace kpa::schema
