#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// bcrypt, in the `$2b$` form that Django and every crypt(3) read. A hash takes 2^cost rounds (12: about 0.3
/// s), so call hash_password and verify_password on the pool for CPU-bound work, never on an I/O thread.
///
/// bcrypt reads only 72 bytes and stops at a NUL. A password that is longer or contains a NUL is therefore
/// replaced by its SHA-256 in hexadecimal, and the hash begins with `bcrypt_sha256$`, as in Django's
/// BCryptSHA256PasswordHasher.
namespace kpa::crypto {

constexpr int bcrypt_min_cost = 4;
constexpr int bcrypt_max_cost = 31;

/// Hashes with a fresh salt. Throws std::invalid_argument when the cost is outside 4..31.
std::string hash_password(std::string_view password, int cost);

/// Whether `hash` (`$2a$`, `$2b$` or `$2y$`, with or without `bcrypt_sha256$`) is of `password`; takes the
/// same time for every password and every hash of the same cost. False when the hash is malformed.
bool verify_password(std::string_view password, std::string_view hash);

/// The cost in a bcrypt hash; nothing when the hash is malformed.
std::optional<int> cost_of(std::string_view hash);

/// Whether `hash` should be replaced at the next login: not `$2b$`, or of another cost.
bool needs_rehash(std::string_view hash, int cost);

/// A hash that no password matches but that takes as long to verify as a real one. Used when a login names an
/// unknown person, so that the response time does not reveal who exists.
std::string dummy_hash(int cost);

}  // namespace kpa::crypto
