#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/crypto/digest.hpp"

/// Encryption of secrets that the database keeps: AES-256-GCM (NIST SP 800-38D).
namespace kpa::crypto {

constexpr std::size_t gcm_nonce_bytes = 12;
constexpr std::size_t gcm_tag_bytes = 16;

/// The cipher text with its tag behind it. Never twice with the same key and nonce: use seal(). Throws
/// std::invalid_argument for a nonce that has not 12 bytes.
std::string gcm_encrypt(const Digest& key, std::string_view nonce, std::string_view plain,
                        std::string_view associated);
/// What was encrypted, or nothing when key, nonce, cipher text or associated data are not those of then.
std::optional<std::string> gcm_decrypt(const Digest& key, std::string_view nonce, std::string_view cipher,
                                       std::string_view associated);

/// `plain` as base64url that only `key` opens, and only for the same `place` ("whose and what it is"), so
/// that one row's secret is of no use in another.
std::string seal(const Digest& key, std::string_view plain, std::string_view place);
/// Nothing when `sealed` was altered, belongs to another place, or was sealed with another key.
std::optional<std::string> unseal(const Digest& key, std::string_view sealed, std::string_view place);

}  // namespace kpa::crypto
