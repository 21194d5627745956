#include "core/http/body_budget.hpp"

#include <cstdint>

#include "core/observe/metrics.hpp"

namespace kpa::http {

BodyBudget::BodyBudget(std::size_t bytes)
    : bytes_(bytes),
      under_way_(
          observe::metrics().gauge("kpa_http_large_body_bytes", "Bytes of large request bodies under way")) {}

bool BodyBudget::has_room(const Network& client, std::size_t bytes) const {
  const auto found = taken_by_.find(client.address);
  const std::size_t of_client = found == taken_by_.end() ? 0 : found->second;
  return taken_ + bytes <= bytes_ && of_client + bytes <= bytes_ / 2;
}

BodyBudget::Share::Share(BodyBudget& budget, const Network& client, std::size_t bytes)
    : budget_(budget), client_(client), bytes_(bytes) {
  budget_.taken_by_[client_.address] += bytes;
  budget_.taken_ += bytes;
  budget_.under_way_.add(static_cast<std::int64_t>(bytes));
}

void BodyBudget::Share::shrink_to(std::size_t bytes) {
  const std::size_t given_back = bytes_ - bytes;
  if (given_back == 0) return;
  bytes_ = bytes;
  budget_.taken_ -= given_back;
  budget_.under_way_.subtract(static_cast<std::int64_t>(given_back));
  const auto of_client = budget_.taken_by_.find(client_.address);
  of_client->second -= given_back;
  if (of_client->second == 0) budget_.taken_by_.erase(of_client);
}

}  // namespace kpa::http
