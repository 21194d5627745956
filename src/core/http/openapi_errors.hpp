#pragma once

#include <set>

#include <boost/json/object.hpp>

#include "core/http/route.hpp"

namespace kpa::http {

/// Every code that a request to `route` can be answered with: those it declares, and those that follow from
/// the caller, parameters and body that it wants.
std::set<Code> failures_of(const Route& route);

/// JSON Schema of problem_response()'s body.
boost::json::object problem_schema();
/// An OpenAPI Example Object for a code: what problem_response() makes of it.
boost::json::object problem_example(Code code);
/// An OpenAPI Response Object for the codes, which share one status.
boost::json::object problem_answer(const std::set<Code>& codes);

}  // namespace kpa::http
