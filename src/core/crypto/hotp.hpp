#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kpa::crypto {

/// The one-time password of RFC 4226 with HMAC-SHA-1, as authenticator apps compute it. With the number of
/// time steps as `counter` it is the TOTP of RFC 6238. `digits`: 6 to 8 decimal digits.
std::string hotp(std::string_view secret, std::uint64_t counter, int digits = 6);

/// Base32 (RFC 4648 §6) without padding, in which authenticator apps accept a secret.
std::string base32_encode(std::string_view bytes);

}  // namespace kpa::crypto
