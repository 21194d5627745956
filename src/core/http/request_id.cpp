#include "core/http/request_id.hpp"

#include <algorithm>
#include <random>

namespace kpa::http {

std::string new_request_id() {
  static constexpr char hex[] = "0123456789abcdef";
  thread_local std::mt19937_64 random{(static_cast<std::uint64_t>(std::random_device()()) << 32U) |
                                      std::random_device()()};
  std::uint64_t value = random();
  std::string id(16, '0');
  for (char& digit : id) {
    digit = hex[value & 0xFU];
    value >>= 4U;
  }
  return id;
}

std::string request_id_from(std::string_view offered) {
  const bool good =
      !offered.empty() && offered.size() <= 64 && std::all_of(offered.begin(), offered.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_' || c == '.';
      });
  return good ? std::string(offered) : new_request_id();
}

}  // namespace kpa::http
