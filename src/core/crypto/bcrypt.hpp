#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// bcrypt, in the `$2b$` form that Django and every crypt(3) read. A hash takes 2^cost rounds (12: some 0.3
/// s), so hash_password and verify_password belong on the pool for CPU-bound work, never on an I/O thread.
///
/// bcrypt reads 72 bytes and stops at a NUL. Of a password that it would not see the whole of, it gets the
/// SHA-256 in hexadecimal, and the hash begins with `bcrypt_sha256$`: Django's BCryptSHA256PasswordHasher.
namespace kpa::crypto {

constexpr int bcrypt_min_cost = 4;
constexpr int bcrypt_max_cost = 31;

/// A hash with a fresh salt. Throws std::invalid_argument when the cost is outside 4..31.
std::string hash_password(std::string_view password, int cost);

/// Whether `password` gave `hash` (`$2a$`, `$2b$` or `$2y$`, with or without `bcrypt_sha256$`), in the same
/// time for every password and every hash of one cost. False too when the hash is of no such form.
bool verify_password(std::string_view password, std::string_view hash);

/// The cost inside a bcrypt hash; nothing when it is not a well-formed one.
std::optional<int> cost_of(std::string_view hash);

/// Whether `hash` should be replaced at the next login: not `$2b$`, or made with another cost.
bool needs_rehash(std::string_view hash, int cost);

/// A hash that no password matches but that takes as long to verify as a real one: verified when a login
/// names an unknown person, so that the time of the answer does not tell who exists.
std::string dummy_hash(int cost);

}  // namespace kpa::crypto
