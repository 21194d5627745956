#include "core/crypto/hotp.hpp"

#include <array>
#include <cstdlib>
#include <memory>
#include <new>
#include <stdexcept>

#include <liboath/oath.h>

namespace kpa::crypto {

std::string hotp(std::string_view secret, std::uint64_t counter, int digits) {
  std::array<char, 9> code{};  // up to 8 digits and a NUL
  const int result = oath_hotp_generate(secret.data(), secret.size(), counter, static_cast<unsigned>(digits),
                                        false, OATH_HOTP_DYNAMIC_TRUNCATION, code.data());
  if (result != OATH_OK) throw std::runtime_error(oath_strerror(result));
  return code.data();
}

std::string base32_encode(std::string_view bytes) {
  if (bytes.empty()) return {};
  char* text = nullptr;
  std::size_t length = 0;
  if (oath_base32_encode(bytes.data(), bytes.size(), &text, &length) != OATH_OK) throw std::bad_alloc();
  const std::unique_ptr<char, decltype(&std::free)> owner(text, &std::free);
  const std::string_view padded(text, length);
  return std::string(padded.substr(0, padded.find('=')));
}

}  // namespace kpa::crypto
