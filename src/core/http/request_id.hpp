#pragma once

#include <string>
#include <string_view>

namespace kpa::http {

/// Sixteen random hexadecimal digits, enough to find the log lines of one request.
std::string new_request_id();
/// The client's own id if it is 1 to 64 letters, digits, `-`, `_` or `.`; else a new one.
std::string request_id_from(std::string_view offered);

}  // namespace kpa::http
