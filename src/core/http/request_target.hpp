#pragma once

#include <optional>
#include <string_view>

#include "core/http/message.hpp"

namespace kpa::http {

/// The address that is requested; both parts still percent-encoded.
struct Target {
  std::string_view path;        ///< begins with a slash, or is `*`: the server as a whole (OPTIONS)
  std::string_view query = {};  ///< without the question mark
};

/// Parses a request's target (RFC 9112 §3.2): `/path?query`, `http://host/path?query` as proxies send it, or
/// for OPTIONS `*`. Nothing when it is none of these.
std::optional<Target> parse_target(Method method, std::string_view target);

/// Whether the text is a valid Host field, `host [ ":" port ]` (RFC 9110 §7.2, RFC 3986 §3.2). An empty host
/// is valid: clients send it when the target has no host.
bool is_host_and_port(std::string_view text);

}  // namespace kpa::http
