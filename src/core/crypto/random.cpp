#include "core/crypto/random.hpp"

#include <limits>
#include <stdexcept>

#include <openssl/rand.h>

#include "core/crypto/base64url.hpp"

namespace kpa::crypto {

std::string random_bytes(std::size_t count) {
  if (count > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
    throw std::invalid_argument("too many random bytes at once");
  }
  std::string bytes(count, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) != 1) {
    throw std::runtime_error("no randomness available");
  }
  return bytes;
}

std::string random_token() { return base64url_encode(random_bytes(32)); }

}  // namespace kpa::crypto
