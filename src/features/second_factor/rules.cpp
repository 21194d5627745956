#include "features/second_factor/rules.hpp"

#include <algorithm>

#include "core/crypto/digest.hpp"
#include "core/crypto/hotp.hpp"
#include "core/text.hpp"
#include "core/typed_code.hpp"

namespace kpa::second_factor {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds step_length = 30s;
constexpr std::int64_t free_failures = 5;
constexpr std::chrono::seconds longest_wait = 15min;
constexpr std::size_t recovery_letters = 10;

}  // namespace

std::int64_t step_at(Instant moment) {
  return std::chrono::floor<std::chrono::seconds>(moment.time_since_epoch()) / step_length;
}

std::optional<std::int64_t> step_of(std::string_view code, std::string_view secret, Instant moment,
                                    std::int64_t last_used) {
  std::optional<std::int64_t> found;
  const std::int64_t current = step_at(moment);
  for (std::int64_t step = current - 1; step <= current + 1; ++step) {
    const bool same =
        crypto::constant_time_equal(crypto::hotp(secret, static_cast<std::uint64_t>(step)), code);
    if (same && step > last_used && !found) found = step;
  }
  return found;
}

std::chrono::seconds wait_after(std::int64_t failures) {
  if (failures < free_failures) return 0s;
  std::chrono::seconds wait = 30s;
  for (std::int64_t failure = free_failures; failure < failures && wait < longest_wait; ++failure) wait *= 2;
  return std::min(wait, longest_wait);
}

bool is_app_code(std::string_view code) { return is_digits(code, 6); }

bool is_recovery_code(std::string_view code) {
  const auto is_base32 = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '2' && c <= '7'); };
  return code.size() == recovery_letters && std::ranges::all_of(code, is_base32);
}

std::string recovery_code(std::string_view bytes) {
  std::string letters = lower(crypto::base32_encode(bytes)).substr(0, recovery_letters);
  return letters.insert(5, 1, '-');
}

std::string otpauth_uri(std::string_view base32_secret, std::string_view account) {
  // The + of a phone number is its only character that must be escaped.
  std::string name;
  for (const char c : account) name += c == '+' ? "%2B" : std::string(1, c);
  return "otpauth://totp/KPA%20ERP:" + name + "?secret=" + std::string(base32_secret) +
         "&issuer=KPA%20ERP&algorithm=SHA1&digits=6&period=30";
}

}  // namespace kpa::second_factor
