#pragma once

#include <string_view>

namespace kpa {

/// A file that `kpa_embed` built into the program. Lives as long as the program.
struct EmbeddedFile {
  std::string_view name;     ///< relative to the embedded folder, e.g. `0001_create_users.sql`
  std::string_view content;  ///< unchanged; followed by a NUL
};

}  // namespace kpa
