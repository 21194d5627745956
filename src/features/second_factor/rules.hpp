#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/time.hpp"

namespace kpa::second_factor {

/// The time step of `moment`: RFC 6238 §4.2, 30 seconds each, from the epoch.
std::int64_t step_at(Instant moment);

/// The time step with this code, after `last_used`: that of `moment`, or a neighbouring one (RFC 6238 §5.2:
/// for inexact clocks and slow typing). Always computes all three.
std::optional<std::int64_t> step_of(std::string_view code, std::string_view secret, Instant moment,
                                    std::int64_t last_used);

/// How long after `failures` in a row the next code is refused unread: the first five do not count.
std::chrono::seconds wait_after(std::int64_t failures);

/// Whether a code, after typed_code(), can be one from an app, or a recovery code.
bool is_app_code(std::string_view code);
bool is_recovery_code(std::string_view code);

/// A recovery code of 50 random bits, `k3xw7-q5nta`, made from 7 random bytes.
std::string recovery_code(std::string_view bytes);

/// The content of a QR code for an authenticator app (Google Authenticator's Key URI Format).
std::string otpauth_uri(std::string_view base32_secret, std::string_view account);

}  // namespace kpa::second_factor
