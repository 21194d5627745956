#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kpa::crypto {

/// The one-time password of RFC 4226 with HMAC-SHA-1, which is what authenticator apps compute; with the
/// number of time steps as `counter` it is that of RFC 6238. `digits` decimal digits, 6 to 8.
std::string hotp(std::string_view secret, std::uint64_t counter, int digits = 6);

/// RFC 4648 §6, without padding: how an authenticator app takes a secret.
std::string base32_encode(std::string_view bytes);

}  // namespace kpa::crypto
