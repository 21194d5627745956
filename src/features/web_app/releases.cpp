#include "features/web_app/releases.hpp"

#include <fstream>
#include <set>
#include <string>

namespace kpa::web_app {
namespace {

namespace fs = std::filesystem;

using Names = std::set<std::string>;

Names names_in(const fs::path& folder) {
  Names names;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.is_regular_file()) names.insert(entry.path().filename().string());
  return names;
}

Names read_list(const fs::path& list) {
  Names names;
  std::ifstream lines(list);
  for (std::string line; std::getline(lines, line);) names.insert(line);
  return names;
}

/// Never leaves half a file: a crash leaves the earlier one, or none.
void write_list(const fs::path& list, const Names& names) {
  const fs::path fresh = list.string() + ".new";
  {
    std::ofstream lines(fresh);
    for (const auto& name : names) lines << name << '\n';
    lines.flush();
    if (!lines)
      throw fs::filesystem_error("cannot be written", fresh, std::make_error_code(std::errc::io_error));
  }
  fs::rename(fresh, list);
}

void add_copy(const fs::path& from, const fs::path& to) {
  if (fs::exists(to)) return;
  const fs::path fresh = to.string() + ".new";
  fs::copy_file(from, fresh, fs::copy_options::overwrite_existing);
  fs::rename(fresh, to);
}

}  // namespace

void keep_for_a_week(const fs::path& current, const fs::path& kept, fs::file_time_type now) {
  const fs::path folder = kept / "assets", list = kept / "release";
  fs::create_directories(folder);
  const Names present = names_in(current), last = read_list(list);
  for (const auto& name : names_in(folder)) {
    if (present.contains(name)) continue;
    if (last.contains(name))
      fs::last_write_time(folder / name, now);  // its release ends now
    else if (fs::last_write_time(folder / name) + kept_for < now)
      fs::remove(folder / name);
  }
  for (const auto& name : present) add_copy(current / name, folder / name);
  write_list(list, present);
}

}  // namespace kpa::web_app
