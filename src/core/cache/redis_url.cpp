#include "core/cache/redis_url.hpp"

#include <algorithm>
#include <charconv>

namespace kpa::cache {
namespace {

constexpr std::string_view plain = "redis://", with_tls = "rediss://";

template <class Number>
std::optional<Number> number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::string> decoded(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      out += text[at];
      continue;
    }
    const std::string_view digits = text.substr(at + 1, 2);
    unsigned byte = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
    if (digits.size() != 2 || error != std::errc() || end != digits.data() + 2) return std::nullopt;
    out += static_cast<char>(byte);
    at += 2;
  }
  return out;
}

/// Removes the text before the last `mark`, and the mark, from the front of `text` and returns it; nothing
/// when there is no mark.
std::optional<std::string_view> take_before(std::string_view& text, char mark) {
  const std::size_t end = text.rfind(mark);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(end + 1);
  return taken;
}

bool read_credentials(std::string_view text, RedisAddress& into) {
  const std::size_t colon = std::min(text.find(':'), text.size());
  const auto user = decoded(text.substr(0, colon));
  const auto password = decoded(colon == text.size() ? "" : text.substr(colon + 1));
  if (!user || !password) return false;
  into.user = *user;
  into.password = *password;
  return true;
}

bool read_host(std::string_view text, RedisAddress& into) {
  const std::size_t bracket = text.starts_with('[') ? text.find(']') : 0;
  if (bracket == std::string_view::npos) return false;
  const std::size_t colon = std::min(text.find(':', bracket), text.size());
  const std::string_view host = bracket == 0 ? text.substr(0, colon) : text.substr(1, bracket - 1);
  if (bracket != 0 && colon != bracket + 1) return false;
  if (!host.empty()) into.host = host;
  if (colon == text.size()) return true;
  const auto port = number<std::uint16_t>(text.substr(colon + 1));
  if (!port || *port == 0) return false;
  into.port = std::to_string(*port);
  return true;
}

}  // namespace

std::optional<RedisAddress> parse_redis_url(std::string_view url) {
  RedisAddress address;
  address.tls = url.starts_with(with_tls);
  if (!address.tls && !url.starts_with(plain)) return std::nullopt;
  url.remove_prefix(address.tls ? with_tls.size() : plain.size());
  if (const auto credentials = take_before(url, '@'); credentials && !read_credentials(*credentials, address))
    return std::nullopt;
  const std::size_t slash = std::min(url.find('/'), url.size());
  if (!read_host(url.substr(0, slash), address)) return std::nullopt;
  const std::string_view database = url.substr(std::min(slash + 1, url.size()));
  if (database.empty()) return address;
  const auto index = number<std::uint32_t>(database);
  if (!index) return std::nullopt;
  address.database = *index;
  return address;
}

}  // namespace kpa::cache
