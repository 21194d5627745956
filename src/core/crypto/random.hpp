#pragma once

#include <cstddef>
#include <string>

namespace kpa::crypto {

/// `count` bytes that nobody can predict. Throws std::runtime_error when the system has no randomness to
/// give.
std::string random_bytes(std::size_t count);

/// A secret of 256 bits as 43 characters of base64url: refresh tokens, one-time links, ids that must not be
/// guessed.
std::string random_token();

}  // namespace kpa::crypto
