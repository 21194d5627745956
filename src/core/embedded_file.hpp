#pragma once

#include <string_view>

namespace kpa {

/// A file that was built into the program by `kpa_embed`. Lives as long as the program.
struct EmbeddedFile {
  std::string_view name;     ///< relative to the folder that was embedded, e.g. `0001_create_users.sql`
  std::string_view content;  ///< byte for byte; a NUL follows it
};

}  // namespace kpa
