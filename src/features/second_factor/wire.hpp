#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/schema/constraints.hpp"
#include "core/schema/object.hpp"
#include "core/time.hpp"

namespace kpa::second_factor {

/// To begin to set one up.
struct CurrentPassword {
  std::string password;
};

/// An authenticator app that is being set up.
struct Enrolment {
  std::string secret;  ///< base32
  std::string uri;     ///< otpauth://totp/…, what a QR code shows
};

/// The first code of an app.
struct Confirmation {
  std::string code;
};

/// For what takes a second factor away.
struct FactorProof {
  std::string password;
  std::string second_factor;
};

/// Each is good once instead of a code of the app.
struct RecoveryCodes {
  std::vector<std::string> recovery_codes;
};

/// What somebody has set up.
struct Status {
  bool enabled = false;
  std::optional<Instant> enabled_at;
  std::int64_t recovery_codes_left = 0;
  bool required = false;  ///< the installation asks staff for one, and they are staff
};

/// A code of the authenticator app or a recovery code, however it is typed.
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
