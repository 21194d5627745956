#pragma once

#include <exception>

#include "core/http/message.hpp"
#include "core/problem.hpp"

namespace kpa::http {

/// The problem to answer when handling a request threw. Logs the exception; throws it again when it means
/// that the client is gone.
Problem problem_of(const std::exception_ptr& thrown, const Request& request);

}  // namespace kpa::http
