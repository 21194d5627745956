#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/http/message.hpp"

namespace kpa::http {

/// Why the request may not open a WebSocket: it is not a valid handshake (RFC 6455 §4.2.1), or comes from a
/// foreign page. Nothing when it may. Browsers let any page open a WebSocket with the user's cookies; so a
/// request without an Authorization field, which pages cannot set here, must come from our own origin or one
/// in `trusted`.
std::optional<Problem> handshake_refusal(const Request& request, const std::vector<std::string>& trusted);

}  // namespace kpa::http
