#pragma once

#include <string>

#include "core/http/router.hpp"

namespace kpa::http {

/// The parts of an OpenAPI document that do not come from routes. Texts are CommonMark.
struct ApiInfo {
  std::string title;
  std::string version;
  std::string description;
};

/// The OpenAPI 3.1 document of all documented routes, pretty-printed, in the order of the router's tags and
/// then of their addition: equal routes give equal bytes. Each operation lists the errors that it declares
/// and those that follow from its declaration. Throws std::logic_error for an operation without operationId,
/// or with that of another.
std::string openapi_document(const Router& router, const ApiInfo& info);

}  // namespace kpa::http
