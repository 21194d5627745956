#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/crypto/digest.hpp"

/// Encryption of secrets stored in the database: AES-256-GCM (NIST SP 800-38D).
namespace kpa::crypto {

constexpr std::size_t gcm_nonce_bytes = 12;
constexpr std::size_t gcm_tag_bytes = 16;

/// The cipher text followed by its tag. Never use a nonce twice with one key: prefer seal(). Throws
/// std::invalid_argument for a nonce that is not 12 bytes long.
std::string gcm_encrypt(const Digest& key, std::string_view nonce, std::string_view plain,
                        std::string_view associated);
/// Decrypts; nothing when key, nonce, cipher text or associated data differ from those at encryption.
std::optional<std::string> gcm_decrypt(const Digest& key, std::string_view nonce, std::string_view cipher,
                                       std::string_view associated);

/// Encrypts `plain` to base64url, with a random nonce. `place` says what it is and whose; unseal() needs the
/// same, so that a secret copied to another row cannot be used.
std::string seal(const Digest& key, std::string_view plain, std::string_view place);
/// Nothing when `sealed` was altered, sealed for another place, or with another key.
std::optional<std::string> unseal(const Digest& key, std::string_view sealed, std::string_view place);

}  // namespace kpa::crypto
