#include "core/crypto/bcrypt.hpp"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <stdexcept>

#include <crypt.h>

#include "core/crypto/digest.hpp"
#include "core/crypto/random.hpp"

namespace kpa::crypto {
namespace {

// `$2b$12$`; 22 characters of salt and 31 of hash follow.
constexpr std::size_t prefix_length = 7;
constexpr std::size_t hash_length = 60;
constexpr std::size_t longest_seen_whole = 72;  // bytes; bcrypt ignores the rest
constexpr std::string_view digested_first = "bcrypt_sha256$";

struct Free {
  void operator()(void* memory) const { std::free(memory); }
};

bool is_bcrypt_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '/';
}

void require_cost(int cost) {
  if (cost < bcrypt_min_cost || cost > bcrypt_max_cost)
    throw std::invalid_argument("bcrypt cost is not in 4..31");
}

/// Empty when the library refuses `setting`. libcrypt wipes its own scratch memory.
std::string crypt_string(const std::string& password, const std::string& setting) {
  void* scratch = nullptr;
  int scratch_size = 0;
  const char* const result = crypt_ra(password.c_str(), setting.c_str(), &scratch, &scratch_size);
  const std::unique_ptr<void, Free> owner(scratch);
  return result == nullptr ? std::string() : std::string(result);
}

bool is_seen_whole(std::string_view password) {
  return password.size() <= longest_seen_whole && password.find('\0') == std::string_view::npos;
}

std::string_view without_mark(std::string_view hash) {
  return hash.starts_with(digested_first) ? hash.substr(digested_first.size()) : hash;
}

}  // namespace

std::string hash_password(std::string_view password, int cost) {
  require_cost(cost);
  const bool whole = is_seen_whole(password);
  const std::string salt = random_bytes(16);
  const std::unique_ptr<char, Free> setting(
      crypt_gensalt_ra("$2b$", static_cast<unsigned long>(cost), salt.data(), static_cast<int>(salt.size())));
  const std::string seen = whole ? std::string(password) : hex(sha256(password));
  const std::string hash = setting ? crypt_string(seen, setting.get()) : std::string();
  if (!cost_of(hash)) throw std::runtime_error("bcrypt is not available in libcrypt");
  return whole ? hash : std::string(digested_first) + hash;
}

bool verify_password(std::string_view password, std::string_view hash) {
  if (!cost_of(hash)) return false;
  const std::string_view bare = without_mark(hash);
  const bool digested = bare.size() != hash.size();
  const bool whole = is_seen_whole(password);
  const std::string seen = whole && !digested ? std::string(password) : hex(sha256(password));
  const bool equal = constant_time_equal(crypt_string(seen, std::string(bare)), bare);
  return equal && (whole || digested);  // a digest typed as the password must not match
}

std::optional<int> cost_of(std::string_view hash) {
  hash = without_mark(hash);
  if (hash.size() != hash_length || !hash.starts_with("$2") || hash[3] != '$' || hash[6] != '$')
    return std::nullopt;
  if (hash[2] != 'a' && hash[2] != 'b' && hash[2] != 'y') return std::nullopt;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (!is_digit(hash[4]) || !is_digit(hash[5])) return std::nullopt;
  if (!std::ranges::all_of(hash.substr(prefix_length), is_bcrypt_digit)) return std::nullopt;
  const int cost = (hash[4] - '0') * 10 + (hash[5] - '0');
  if (cost < bcrypt_min_cost || cost > bcrypt_max_cost) return std::nullopt;
  return cost;
}

bool needs_rehash(std::string_view hash, int cost) {
  return !without_mark(hash).starts_with("$2b$") || cost_of(hash) != cost;
}

std::string dummy_hash(int cost) {
  require_cost(cost);
  // Salt and hash are all zero bits: well-formed, but the hash of no known password.
  std::string hash = cost < 10 ? "$2b$0" : "$2b$";
  hash += std::to_string(cost) + '$';
  hash.resize(hash_length, '.');
  return hash;
}

}  // namespace kpa::crypto
