#include "core/http/request_target.hpp"

#include <algorithm>
#include <array>
#include <string>

#include <arpa/inet.h>

#include "core/text.hpp"

namespace kpa::http {
namespace {

constexpr std::string_view every_resource = "*";

bool is_hex(char c) { return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f'); }

/// RFC 3986 §2.2 and §2.3: unreserved characters and sub-delims, but without the comma: no host name has one,
/// and with it a list of hosts would look like one host.
bool is_name_character(char c) {
  constexpr std::string_view marks = "-._~!$&'()*+;=";
  return is_letter(c) || is_digit(c) || marks.find(c) != marks.npos;
}

/// A host name or IPv4 address (reg-name in RFC 3986).
bool is_name(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_name_character(text[at])) continue;
    if (text[at] != '%' || at + 2 >= text.size() || !is_hex(text[at + 1]) || !is_hex(text[at + 2]))
      return false;
    at += 2;
  }
  return true;
}

bool is_ipv6(std::string_view text) {
  std::array<unsigned char, 16> ignored{};
  return ::inet_pton(AF_INET6, std::string(text).c_str(), ignored.data()) == 1;
}

/// The port after the colon may be empty.
bool is_port(std::string_view text) {
  constexpr std::size_t most_digits = 5;
  return text.size() <= most_digits && std::ranges::all_of(text, is_digit) &&
         (text.empty() || std::stoi(std::string(text)) <= 0xFFFF);
}

/// Removes a leading `http://` or `https://`, in any case.
bool take_scheme(std::string_view& target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!same_letters(target.substr(0, scheme.size()), scheme)) continue;
    target.remove_prefix(scheme.size());
    return true;
  }
  return false;
}

}  // namespace

bool is_host_and_port(std::string_view text) {
  std::string_view host = text;
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == text.npos || !is_ipv6(text.substr(1, end - 1))) return false;
    host = text.substr(0, end + 1);
  } else {
    host = text.substr(0, text.find(':'));
    if (!is_name(host)) return false;
  }
  const std::string_view rest = text.substr(host.size());
  return rest.empty() || (rest.front() == ':' && is_port(rest.substr(1)));
}

std::optional<Target> parse_target(Method method, std::string_view target) {
  if (target.find('#') != target.npos) return std::nullopt;  // clients never send the fragment
  if (method == Method::options && target == every_resource) return Target{.path = every_resource};
  if (!target.starts_with('/')) {
    if (!take_scheme(target)) return std::nullopt;
    const std::size_t end = std::min(target.find_first_of("/?"), target.size());
    const std::string_view authority = target.substr(0, end);
    // An http URI without a host is invalid (RFC 9110 §4.2.1).
    if (authority.empty() || authority.front() == ':' || !is_host_and_port(authority)) return std::nullopt;
    target.remove_prefix(end);
    if (target.empty() && method == Method::options) return Target{.path = every_resource};
  }
  const std::size_t question = std::min(target.find('?'), target.size());
  const std::string_view path = target.substr(0, question);
  return Target{.path = path.empty() ? "/" : path,
                .query = target.substr(std::min(question + 1, target.size()))};
}

}  // namespace kpa::http
