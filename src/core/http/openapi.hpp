#pragma once

#include <string>

#include "core/http/router.hpp"

namespace kpa::http {

/// What an OpenAPI document says besides its routes. Texts are CommonMark.
struct ApiInfo {
  std::string title;
  std::string version;
  std::string description;
};

/// The OpenAPI 3.1 document of all documented routes, in the order of the router's tags and then in which
/// they were added, pretty-printed: the same routes give the same bytes. Each operation names every error
/// that follows from its declaration, besides those that it declares. Throws std::logic_error where an
/// operation has no operationId, or that of another.
std::string openapi_document(const Router& router, const ApiInfo& info);

}  // namespace kpa::http
