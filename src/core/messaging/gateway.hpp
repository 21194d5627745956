#pragma once

#include <string>
#include <string_view>

#include "core/config/settings.hpp"
#include "core/messaging/sms.hpp"

namespace kpa::messaging {

/// The transport named by `settings.sender`: none, standard error, or an HTTP gateway.
Transport transport_of(const config::SmsSettings& settings);

/// For development: prints the message to standard error.
Transport console();

/// Sends one HTTP request per message, made from the settings' templates. Result: `accepted` for a 2xx answer
/// that contains `settings.expect`; `unreachable` for 5xx, 429 or no connection; `unknown` after a time-out;
/// else `refused`. TLS certificates are verified, redirects are not followed, and neither request nor answer
/// is logged.
Transport http_gateway(config::SmsSettings settings);

/// How a value is escaped where a template has its placeholder.
enum class Escape {
  percent,  ///< in a URL or a form (RFC 3986)
  json,     ///< inside the quotation marks of a JSON string
  header,   ///< in a header field: control characters removed
};

/// Replaces `{to}` (+919876543210), `{digits}` (919876543210), `{text}` and `{code}` in the template. Other
/// braces stay, so that JSON can be written as usual.
std::string filled(std::string_view pattern, const Sms& sms, Escape escape);

}  // namespace kpa::messaging
