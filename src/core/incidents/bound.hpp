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

/// Limits how many incidents per minute are written to the database, since anybody can cause them: per
/// action, and per source of an action; further ones are only counted. Logged-in users and anonymous
/// addresses have separate limits, so that a flood from outside does not hide what a user does.
class Bound {
 public:
  static constexpr std::chrono::minutes period{1};
  static constexpr std::int64_t most_of_source = 10;
  static constexpr std::int64_t most_of_action = 60;
  /// How many sources are told apart. Others are counted together, under an empty name.
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

  /// True: write the incident. False: it was only counted.
  bool admits(std::string_view action, const Source& source);
  /// The counts of incidents not written, when the period is over or `at_once`; counting restarts.
  std::vector<Counted> take(Clock::time_point now, bool at_once = false);
  /// Returns a count from take() that could not be written; it is added to the current one.
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
