#pragma once

#include <cstdint>
#include <string>

#include "core/i18n/message.hpp"
#include "core/schema/constraints.hpp"
#include "core/schema/object.hpp"

namespace kpa::one_time_codes {

/// A request for a code to one's own phone.
struct CodeRequest {
  std::string phone_number;
  std::string challenge;
};

/// The same for every number, whether a code was sent or not.
struct CodeSent {
  i18n::Message message;
  std::int64_t expires_in = 0;    ///< seconds
  std::int64_t resend_after = 0;  ///< seconds
};

/// The code from a text message, however it is typed.
schema::Constraint<std::string> code_of_message();

// Documentation of endpoints that send codes, and of challenges.
inline constexpr auto said_to_everybody =
    "The answer is the same for every number, after the same time, whether or not the number has "
    "an account. The code works only with the challenge that is sent here, and replaces the "
    "previous code with the same challenge. No code is sent if the last one was too recent, or "
    "the number has reached its limit. The answer is 429 when the client's address has reached "
    "its daily limit.";
inline constexpr auto example_of_challenge = "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg";

}  // namespace kpa::one_time_codes

namespace kpa::schema {

template <>
const Object<one_time_codes::CodeRequest>& describe();
template <>
const Object<one_time_codes::CodeSent>& describe();

}  // namespace kpa::schema
