#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/http/router.hpp"

namespace kpa::http {

/// What an OpenAPI document says besides its routes. Texts are CommonMark.
struct ApiInfo {
  std::string title;
  std::string version;
  std::string description;
  /// Name and description, in the order of the document. A tag of a route that is not here stands last,
  /// undescribed.
  std::vector<std::pair<std::string, std::string>> tags = {};
};

/// The OpenAPI 3.1 document of all documented routes, in the order in which they were added, pretty-printed:
/// the same routes give the same bytes. Each operation names every error that follows from its declaration,
/// besides those that it declares. Throws std::logic_error when two operations would have the same
/// operationId.
std::string openapi_document(const Router& router, const ApiInfo& info);

/// `getApiUsersById` of GET and `/api/users/{id}`.
std::string operation_id(Method method, std::string_view path);

}  // namespace kpa::http
