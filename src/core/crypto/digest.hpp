#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace kpa::crypto {

/// 32 bytes of SHA-256 or of an HMAC with it.
using Digest = std::array<std::uint8_t, 32>;

/// SHA-256 (FIPS 180-4).
Digest sha256(std::string_view bytes);
/// SHA-256 of bytes that come in parts.
class Sha256 {
 public:
  Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  ~Sha256();
  void add(std::string_view bytes);
  /// Digest of everything added so far.
  Digest value() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};
/// HMAC (RFC 2104) with SHA-256.
Digest hmac_sha256(std::string_view key, std::string_view bytes);

/// SHA-1 in hexadecimal: not for security, but because Redis names scripts by it.
std::string sha1_hex(std::string_view bytes);

/// 64 lower-case hexadecimal digits.
std::string hex(const Digest& digest);

/// Compares in a time that depends only on the lengths. Different lengths return at once.
bool constant_time_equal(std::string_view a, std::string_view b);

}  // namespace kpa::crypto
