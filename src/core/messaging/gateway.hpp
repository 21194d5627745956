#pragma once

#include <string>
#include <string_view>

#include "core/config/settings.hpp"
#include "core/messaging/sms.hpp"

namespace kpa::messaging {

/// What `settings.sender` names: none, standard error, or an HTTP gateway.
Transport transport_of(const config::SmsSettings& settings);

/// For development: writes the message to standard error.
Transport console();

/// One request a message, made of the settings' templates. An answer 2xx that contains `settings.expect` is
/// `accepted`; 5xx, 429 and no connection `unreachable`; a time-out `unknown`; all else `refused`. TLS
/// certificates are verified, redirections are not followed, and nothing of request or answer is logged.
Transport http_gateway(config::SmsSettings settings);

/// How a value is written into the place that a template has for it.
enum class Escape {
  percent,  ///< in a URL or a form (RFC 3986)
  json,     ///< inside the quotation marks of a JSON string
  header,   ///< in a header field: without control characters
};

/// The template with `{to}` (+919876543210), `{digits}` (919876543210), `{text}` and `{code}` replaced. Other
/// braces stay, so that JSON can be written as it is.
std::string filled(std::string_view pattern, const Sms& sms, Escape escape);

}  // namespace kpa::messaging
