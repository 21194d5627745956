#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kpa::crypto {

/// RFC 4648 §5, without padding.
std::string base64url_encode(std::string_view bytes);

/// The bytes, or nothing when `text` is not exactly what base64url_encode writes: padding, foreign
/// characters, an impossible length or unused bits that are not zero are refused, so that each value has one
/// spelling only.
std::optional<std::string> base64url_decode(std::string_view text);

/// Whether base64url_decode would give bytes; nothing is allocated.
bool is_base64url(std::string_view text);

}  // namespace kpa::crypto
