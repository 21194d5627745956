#include "rooms.hpp"

#include <fstream>
#include <functional>
#include <iterator>
#include <regex>
#include <sstream>

namespace kpa::layout {

std::optional<Uses> read_uses(const std::string& text) {
  const std::string code = std::regex_replace(text, std::regex("#[^\n]*"), "");
  std::smatch declared;
  if (!std::regex_search(code, declared, std::regex(R"(kpa_room\(([^)]*)\))"))) return std::nullopt;
  Uses uses;
  std::set<std::string>* into = nullptr;
  std::istringstream words(declared[1]);
  for (std::string word; words >> word;) {
    if (word == "USES")
      into = &uses.always;
    else if (word == "TEST_USES")
      into = &uses.in_tests;
    else if (word == "PARTS" || word == "LINK" || word == "TEST_LINK")
      into = nullptr;
    else if (into != nullptr)
      into->insert(word);
  }
  return uses;
}

Rooms read_rooms(const std::filesystem::path& src) {
  Rooms rooms;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(src)) {
    if (entry.path().filename() != "CMakeLists.txt") continue;
    std::ifstream file(entry.path());
    if (auto uses = read_uses({std::istreambuf_iterator<char>(file), {}}))
      rooms.emplace(entry.path().parent_path().lexically_relative(src).generic_string(), std::move(*uses));
  }
  return rooms;
}

std::set<std::string> within_reach(const Rooms& rooms, const std::string& room, bool in_tests) {
  std::set<std::string> reached, seen;
  const std::function<void(const std::string&)> add_core_of = [&](const std::string& used) {
    if (!seen.insert(used).second) return;
    if (used.starts_with("core")) reached.insert(used);
    if (const auto found = rooms.find(used); found != rooms.end())
      for (const auto& next : found->second.always) add_core_of(next);
  };
  const auto found = rooms.find(room);
  if (found == rooms.end()) return reached;
  const auto& [always, only_in_tests] = found->second;
  std::set<std::string> named = always;
  if (in_tests) named.insert(only_in_tests.begin(), only_in_tests.end());
  for (const auto& used : named) {
    reached.insert(used);
    add_core_of(used);
  }
  return reached;
}

}  // namespace kpa::layout
