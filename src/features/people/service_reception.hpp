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

/// A file that is stored, and belongs to no import yet.
struct ReceivedFile {
  std::int64_t id = 0;
  std::string digest;  ///< SHA-256 of what came, in hexadecimal

  void write_meaning(std::string& out) const { out += digest; }
};

/// The next part of a file; empty at the end.
using NextPart = std::function<Task<Outcome<std::string_view>>()>;

/// What a person is told of problems, in `language`.
std::vector<ImportProblem> told(const std::vector<RowProblem>& problems, i18n::Language language);

/// Reads a file while it comes, and stores its rows: some hundred KiB of it are in memory. Problems with rows
/// are stored with it. too_many_requests when `creator` has enough imports that are not finished;
/// validation_failed when it is no text in UTF-8; what `next` gives. Then nothing is left of it.
Task<Outcome<ReceivedFile>> receive_file(db::Queries& database, WorkerPool& workers,
                                         CanonicalPhone canonical_phone, std::int64_t creator,
                                         i18n::Language language, NextPart next);

/// Why another import has to wait.
Problem too_many_imports();

}  // namespace kpa::people
