#include "layout.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <span>
#include <sstream>
#include <string_view>

namespace kpa::layout {
namespace {

/// What files with a role must not include: folders of core, and roles of their own feature.
struct Role {
  std::string_view name;
  std::vector<std::string_view> core;
  std::vector<std::string_view> own;
  bool other_features = true;
};

const std::array<Role, 5> roles{{
    {"rules", {"http", "db", "cache", "events"}, {"wire", "service", "store", "routes"}, false},
    {"wire", {"http", "db", "cache", "events"}, {"service", "store", "routes"}},
    {"service", {}, {"routes"}},
    {"store", {"http"}, {"service", "routes"}},
    {"routes", {"db"}, {"store"}},
}};

/// Library headers that only core may see, directly or through a header of ours: they are slow to compile,
/// and their types belong behind a face.
constexpr std::array<std::string_view, 11> kept_in_core{
    "boost/asio/ssl", "boost/beast", "libpq-fe.h",  "postgresql/", "hiredis/", "openssl/",
    "jwt.h",          "liboath/",    "prometheus/", "zlib.h",      "curl/"};

/// Headers that the build generates from data files (cmake/); they include none of ours.
constexpr std::string_view written_by_the_build = "embedded/";

bool is_kept_in_core(const Include& include) {
  return include.library &&
         std::ranges::any_of(kept_in_core, [&](auto prefix) { return include.target.starts_with(prefix); });
}

/// The parts of a path below src/: "features/accounts/store_search.cpp" is layer features, room accounts,
/// role store.
struct Place {
  std::string layer, room = {}, stem, role = {};
  bool test = false;

  std::string name() const { return room.empty() ? layer : layer + "/" + room; }
};

Place place_of(const std::string& path) {
  std::vector<std::string> parts;
  for (const auto& part : std::filesystem::path(path)) parts.push_back(part.string());
  Place place{.layer = parts.front(), .stem = std::filesystem::path(path).stem().string()};
  if (parts.size() > 2) place.room = parts[1];
  place.test = place.stem.ends_with("_test");
  place.role = place.stem.substr(0, place.stem.find('_'));
  return place;
}

bool contains(std::span<const std::string_view> list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

bool is_face(const Place& place) { return place.stem == place.room; }

int height(const Place& place) { return place.layer == "core" ? 0 : place.layer == "features" ? 1 : 2; }

/// Why a file of `from`'s role must not include `to`, or nothing.
std::string objection_of_role(const Place& from, const Place& to) {
  const auto* role = std::ranges::find(roles, from.role, &Role::name);
  if (from.layer != "features" || from.test || is_face(from) || role == roles.end()) return {};
  if (to.layer == "core" && contains(role->core, to.room))
    return from.role + " must not know core/" + to.room;
  const bool same_room = to.name() == from.name();
  if (same_room && contains(role->own, to.role)) return from.role + " must not know its feature's " + to.role;
  if (!same_room && to.layer == "features" && !role->other_features)
    return from.role + " must not know other features";
  return {};
}

/// Why `from` must not include our file `to`, or nothing.
std::string objection(const Place& from, const Place& to, const Rooms& rooms) {
  if (height(to) > height(from)) return from.layer + " must not know " + to.layer;
  if (from.layer != "app" && from.name() != to.name()) {
    if (to.layer == "features" && !is_face(to))
      return "only the face of another feature may be included: " + to.room + ".hpp";
    if (!within_reach(rooms, from.name(), from.test).contains(to.name()))
      return "src/" + from.name() + "/CMakeLists.txt does not say that it uses " + to.name();
  }
  return objection_of_role(from, to);
}

/// Rooms that use each other in a cycle, one line per cycle.
std::vector<std::string> circles(const Rooms& rooms) {
  std::vector<std::string> found, way;
  std::set<std::string> done;
  const std::function<void(const std::string&)> visit = [&](const std::string& room) {
    if (const auto seen = std::ranges::find(way, room); seen != way.end()) {
      std::string line = "circle: ";
      for (auto step = seen; step != way.end(); ++step) line += *step + " → ";
      found.push_back(line + room);
      return;
    }
    if (!done.insert(room).second) return;
    way.push_back(room);
    if (const auto next = rooms.find(room); next != rooms.end())
      std::ranges::for_each(next->second.always, visit);
    way.pop_back();
  };
  for (const auto& [room, uses] : rooms) visit(room);
  return found;
}

/// Uses that rooms declare but do not need, and folders that declare none.
std::vector<std::string> wrong_lists(const std::vector<Source>& sources, const Rooms& rooms) {
  Rooms in_fact;
  for (const auto& source : sources) {
    const auto from = place_of(source.path);
    auto& uses = in_fact[from.name()];
    for (const auto& include : source.includes)
      if (!include.library) (from.test ? uses.in_tests : uses.always).insert(place_of(include.target).name());
  }
  std::vector<std::string> found;
  for (const auto& [room, uses] : in_fact)
    if (room != "app" && !rooms.contains(room))
      found.push_back("src/" + room + ": there is no CMakeLists.txt with a kpa_room()");
  for (const auto& [room, uses] : rooms) {
    const auto unused = [&, name = room](const std::string& used, const std::set<std::string>& included) {
      if (!included.contains(used))
        found.push_back("src/" + name + "/CMakeLists.txt: no file includes any of " + used);
    };
    for (const auto& used : uses.always) unused(used, in_fact[room].always);
    for (const auto& used : uses.in_tests) unused(used, in_fact[room].in_tests);
  }
  return found;
}

/// The chain of includes from a file to a library header kept in core ("core/db/pool.hpp → libpq-fe.h"), or
/// nothing.
std::string way_to_kept(const std::string& path, const std::map<std::string, const Source*>& by_path,
                        std::set<std::string>& seen) {
  const auto file = by_path.find(path);
  if (file == by_path.end() || !seen.insert(path).second) return {};
  for (const auto& include : file->second->includes) {
    if (is_kept_in_core(include)) return path + " → " + include.target;
    if (include.library) continue;
    if (const auto way = way_to_kept(include.target, by_path, seen); !way.empty()) return path + " → " + way;
  }
  return {};
}

}  // namespace

std::vector<Include> read_includes(const std::string& text) {
  std::vector<Include> includes;
  std::istringstream lines(text);
  std::string row;
  for (int line = 1; std::getline(lines, row); ++line) {
    std::istringstream words(row);
    char hash = 0, open = 0;
    std::string directive, target;
    // Accepts "#include <x>" and "# include<x>".
    if (!(words >> hash) || hash != '#') continue;
    words >> std::ws;
    while (std::isalpha(words.peek())) directive += static_cast<char>(words.get());
    if (directive != "include" || !(words >> open) || (open != '<' && open != '"')) continue;
    if (std::getline(words, target, open == '<' ? '>' : '"')) includes.push_back({target, open == '<', line});
  }
  return includes;
}

std::vector<Source> read_sources(const std::filesystem::path& src) {
  std::vector<Source> sources;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(src)) {
    const auto extension = entry.path().extension();
    if (!entry.is_regular_file() || (extension != ".hpp" && extension != ".cpp")) continue;
    std::ifstream file(entry.path());
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    sources.push_back({entry.path().lexically_relative(src).generic_string(), read_includes(text)});
  }
  std::ranges::sort(sources, {}, &Source::path);
  return sources;
}

std::vector<std::string> violations(const std::vector<Source>& sources, const Rooms& rooms) {
  std::map<std::string, const Source*> by_path;
  for (const auto& source : sources) by_path.emplace(source.path, &source);

  std::vector<std::string> found = wrong_lists(sources, rooms);
  for (const auto& source : sources) {
    const auto from = place_of(source.path);
    const auto object = [&](const Include& include, const std::string& why) {
      found.push_back(source.path + ":" + std::to_string(include.line) + ": " + include.target + ": " + why);
    };
    for (const auto& include : source.includes) {
      if (include.library) {
        if (from.layer != "core" && is_kept_in_core(include))
          object(include, "only core may include this header");
        continue;
      }
      if (!by_path.contains(include.target)) {
        // Tests may include files of tests/; everything else is named from src/.
        if (!from.test && !include.target.starts_with(written_by_the_build))
          object(include, "no such file below src/; write the path from there");
        continue;
      }
      const auto to = place_of(include.target);
      if (const auto why = objection(from, to, rooms); !why.empty()) object(include, why);
      if (std::set<std::string> seen; from.layer != "core" && to.layer == "core" && !from.test) {
        if (const auto way = way_to_kept(include.target, by_path, seen); !way.empty())
          object(include, "lets a header out that belongs inside core: " + way);
      }
    }
  }
  std::ranges::move(circles(rooms), std::back_inserter(found));
  return found;
}

}  // namespace kpa::layout
