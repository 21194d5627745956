#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/jobs/job.hpp"
#include "core/worker_pool.hpp"
#include "features/identity/identity.hpp"
#include "features/people/import_file.hpp"
#include "features/people/store_imports.hpp"

namespace kpa::people {

/// Files of people, on one I/O thread. A file is stored with its import; a scheduled job, one for all
/// processes, reads it and does all or nothing of it in the transaction that also ends the import, so that it
/// is never done in part, twice, or forgotten.
class Imports {
 public:
  /// All outlive it.
  Imports(db::Queries& database, const identity::Directory& directory, WorkerPool& workers)
      : database_(database), directory_(directory), workers_(workers) {}

  /// Stores the file. validation_failed when it is not UTF-8; too_many_requests when the caller has some
  /// unfinished.
  Task<Outcome<Import>> accept(const http::Call& call, ImportQuery query, std::string file) const;
  /// One's own; superusers see everybody's.
  Task<Outcome<Import>> find(const http::Call& call, std::int64_t id) const;

  /// A run of the job: the oldest import that is not finished. Progress is told outside of `unit`, for others
  /// to see.
  Task<jobs::Done> work(db::Queries& unit) const;

 private:
  Task<store::Result> result_of(db::Queries& unit, const store::Unfinished& import) const;
  /// Notes what the database has against the rows, and gives their managers: where one comes in the same
  /// file, its index. The others, and depots, are filled in as ids.
  Task<std::vector<std::optional<std::size_t>>> judge(db::Queries& unit, ImportFile& file,
                                                      http::Caller sender) const;
  Task<void> insert(db::Queries& unit, const store::Unfinished& import, std::vector<ImportRow> rows,
                    std::vector<std::optional<std::size_t>> manager_of, std::vector<std::size_t> order) const;

  db::Queries& database_;
  const identity::Directory& directory_;
  WorkerPool& workers_;
};

}  // namespace kpa::people
