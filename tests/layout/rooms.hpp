#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>

/// The rooms of the house and what each may use, as the `kpa_room(…)` of their CMakeLists.txt say it to the
/// build.
namespace kpa::layout {

/// What follows USES and TEST_USES: rooms such as `core/http` and `features/audit`.
struct Uses {
  std::set<std::string> always;
  std::set<std::string> in_tests = {};
};

/// By their folder below src/.
using Rooms = std::map<std::string, Uses>;

/// What the text of a CMakeLists.txt declares; nothing when it makes no room.
std::optional<Uses> read_uses(const std::string& text);

/// Every folder of `src` with a CMakeLists.txt that makes a room.
Rooms read_rooms(const std::filesystem::path& src);

/// The rooms whose files `room` may include. Of core, what those use that it names comes with them; features
/// it names one by one. Empty for a room that is not there.
std::set<std::string> within_reach(const Rooms& rooms, const std::string& room, bool in_tests);

}  // namespace kpa::layout
