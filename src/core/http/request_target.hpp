#pragma once

#include <optional>
#include <string_view>

#include "core/http/message.hpp"

namespace kpa::http {

/// What is asked for; both still percent-encoded.
struct Target {
  std::string_view path;        ///< begins with a slash, or is `*`: the server as a whole (OPTIONS)
  std::string_view query = {};  ///< without the question mark
};

/// Reads a request's target (RFC 9112 §3.2): `/path?query`, `http://host/path?query` as proxies send it, and
/// for OPTIONS `*`. Nothing for whatever is none of these.
std::optional<Target> parse_target(Method method, std::string_view target);

/// Whether it is `host [ ":" port ]` (RFC 9110 §7.2, RFC 3986 §3.2), as a Host field has it. The host may be
/// empty: so says a client that asks for something that has none.
bool is_host_and_port(std::string_view text);

}  // namespace kpa::http
