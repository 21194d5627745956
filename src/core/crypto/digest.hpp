#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace kpa::crypto {

/// 32 bytes of SHA-256 or of an HMAC with it.
using Digest = std::array<std::uint8_t, 32>;

/// FIPS 180-4.
Digest sha256(std::string_view bytes);
/// The same of bytes that come in parts.
class Sha256 {
 public:
  Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  ~Sha256();
  void add(std::string_view bytes);
  /// Of what was added so far.
  Digest value() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};
/// RFC 2104.
Digest hmac_sha256(std::string_view key, std::string_view bytes);

/// SHA-1 in hexadecimal: no protection, but the name that Redis gives to scripts.
std::string sha1_hex(std::string_view bytes);

/// 64 lower-case hexadecimal digits.
std::string hex(const Digest& digest);

/// Equality in a time that depends on the lengths only. Unequal lengths are told at once.
bool constant_time_equal(std::string_view a, std::string_view b);

}  // namespace kpa::crypto
