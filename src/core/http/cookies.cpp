#include "core/http/cookies.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace kpa::http {

std::string set_cookie(const Cookie& cookie) {
  std::string field(cookie.name);
  field.append("=").append(cookie.value).append("; Path=").append(cookie.path);
  field.append("; Max-Age=").append(std::to_string(cookie.lifetime.count()));
  if (!cookie.readable) field += "; HttpOnly";
  return field + "; Secure; SameSite=Strict";
}

std::string_view cookie_of(const Headers& headers, std::string_view name) {
  std::string_view left = headers.find("Cookie");
  std::string_view found;
  while (!left.empty()) {
    const std::size_t end = std::min(left.find(';'), left.size());
    const std::string_view pair = trimmed(left.substr(0, end));
    left.remove_prefix(std::min(end + 1, left.size()));
    if (pair.size() <= name.size() || pair[name.size()] != '=' || !pair.starts_with(name)) continue;
    if (!found.empty()) return {};  // two cookies of one name: one of them was planted
    found = pair.substr(name.size() + 1);
  }
  return found;
}

}  // namespace kpa::http
