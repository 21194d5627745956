#include "core/config/values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <limits>
#include <memory>
#include <utility>

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include "core/text.hpp"

namespace kpa::config {
namespace {

/// Reads the digits at the front and removes them from the text.
std::optional<std::uint64_t> take_number(std::string_view& text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end == text.data()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

/// Nothing when the product does not fit a signed number.
std::optional<std::uint64_t> product(std::uint64_t a, std::uint64_t b) {
  constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (b != 0 && a > most / b) return std::nullopt;
  return a * b;
}

}  // namespace

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
  constexpr std::pair<std::string_view, std::uint64_t> units[] = {
      {"ms", 1}, {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}};
  if (text == "0") return std::chrono::milliseconds(0);
  if (text.empty()) return std::nullopt;
  constexpr std::uint64_t longest = 100ULL * 365 * 86'400'000;  // a century: anything longer is a mistake
  std::uint64_t total = 0;
  while (!text.empty()) {
    const auto number = take_number(text);
    if (!number) return std::nullopt;
    const std::string_view unit = text.substr(0, std::min(text.find_first_of("0123456789"), text.size()));
    const auto* const known =
        std::ranges::find(units, unit, &std::pair<std::string_view, std::uint64_t>::first);
    if (known == std::end(units)) return std::nullopt;
    const auto part = product(*number, known->second);
    if (!part || *part > longest - total) return std::nullopt;
    total += *part;
    text.remove_prefix(unit.size());
  }
  return std::chrono::milliseconds(total);
}

std::optional<std::uint64_t> parse_size(std::string_view text) {
  constexpr std::pair<std::string_view, std::uint64_t> units[] = {
      {"", 1},       {"B", 1},          {"KiB", 1ULL << 10},  {"MiB", 1ULL << 20}, {"GiB", 1ULL << 30},
      {"kB", 1'000}, {"MB", 1'000'000}, {"GB", 1'000'000'000}};
  const auto number = take_number(text);
  const auto* const known =
      std::ranges::find(units, text, &std::pair<std::string_view, std::uint64_t>::first);
  if (!number || known == std::end(units)) return std::nullopt;
  return product(*number, known->second);
}

std::optional<bool> parse_flag(std::string_view text) {
  const std::string word = lower(text);
  if (word == "true" || word == "yes" || word == "on" || word == "1") return true;
  if (word == "false" || word == "no" || word == "off" || word == "0") return false;
  return std::nullopt;
}

std::optional<std::uint64_t> parse_integer(std::string_view text) {
  const auto number = take_number(text);
  if (!number || !text.empty()) return std::nullopt;
  return number;
}

std::optional<RateLimit> parse_rate_limit(std::string_view text) {
  constexpr std::pair<std::string_view, double> units[] = {{"/s", 60}, {"/min", 1}, {"/h", 1.0 / 60}};
  constexpr std::uint64_t most = 1'000'000;
  if (trimmed(text) == "off") return RateLimit{};
  std::vector<std::string_view> words;
  while (!(text = trimmed(text)).empty()) {
    words.push_back(text.substr(0, text.find(' ')));
    text.remove_prefix(words.back().size());
  }
  if ((words.size() != 3 && words.size() != 5) || words[1] != "burst") return std::nullopt;
  const auto number = take_number(words[0]);
  const auto* const unit = std::ranges::find(units, words[0], &std::pair<std::string_view, double>::first);
  const auto burst = parse_integer(words[2]);
  if (!number || unit == std::end(units) || !burst) return std::nullopt;
  if (*number == 0 || *number > most || *burst == 0 || *burst > most) return std::nullopt;
  RateLimit limit{.per_minute = static_cast<double>(*number) * unit->second,
                  .burst = static_cast<unsigned>(*burst)};
  if (words.size() == 5) {
    const auto grace = parse_duration(words[4]);
    if (words[3] != "grace" || !grace || *grace > std::chrono::hours(1)) return std::nullopt;
    limit.grace = *grace;
  }
  return limit;
}

std::vector<std::string> parse_list(std::string_view text) {
  std::vector<std::string> items;
  while (!text.empty()) {
    const auto comma = std::min(text.find(','), text.size());
    if (const auto item = trimmed(text.substr(0, comma)); !item.empty()) items.emplace_back(item);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return items;
}

bool is_origin(std::string_view text) {
  const bool secure = text.starts_with("https://");
  if (!secure && !text.starts_with("http://")) return false;
  const std::string_view host = text.substr(secure ? 8 : 7);
  return !host.empty() && host.find_first_of("/?#@ *\"'\\") == std::string_view::npos;
}

bool is_network(const std::string& text) {
  const auto slash = text.find('/');
  const std::string address = text.substr(0, slash);
  std::array<unsigned char, 16> bytes{};
  const bool v4 = ::inet_pton(AF_INET, address.c_str(), bytes.data()) == 1;
  if (!v4 && ::inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1) return false;
  if (slash == std::string::npos) return true;
  const auto prefix = parse_integer(std::string_view(text).substr(slash + 1));
  return prefix && *prefix <= (v4 ? 32U : 128U);
}

bool is_nearby(const std::string& host) {
  in_addr v4{};
  if (::inet_pton(AF_INET, host.c_str(), &v4) == 1) {
    const std::uint32_t bits = ntohl(v4.s_addr);
    return bits >> 24 == 127 || bits >> 24 == 10 || bits >> 20 == 0xac1 || bits >> 16 == 0xc0a8;
  }
  in6_addr v6{};
  if (::inet_pton(AF_INET6, host.c_str(), &v6) == 1)
    return IN6_IS_ADDR_LOOPBACK(&v6) || (v6.s6_addr[0] & 0xfe) == 0xfc;
  return host == "localhost";
}

bool is_time_zone(const std::string& text) {
  if (text.empty() || text.front() == '/' || text.find("..") != std::string::npos) return false;
  std::ifstream file("/usr/share/zoneinfo/" + text, std::ios::binary);
  std::array<char, 4> magic{};
  return file.read(magic.data(), magic.size()) && std::string_view(magic.data(), magic.size()) == "TZif";
}

bool has_certificates(const std::filesystem::path& file) {
  const std::unique_ptr<X509_STORE, decltype(&X509_STORE_free)> store(X509_STORE_new(), X509_STORE_free);
  const bool read = store && X509_STORE_load_file(store.get(), file.c_str()) == 1;
  ERR_clear_error();
  return read;
}

std::optional<std::string> nearest(std::string_view name, const std::vector<std::string>& known) {
  std::optional<std::string> best;
  // A short name is similar to too many others.
  std::size_t least = std::min<std::size_t>(3, name.size() / 2);
  for (const std::string& candidate : known) {
    if (const auto distance = edit_distance(name, candidate); distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

std::string without_password(std::string_view url) {
  if (lower(url).find("password") != std::string::npos) return "***";
  const auto scheme = url.find("://");
  if (scheme == std::string_view::npos) return "***";
  const auto start = scheme + 3;
  const auto host_end = std::min(url.find_first_of("/?#", start), url.size());
  const auto at = url.substr(0, host_end).rfind('@');
  // A password with an unescaped slash moves the @ into the path.
  if (url.find('@', host_end) != std::string_view::npos) return "***";
  if (at == std::string_view::npos || at < start) return std::string(url);
  const auto colon = url.substr(start, at - start).find(':');
  if (colon == std::string_view::npos) return std::string(url);
  return std::string(url.substr(0, start + colon + 1)) + "***" + std::string(url.substr(at));
}

}  // namespace kpa::config
