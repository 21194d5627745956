#pragma once

#include <string>
#include <string_view>

namespace kpa::crypto {

/// The bytes as OpenSSL expects them.
inline const unsigned char* data(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}
inline unsigned char* data(std::string& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

}  // namespace kpa::crypto
