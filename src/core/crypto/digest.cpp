#include "core/crypto/digest.hpp"

#include <cstddef>
#include <limits>
#include <span>
#include <stdexcept>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include "core/crypto/bytes.hpp"

namespace kpa::crypto {
namespace {

std::string digits_of(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    text += digits[byte >> 4];
    text += digits[byte & 0x0f];
  }
  return text;
}

}  // namespace

Digest sha256(std::string_view bytes) {
  Digest digest;
  SHA256(data(bytes), bytes.size(), digest.data());
  return digest;
}

struct Sha256::State {
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  if (EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr) != 1)
    throw std::runtime_error("SHA-256 is not available");
}

Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes) {
  if (EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) != 1)
    throw std::runtime_error("SHA-256 failed");
}

Digest Sha256::value() const {
  const State end;
  Digest digest;
  if (EVP_MD_CTX_copy_ex(end.context.get(), state_->context.get()) != 1 ||
      EVP_DigestFinal_ex(end.context.get(), digest.data(), nullptr) != 1)
    throw std::runtime_error("SHA-256 failed");
  return digest;
}

Digest hmac_sha256(std::string_view key, std::string_view bytes) {
  if (key.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
    throw std::invalid_argument("HMAC key is too long");
  }
  // For OpenSSL a null key means "keep the previous one", so an empty key needs an address.
  const unsigned char* const key_data = key.empty() ? data("") : data(key);
  Digest digest;
  if (HMAC(EVP_sha256(), key_data, static_cast<int>(key.size()), data(bytes), bytes.size(), digest.data(),
           nullptr) == nullptr) {
    throw std::runtime_error("HMAC failed");
  }
  return digest;
}

std::string sha1_hex(std::string_view bytes) {
  std::array<std::uint8_t, SHA_DIGEST_LENGTH> digest;
  SHA1(data(bytes), bytes.size(), digest.data());
  return digits_of(digest);
}

std::string hex(const Digest& digest) { return digits_of(digest); }

bool constant_time_equal(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace kpa::crypto
