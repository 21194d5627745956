#include "core/incidents/bound.hpp"

#include <tuple>
#include <utility>

namespace kpa::incidents {
namespace {

/// The counter of the source, or the common one when there are too many sources.
std::int64_t& number_of(std::map<std::string, std::int64_t, std::less<>>& numbers,
                        const std::string& source) {
  if (const auto known = numbers.find(source); known != numbers.end()) return known->second;
  return numbers[numbers.size() < Bound::most_sources ? source : std::string()];
}

}  // namespace

bool Bound::admits(std::string_view action, const Source& source) {
  Of& of = actions_[{std::string(action), source.kind}];
  if (of.written < most_of_action) {
    std::int64_t& written = number_of(of.written_of, source.name);
    if (written < most_of_source) {
      ++written;
      ++of.written;
      return true;
    }
  }
  ++of.counted.count;
  ++number_of(of.counted.by_source, source.name);
  return false;
}

std::vector<Bound::Counted> Bound::take(Clock::time_point now, bool at_once) {
  std::vector<Counted> all;
  if (!at_once && now - began_ < period) return all;
  began_ = now;
  for (auto& [what, of] : std::exchange(actions_, {})) {
    if (of.counted.count == 0) continue;
    std::tie(of.counted.action, of.counted.kind) = what;
    all.push_back(std::move(of.counted));
  }
  return all;
}

void Bound::put_back(const Counted& taken) {
  Counted& counted = actions_[{taken.action, taken.kind}].counted;
  counted.count += taken.count;
  for (const auto& [source, count] : taken.by_source) number_of(counted.by_source, source) += count;
}

}  // namespace kpa::incidents
