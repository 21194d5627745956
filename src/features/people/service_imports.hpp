#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/http/endpoint.hpp"
#include "core/jobs/job.hpp"
#include "core/worker_pool.hpp"
#include "features/identity/identity.hpp"
#include "features/people/import_file.hpp"
#include "features/people/service_reception.hpp"
#include "features/people/store_imports.hpp"

namespace kpa::people {

/// Imports of people, on one I/O thread. A file's rows are stored while it arrives. A scheduled job, in one
/// process, then imports all of its people or none, in one transaction that also finishes the import, so that
/// it is never done in part, twice, or lost.
class Imports {
 public:
  /// The arguments must outlive it.
  Imports(db::Queries& database, const identity::Directory& directory, WorkerPool& workers)
      : database_(database), directory_(directory), workers_(workers) {}

  /// Stores a file while it arrives: receive_file().
  Task<Outcome<ReceivedFile>> receive(const http::Call& call, http::BodyStream body) const;
  /// Makes an import of the file. Fails with too_many_requests when the caller has too many unfinished ones.
  Task<Outcome<Import>> accept(const http::Call& call, ImportQuery query, ReceivedFile file) const;
  /// Deletes a file that did not become an import: the request was refused, or was a repeat.
  Task<void> drop(ReceivedFile file) const;
  /// One of the caller's own; superusers see all.
  Task<Outcome<Import>> find(const http::Call& call, std::int64_t id) const;

  /// A run of the job: processes the oldest unfinished import. Progress is written outside `unit`, so that
  /// others see it.
  Task<jobs::Done> work(db::Queries& unit) const;

 private:
  Task<store::Result> result_of(db::Queries& unit, const store::Unfinished& import) const;
  /// The problems of the file that need the database. `managers_first` receives the positions of all its
  /// people, each after that of their manager.
  Task<RowProblems> judge(db::Queries& unit, const store::Unfinished& import, http::Caller sender,
                          std::int64_t rows, std::vector<std::size_t>& managers_first) const;
  Task<void> insert(db::Queries& unit, const store::Unfinished& import,
                    std::vector<std::size_t> managers_first) const;
  Task<void> read_text(const store::Unfinished& import) const;

  db::Queries& database_;
  const identity::Directory& directory_;
  WorkerPool& workers_;
};

}  // namespace kpa::people
