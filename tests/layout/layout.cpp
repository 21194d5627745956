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

/// The storeys of features, from the ground up. A feature may include the faces of lower storeys only; one
/// that is not named here stands on top of them all.
constexpr int top_storey = 5;
constexpr auto storeys = std::to_array<std::pair<std::string_view, int>>({
    {"permissions", -1},
    {"depots", 0},
    {"one_time_codes", 0},
    {"second_factor", 0},
    {"system_settings", 0},
    {"audit", 1},
    {"accounts", 1},
    {"people", 2},
    {"review", 2},
    {"files", 2},
    {"form_numbers", 2},
    {"maintenance_forms", 3},
    {"wheel_specifications", 4},
    {"bogie_checksheets", 4},
    {"dynamic_forms", 4},
});

/// What a file of a role must not include: folders of core, and roles of its own feature.
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
    "boost/asio/ssl", "boost/beast", "libpq-fe.h",  "postgresql/", "hiredis/", "spdlog/",
    "openssl/",       "jwt.h",       "prometheus/", "zlib.h",      "curl/"};

/// Headers that the build writes from data files (cmake/), with nothing of ours included in them.
constexpr std::string_view written_by_the_build = "embedded/";

bool is_kept_in_core(const Include& include) {
  return include.library &&
         std::ranges::any_of(kept_in_core, [&](auto prefix) { return include.target.starts_with(prefix); });
}

/// A path below src/, taken apart: "features/accounts/store_search.cpp" is layer features, room accounts,
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

int storey_of(std::string_view feature) {
  const auto* found = std::ranges::find(storeys, feature, &std::pair<std::string_view, int>::first);
  return found == storeys.end() ? top_storey : found->second;
}

bool contains(std::span<const std::string_view> list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

bool is_face(const Place& place) { return place.stem == place.room; }

/// Why `from` must not include our file `to`, or nothing.
std::string objection(const Place& from, const Place& to) {
  const auto height = [](const Place& place) {
    return place.layer == "core" ? 0 : place.layer == "features" ? 1 : 2;
  };
  if (height(to) > height(from)) return from.layer + " must not know " + to.layer;
  if (from.layer != "features") return {};

  const bool same_room = to.layer == "features" && to.room == from.room;
  const bool other_feature = to.layer == "features" && !same_room;
  if (other_feature && !is_face(to))
    return "only the face of another feature may be included: " + to.room + ".hpp";
  if (other_feature && storey_of(to.room) >= storey_of(from.room))
    return from.room + " does not stand above " + to.room;

  if (from.test) return {};
  const auto* role = std::ranges::find(roles, from.role, &Role::name);
  if (role == roles.end() || is_face(from)) return {};
  if (to.layer == "core" && contains(role->core, to.room))
    return from.role + " must not know core/" + to.room;
  if (same_room && contains(role->own, to.role)) return from.role + " must not know its feature's " + to.role;
  if (other_feature && !role->other_features) return from.role + " must not know other features";
  return {};
}

/// Rooms that include each other in a circle, as one line for each circle found.
std::vector<std::string> circles(const std::map<std::string, std::set<std::string>>& edges) {
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
    if (const auto next = edges.find(room); next != edges.end()) std::ranges::for_each(next->second, visit);
    way.pop_back();
  };
  for (const auto& [room, next] : edges) visit(room);
  return found;
}

/// The way by which a file reaches a library header kept in core ("core/db/pool.hpp → libpq-fe.h"), or
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
    // "#include <x>" and "# include<x>" alike: a mark, a word of letters, then what stands in the brackets.
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

std::vector<std::string> violations(const std::vector<Source>& sources) {
  std::map<std::string, const Source*> by_path;
  for (const auto& source : sources) by_path.emplace(source.path, &source);

  std::vector<std::string> found;
  std::map<std::string, std::set<std::string>> edges;
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
        // Tests may use what tests/ gives them; everything else is named from src/.
        if (!from.test && !include.target.starts_with(written_by_the_build))
          object(include, "no such file below src/; write the path from there");
        continue;
      }
      const auto to = place_of(include.target);
      if (const auto why = objection(from, to); !why.empty()) object(include, why);
      if (!from.test && from.name() != to.name()) edges[from.name()].insert(to.name());
      if (std::set<std::string> seen; from.layer != "core" && to.layer == "core" && !from.test) {
        if (const auto way = way_to_kept(include.target, by_path, seen); !way.empty())
          object(include, "lets a header out that belongs inside core: " + way);
      }
    }
  }
  std::ranges::move(circles(edges), std::back_inserter(found));
  return found;
}

}  // namespace kpa::layout
