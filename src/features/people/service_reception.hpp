#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/db/database.hpp"
#include "core/i18n/language.hpp"
#include "core/worker_pool.hpp"
#include "features/people/import_file.hpp"
#include "features/people/wire_imports.hpp"

namespace kpa::people {

/// A stored file that is not an import yet.
struct ReceivedFile {
  std::int64_t id = 0;
  std::string digest;  ///< SHA-256 of the file, in hexadecimal

  void write_meaning(std::string& out) const { out += digest; }
};

/// Returns the next part of a file; empty at the end.
using NextPart = std::function<Task<Outcome<std::string_view>>()>;

/// The problems as shown to a person, in `language`.
std::vector<ImportProblem> told(const std::vector<RowProblem>& problems, i18n::Language language);

/// Reads a file while it arrives, and stores its rows and their problems; keeps at most some hundred KiB in
/// memory. Fails with too_many_requests when `creator` has too many unfinished imports, with
/// validation_failed when it is not UTF-8 text, or as `next` does. On failure nothing is kept.
Task<Outcome<ReceivedFile>> receive_file(db::Queries& database, WorkerPool& workers,
                                         CanonicalPhone canonical_phone, std::int64_t creator,
                                         i18n::Language language, NextPart next);

/// The failure when a person has too many unfinished imports.
Problem too_many_imports();

}  // namespace kpa::people
