#pragma once

#include <exception>

#include "core/http/message.hpp"
#include "core/problem.hpp"

namespace kpa::http {

/// What a client is told when its request threw, which is logged. Throws on what says that the client is
/// gone.
Problem problem_of(const std::exception_ptr& thrown, const Request& request);

}  // namespace kpa::http
