#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace kpa::events {

/// Keeps what anybody can cause as often as they like from filling the database: of each action, so many a
/// minute are written, and so many of them from one address; the others are counted.
class IncidentBound {
 public:
  using Clock = std::chrono::steady_clock;

  static constexpr std::chrono::minutes period{1};
  static constexpr std::int64_t most_of_address = 10;
  static constexpr std::int64_t most_of_action = 60;
  /// Addresses that are told apart. What comes from others is counted under an empty one.
  static constexpr std::size_t most_addresses = 20;

  struct Counted {
    std::string action;
    std::int64_t count = 0;
    std::map<std::string, std::int64_t, std::less<>> by_address;
  };

  /// True: it is to be written. False: it was counted.
  bool admits(std::string_view action, std::string_view address);
  /// What was only counted, once the period is over, or at once; counting then begins anew.
  std::vector<Counted> take(Clock::time_point now, bool at_once = false);

 private:
  struct Of {
    std::int64_t written = 0;
    std::map<std::string, std::int64_t, std::less<>> written_of;
    Counted counted;
  };
  Clock::time_point began_{};
  std::map<std::string, Of, std::less<>> actions_;
};

}  // namespace kpa::events
