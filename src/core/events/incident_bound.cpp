#include "core/events/incident_bound.hpp"

#include <utility>

namespace kpa::events {
namespace {

/// The number of the address, as long as there is room for it.
std::int64_t& number_of(std::map<std::string, std::int64_t, std::less<>>& numbers, std::string_view address) {
  if (const auto known = numbers.find(address); known != numbers.end()) return known->second;
  return numbers[numbers.size() < IncidentBound::most_addresses ? std::string(address) : std::string()];
}

}  // namespace

bool IncidentBound::admits(std::string_view action, std::string_view address) {
  Of& of = actions_.try_emplace(std::string(action)).first->second;
  if (of.written < most_of_action) {
    std::int64_t& written = number_of(of.written_of, address);
    if (written < most_of_address) {
      ++written;
      ++of.written;
      return true;
    }
  }
  ++of.counted.count;
  ++number_of(of.counted.by_address, address);
  return false;
}

std::vector<IncidentBound::Counted> IncidentBound::take(Clock::time_point now, bool at_once) {
  std::vector<Counted> all;
  if (!at_once && now - began_ < period) return all;
  began_ = now;
  for (auto& [action, of] : std::exchange(actions_, {})) {
    if (of.counted.count == 0) continue;
    of.counted.action = action;
    all.push_back(std::move(of.counted));
  }
  return all;
}

}  // namespace kpa::events
