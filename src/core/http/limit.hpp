#pragma once

#include <chrono>
#include <functional>

#include "core/http/caller.hpp"
#include "core/http/limit_class.hpp"
#include "core/http/message.hpp"
#include "core/task.hpp"

namespace kpa::http {

/// What a client may still ask for, by the limit that it is nearest to.
struct Allowance {
  bool served = true;
  unsigned limit = 0;      ///< what may come at once; 0: nothing limits it
  unsigned remaining = 0;  ///< of it
  std::chrono::seconds full_in{0};
  std::chrono::seconds retry_after{0};  ///< of a refusal
};

/// Counts a request of `caller`, of their session where only that is known, or of its address.
using Limit =
    std::function<Task<Allowance>(const Request& request, LimitClass limited, const Caller& caller)>;

/// RateLimit-Limit, -Remaining and -Reset, where something limits the request.
void tell(const Allowance& allowance, Response& response);

}  // namespace kpa::http
