#include "core/http/upgrade.hpp"

#include <algorithm>

#include "core/http/cross_origin.hpp"
#include "core/text.hpp"

namespace kpa::http {
namespace {

/// Whether the field is a comma-separated list that contains this word.
bool lists(std::string_view field, std::string_view word) {
  while (!field.empty()) {
    const std::size_t comma = std::min(field.find(','), field.size());
    if (same_letters(trimmed(field.substr(0, comma)), word)) return true;
    field.remove_prefix(std::min(comma + 1, field.size()));
  }
  return false;
}

/// 16 bytes in Base64: 22 characters and two of padding.
bool is_key(std::string_view key) {
  constexpr std::string_view base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  return key.size() == 24 && key.ends_with("==") && key.find_first_not_of(base64) == 22;
}

}  // namespace

std::optional<Problem> handshake_refusal(const Request& request, const std::vector<std::string>& trusted) {
  const Headers& headers = request.headers;
  if (request.method != Method::get || !lists(headers.find("Upgrade"), "websocket") ||
      !lists(headers.find("Connection"), "upgrade"))
    return Problem{.code = Code::upgrade_required};
  if (headers.find("Sec-WebSocket-Version") != "13")
    return Problem{.code = Code::upgrade_required,
                   .message = i18n::text("The only version of WebSocket that is understood is 13.")};
  if (headers.count("Sec-WebSocket-Key") != 1 || !is_key(headers.find("Sec-WebSocket-Key")))
    return Problem{.code = Code::malformed_request,
                   .message = i18n::text("Sec-WebSocket-Key must be 16 bytes in Base64.")};
  if (headers.find("Authorization").empty() && is_cross_origin(headers, trusted))
    return Problem{.code = Code::forbidden,
                   .message = i18n::text("A page of another origin may not listen with somebody's cookies.")};
  return std::nullopt;
}

}  // namespace kpa::http
