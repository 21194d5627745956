#pragma once

#include <chrono>
#include <functional>

#include "core/http/caller.hpp"
#include "core/http/limit_class.hpp"
#include "core/http/message.hpp"
#include "core/task.hpp"

namespace kpa::http {

/// How much a client may still request, under the rate limit closest to being reached.
struct Allowance {
  bool served = true;
  unsigned limit = 0;      ///< requests that may come at once; 0: unlimited
  unsigned remaining = 0;  ///< how many of `limit` are left
  std::chrono::seconds full_in{0};
  std::chrono::seconds retry_after{0};  ///< set when the request is refused
};

/// Counts a request against its caller's limit, else against that of the session if only that is known, else
/// of the address.
using Limit =
    std::function<Task<Allowance>(const Request& request, LimitClass limited, const Caller& caller)>;

/// Adds RateLimit-Limit, -Remaining and -Reset if the request is limited.
void tell(const Allowance& allowance, Response& response);

}  // namespace kpa::http
