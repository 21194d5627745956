#include "core/crypto/hotp.hpp"

#include <array>
#include <stdexcept>

#include <openssl/hmac.h>

namespace kpa::crypto {

std::string hotp(std::string_view secret, std::uint64_t counter, int digits) {
  std::array<unsigned char, 8> moving{};
  for (std::size_t at = 0; at < moving.size(); ++at)
    moving[at] = static_cast<unsigned char>(counter >> (8 * (moving.size() - 1 - at)));
  std::array<unsigned char, 20> mac{};
  if (HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), moving.data(), moving.size(),
           mac.data(), nullptr) == nullptr)
    throw std::runtime_error("HMAC failed");
  // RFC 4226 §5.3: four bytes from the place that the last half byte names, without their highest bit.
  const std::size_t place = mac.back() & 0x0fU;
  const std::uint32_t number = (mac[place] & 0x7fU) << 24U | std::uint32_t{mac[place + 1]} << 16U |
                               std::uint32_t{mac[place + 2]} << 8U | mac[place + 3];
  std::string text = std::to_string(number);
  const auto wanted = static_cast<std::size_t>(digits);
  text.insert(0, text.size() < wanted ? wanted - text.size() : 0, '0');
  return text.substr(text.size() - wanted);
}

std::string base32_encode(std::string_view bytes) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  std::uint32_t waiting = 0;
  unsigned bits = 0;
  for (const char byte : bytes) {
    waiting = waiting << 8U | static_cast<unsigned char>(byte);
    for (bits += 8; bits >= 5; bits -= 5) text += letters[waiting >> (bits - 5) & 0x1fU];
  }
  if (bits > 0) text += letters[waiting << (5 - bits) & 0x1fU];
  return text;
}

}  // namespace kpa::crypto
