#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "core/http/message.hpp"

namespace kpa::http {

/// A cookie that is sent only over HTTPS, and only with requests from pages of the same site.
struct Cookie {
  std::string_view name;
  std::string_view value;
  std::string_view path = "/";
  std::chrono::seconds lifetime{};  ///< 0: deletes the cookie
  bool readable = false;            ///< by scripts of the page
};

/// As the value of a Set-Cookie field (RFC 6265 §4.1).
std::string set_cookie(const Cookie& cookie);

/// The value of the cookie `name` in the request; empty when there is none, or more than one.
std::string_view cookie_of(const Headers& headers, std::string_view name);

}  // namespace kpa::http
