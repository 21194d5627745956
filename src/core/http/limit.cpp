#include "core/http/limit.hpp"

#include <string>

namespace kpa::http {

void tell(const Standing& standing, Response& response) {
  if (standing.limit == 0) return;
  response.headers.emplace_back("RateLimit-Limit", std::to_string(standing.limit));
  response.headers.emplace_back("RateLimit-Remaining", std::to_string(standing.remaining));
  response.headers.emplace_back("RateLimit-Reset", std::to_string(standing.full_in.count()));
}

}  // namespace kpa::http
