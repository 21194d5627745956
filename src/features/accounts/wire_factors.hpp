#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/enum_names.hpp"
#include "core/i18n/message.hpp"
#include "core/problem.hpp"
#include "core/schema/object.hpp"

/// What crosses the network for codes by text message, resets of passwords and second factors.
namespace kpa::accounts {

struct CodeRequest {
  std::string phone_number;
  std::string challenge;
};

/// The same for every number, whether or not a code was sent.
struct CodeSent {
  i18n::Message message;
  std::int64_t expires_in = 0;    ///< seconds
  std::int64_t resend_after = 0;  ///< seconds
};

struct CodeLogin {
  std::string phone_number;
  std::string challenge;
  std::string code;
  std::optional<std::string> second_factor;
};

/// By a code, with the number that it was sent to and the challenge that it was asked for with; or by the
/// token of a one-time link.
struct PasswordReset {
  std::optional<std::string> phone_number;
  std::optional<std::string> challenge;
  std::optional<std::string> code;
  std::optional<std::string> token;
  std::string new_password;
  std::string confirm_password;
};

/// How somebody gets to set a new password, when an administrator decides so.
enum class ResetMethod { sms, link };

struct ResetOffer {
  ResetMethod method = ResetMethod::sms;
};

struct ResetOffered {
  ResetMethod method = ResetMethod::sms;
  i18n::Message message;
  std::int64_t expires_in = 0;           ///< seconds
  std::optional<std::string> challenge;  ///< of a code; told only now
  std::optional<std::string> token;      ///< of a link; likewise
  std::optional<std::string> link;       ///< where the installation has a page for it
};

struct CurrentPassword {
  std::string password;
};

struct FactorEnrolment {
  std::string secret;
  std::string uri;
};

struct FactorConfirmation {
  std::string code;
};

/// For what takes a second factor away.
struct FactorProof {
  std::string password;
  std::string second_factor;
};

struct RecoveryCodes {
  std::vector<std::string> recovery_codes;
};

/// A code of the authenticator app or a recovery code, however it is typed.
schema::Constraint<std::string> factor_code();

struct FactorStatus {
  bool enabled = false;
  std::optional<Instant> enabled_at;
  std::int64_t recovery_codes_left = 0;
  bool required = false;
};

}  // namespace kpa::accounts

template <>
struct kpa::EnumNames<kpa::accounts::ResetMethod> {
  using R = kpa::accounts::ResetMethod;
  static constexpr std::array<std::pair<R, std::string_view>, 2> table = {
      {{R::sms, "sms"}, {R::link, "link"}}};
};

namespace kpa::schema {

template <>
const Object<accounts::CodeRequest>& describe();
template <>
const Object<accounts::CodeSent>& describe();
template <>
const Object<accounts::CodeLogin>& describe();
template <>
const Object<accounts::PasswordReset>& describe();
template <>
const Object<accounts::ResetOffer>& describe();
template <>
const Object<accounts::ResetOffered>& describe();
template <>
const Object<accounts::CurrentPassword>& describe();
template <>
const Object<accounts::FactorEnrolment>& describe();
template <>
const Object<accounts::FactorConfirmation>& describe();
template <>
const Object<accounts::FactorProof>& describe();
template <>
const Object<accounts::RecoveryCodes>& describe();
template <>
const Object<accounts::FactorStatus>& describe();

}  // namespace kpa::schema
