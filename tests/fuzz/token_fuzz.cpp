#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/crypto/jwt.hpp"

/// No text but one that was signed with the key is a token. The key is random enough that none will be found.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const kpa::crypto::TokenSigner signer("uJ8Zq1mN4vX7cB0pL3sR6tY9wE2aD5gH", "kpa-erp", "kpa-erp-api");
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const kpa::Instant now(std::chrono::seconds(1'700'000'000));
  if (signer.verify(text, "access", now)) std::abort();
  return 0;
}
