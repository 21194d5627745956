#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/enum_names.hpp"
#include "core/i18n/message.hpp"
#include "core/schema/object.hpp"

namespace kpa::recovery {

/// With a code: its phone number and its challenge too. With a one-time link: only its token.
struct PasswordReset {
  std::optional<std::string> phone_number;
  std::optional<std::string> challenge;
  std::optional<std::string> code;
  std::optional<std::string> token;
  std::string new_password;
  std::string confirm_password;
};

/// How an administrator helps a person to set a new password.
enum class ResetMethod { sms, link };

struct ResetOffer {
  ResetMethod method = ResetMethod::sms;
};

struct ResetOffered {
  ResetMethod method = ResetMethod::sms;
  i18n::Message message;
  std::int64_t expires_in = 0;           ///< seconds
  std::optional<std::string> challenge;  ///< of a code; shown only in this answer
  std::optional<std::string> token;      ///< of a link; shown only in this answer
  std::optional<std::string> link;       ///< set when a page for links is configured
};

}  // namespace kpa::recovery

template <>
struct kpa::EnumNames<kpa::recovery::ResetMethod> {
  using R = kpa::recovery::ResetMethod;
  static constexpr std::array<std::pair<R, std::string_view>, 2> table = {
      {{R::sms, "sms"}, {R::link, "link"}}};
};

namespace kpa::schema {

template <>
const Object<recovery::PasswordReset>& describe();
template <>
const Object<recovery::ResetOffer>& describe();
template <>
const Object<recovery::ResetOffered>& describe();

}  // namespace kpa::schema
