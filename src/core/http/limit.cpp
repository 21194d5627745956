#include "core/http/limit.hpp"

#include <string>

namespace kpa::http {

void tell(const Allowance& allowance, Response& response) {
  if (allowance.limit == 0) return;
  response.headers.emplace_back("RateLimit-Limit", std::to_string(allowance.limit));
  response.headers.emplace_back("RateLimit-Remaining", std::to_string(allowance.remaining));
  response.headers.emplace_back("RateLimit-Reset", std::to_string(allowance.full_in.count()));
}

}  // namespace kpa::http
