#include "core/crypto/digest.hpp"

#include <cstddef>
#include <limits>
#include <stdexcept>

#include <openssl/crypto.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

namespace kpa::crypto {
namespace {

const unsigned char* data(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace

Digest sha256(std::string_view bytes) {
  Digest digest;
  SHA256(data(bytes), bytes.size(), digest.data());
  return digest;
}

Digest hmac_sha256(std::string_view key, std::string_view bytes) {
  if (key.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
    throw std::invalid_argument("HMAC key is too long");
  }
  // OpenSSL takes a null key to mean the one before, so an empty one needs an address.
  const unsigned char* const key_data = key.empty() ? data("") : data(key);
  Digest digest;
  if (HMAC(EVP_sha256(), key_data, static_cast<int>(key.size()), data(bytes), bytes.size(), digest.data(),
           nullptr) == nullptr) {
    throw std::runtime_error("HMAC failed");
  }
  return digest;
}

std::string hex(const Digest& digest) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(digest.size() * 2);
  for (const std::uint8_t byte : digest) {
    text += digits[byte >> 4];
    text += digits[byte & 0x0f];
  }
  return text;
}

bool constant_time_equal(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace kpa::crypto
