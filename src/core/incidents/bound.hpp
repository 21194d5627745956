#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/time.hpp"

namespace kpa::incidents {

/// Keeps what anybody can cause as often as they like from filling the database: of each action, so many a
/// minute are written, and so many of them from one source; the others are counted. Users who are logged in
/// and the addresses of strangers are counted apart, so that no flood of strangers hides what a user does.
class Bound {
 public:
  static constexpr std::chrono::minutes period{1};
  static constexpr std::int64_t most_of_source = 10;
  static constexpr std::int64_t most_of_action = 60;
  /// Sources that are told apart. What comes from others is counted under an empty one.
  static constexpr std::size_t most_sources = 20;

  enum class Kind { stranger, user };
  struct Source {
    Kind kind = Kind::stranger;
    std::string name;  ///< the address, or the user's id
  };

  struct Counted {
    std::string action;
    Kind kind = Kind::stranger;
    std::int64_t count = 0;
    std::map<std::string, std::int64_t, std::less<>> by_source;
  };

  /// True: it is to be written. False: it was counted.
  bool admits(std::string_view action, const Source& source);
  /// What was only counted, once the period is over, or at once; counting then begins anew.
  std::vector<Counted> take(Clock::time_point now, bool at_once = false);
  /// Counts again what take() gave and could not be written, beside what was counted meanwhile.
  void put_back(const Counted& taken);

 private:
  struct Of {
    std::int64_t written = 0;
    std::map<std::string, std::int64_t, std::less<>> written_of;
    Counted counted;
  };
  Clock::time_point began_{};
  std::map<std::pair<std::string, Kind>, Of> actions_;
};

}  // namespace kpa::incidents
