#pragma once

#include <chrono>
#include <filesystem>

namespace kpa::web_app {

/// Somebody who opened the app before it was updated still asks for scripts of the earlier release, when they
/// come to a page that was not loaded yet. So files with a digest in their names are served for this long
/// after the release that has them no more was started.
constexpr std::chrono::hours kept_for{24 * 7};

/// Copies the files in `current` to `kept`/assets, and deletes there what has been in no release for
/// `kept_for`. `kept`/release names the files of the release that was started last: that is how a file's age
/// after its end is known. Throws std::filesystem::filesystem_error.
void keep_for_a_week(const std::filesystem::path& current, const std::filesystem::path& kept,
                     std::filesystem::file_time_type now);

}  // namespace kpa::web_app
