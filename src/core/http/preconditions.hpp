#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/http/message.hpp"
#include "core/problem.hpp"

// Conditional requests (RFC 9110 §13): If-Match, If-None-Match and ETags.
namespace kpa::http {

/// The versions that an If-Match field names (RFC 9110 §13.1.1), in ETags made by Object::tag_of(). Weak
/// ETags and those not made by us name no version. Nothing when the field is not a list of ETags.
std::optional<std::vector<std::int64_t>> versions_in(std::string_view if_match);

/// The versions that If-Match names; an empty optional means any. `required`: a request without the field is
/// refused.
Outcome<std::optional<std::vector<std::int64_t>>> expected_versions(const Request& request, bool required);

/// Adds a digest of the body as ETag, unless the answer has an ETag, so that unchanged lists need not be sent
/// again.
void tag(Response& response);

/// Turns the answer into a 304 if the client has the same version already.
void honour_if_none_match(const Request& request, Response& response);

}  // namespace kpa::http
