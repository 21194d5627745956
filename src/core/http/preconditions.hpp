#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/http/message.hpp"
#include "core/problem.hpp"

// Requests that depend on what the client has already (RFC 9110 §13): If-Match, If-None-Match and ETags.
namespace kpa::http {

/// The versions that an If-Match field names (RFC 9110 §13.1.1), in ETags of Object::tag_of(). A weak one
/// names none, nor does one that is not ours. Nothing when the field is no list of ETags.
std::optional<std::vector<std::int64_t>> versions_in(std::string_view if_match);

/// The versions that the request's If-Match asks for; nothing: any. `required`: a request without the field
/// is refused.
Outcome<std::optional<std::vector<std::int64_t>>> expected_versions(const Request& request, bool required);

/// Gives an answer without an ETag of its own a digest of its body as one, so that unchanged lists need not
/// travel again.
void tag(Response& response);

/// Makes the answer 304 where the client has it already.
void honour_if_none_match(const Request& request, Response& response);

}  // namespace kpa::http
