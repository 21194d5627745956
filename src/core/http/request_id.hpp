#pragma once

#include <string>
#include <string_view>

namespace kpa::http {

/// Sixteen hexadecimal digits, unique enough to find one request's log lines.
std::string new_request_id();
/// The client's own id where it is 1 to 64 letters, digits, `-`, `_` or `.`; else a new one.
std::string request_id_from(std::string_view offered);

}  // namespace kpa::http
