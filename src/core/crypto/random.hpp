#pragma once

#include <cstddef>
#include <string>

namespace kpa::crypto {

/// `count` cryptographically random bytes. Throws std::runtime_error when the system's generator fails.
std::string random_bytes(std::size_t count);

/// A 256-bit secret as 43 characters of base64url: for refresh tokens, one-time links and ids that must not
/// be guessed.
std::string random_token();

}  // namespace kpa::crypto
