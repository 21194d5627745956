#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/http/message.hpp"

namespace kpa::http {

/// Why the request is no opening handshake of a WebSocket (RFC 6455 §4.2.1) that may be answered, or nothing.
/// Browsers let any page open one, with the cookies of the user: a request without an Authorization field,
/// which pages cannot send here, must come from this origin or one of `trusted`.
std::optional<Problem> handshake_refusal(const Request& request, const std::vector<std::string>& trusted);

}  // namespace kpa::http
