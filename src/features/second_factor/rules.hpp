#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/time.hpp"

namespace kpa::second_factor {

/// The time step that `moment` lies in: RFC 6238 §4.2, 30 seconds from the epoch.
std::int64_t step_at(Instant moment);

/// The step after `last_used` whose code is `code`, among that of `moment` and the ones beside it (RFC 6238
/// §5.2: for clocks that are not quite right, and people who type slowly). Looks at all of them.
std::optional<std::int64_t> step_of(std::string_view code, std::string_view secret, Instant moment,
                                    std::int64_t last_used);

/// How long after `failures` in a row no further code is looked at: the first five are free.
std::chrono::seconds wait_after(std::int64_t failures);

/// Whether a code, as typed_code() has it, can be one that an app shows, or one for recovery.
bool is_app_code(std::string_view code);
bool is_recovery_code(std::string_view code);

/// A recovery code of 50 random bits, `k3xw7-q5nta`, from 7 random bytes.
std::string recovery_code(std::string_view bytes);

/// What a QR code for an authenticator app says (Key URI Format of Google Authenticator).
std::string otpauth_uri(std::string_view base32_secret, std::string_view account);

}  // namespace kpa::second_factor
