#include "core/crypto/base64url.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace kpa::crypto {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t not_a_digit = 0xff;

constexpr std::array<std::uint8_t, 256> make_values() {
  std::array<std::uint8_t, 256> values{};
  values.fill(not_a_digit);
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    values[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}

constexpr std::array<std::uint8_t, 256> values = make_values();

std::uint8_t value_of(char digit) { return values[static_cast<unsigned char>(digit)]; }

}  // namespace

std::string base64url_encode(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() * 4 + 2) / 3);
  std::uint32_t window = 0;
  int bits = 0;
  for (const char byte : bytes) {
    window = (window << 8) | static_cast<unsigned char>(byte);
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      text += alphabet[(window >> bits) & 0x3f];
    }
  }
  if (bits > 0) text += alphabet[(window << (6 - bits)) & 0x3f];
  return text;
}

bool is_base64url(std::string_view text) {
  for (const char digit : text) {
    if (value_of(digit) == not_a_digit) return false;
  }
  // The last digit of a group of two carries 4 unused bits, of three 2.
  switch (text.size() % 4) {
    case 1: return false;
    case 2: return (value_of(text.back()) & 0x0f) == 0;
    case 3: return (value_of(text.back()) & 0x03) == 0;
    default: return true;
  }
}

std::optional<std::string> base64url_decode(std::string_view text) {
  if (!is_base64url(text)) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() * 3 / 4);
  std::uint32_t window = 0;
  int bits = 0;
  for (const char digit : text) {
    window = (window << 6) | value_of(digit);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes += static_cast<char>((window >> bits) & 0xff);
    }
  }
  return bytes;
}

}  // namespace kpa::crypto
