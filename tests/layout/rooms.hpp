#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>

/// The rooms (folders of source) and what each may use, as `kpa_room(…)` in their CMakeLists.txt declares it.
namespace kpa::layout {

/// The arguments of USES and TEST_USES: rooms such as `core/http` and `features/audit`.
struct Uses {
  std::set<std::string> always;
  std::set<std::string> in_tests = {};
};

/// By their folder below src/.
using Rooms = std::map<std::string, Uses>;

/// What the text of a CMakeLists.txt declares; nothing when it declares no room.
std::optional<Uses> read_uses(const std::string& text);

/// Every folder of `src` whose CMakeLists.txt declares a room.
Rooms read_rooms(const std::filesystem::path& src);

/// The rooms whose files `room` may include: those that it names, and, within core, also what these use.
/// Features must be named one by one. Empty for an unknown room.
std::set<std::string> within_reach(const Rooms& rooms, const std::string& room, bool in_tests);

}  // namespace kpa::layout
