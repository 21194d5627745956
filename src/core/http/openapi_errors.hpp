#pragma once

#include <set>

#include <boost/json/object.hpp>

#include "core/http/route.hpp"

namespace kpa::http {

/// Every error code with which `route` can answer: the declared ones, and those that follow from its role,
/// parameters and body.
std::set<Code> failures_of(const Route& route);

/// JSON Schema of the body that problem_response() writes.
boost::json::object problem_schema();
/// An OpenAPI Example Object for a code: the body that problem_response() writes.
boost::json::object problem_example(Code code);
/// An OpenAPI Response Object for several codes of one status.
boost::json::object problem_answer(const std::set<Code>& codes);

}  // namespace kpa::http
