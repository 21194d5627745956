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

/// Files of people, on one I/O thread. A file is read and its rows are stored while it comes; a scheduled
/// job, one for all processes, does all or nothing of them in the transaction that also ends the import, so
/// that it is never done in part, twice, or forgotten.
class Imports {
 public:
  /// All outlive it.
  Imports(db::Queries& database, const identity::Directory& directory, WorkerPool& workers)
      : database_(database), directory_(directory), workers_(workers) {}

  /// Stores a file that is coming: receive_file().
  Task<Outcome<ReceivedFile>> receive(const http::Call& call, http::BodyStream body) const;
  /// Makes it an import. too_many_requests when the caller has some unfinished.
  Task<Outcome<Import>> accept(const http::Call& call, ImportQuery query, ReceivedFile file) const;
  /// Drops it where that did not happen: it was refused, or the request a repeat.
  Task<void> drop(ReceivedFile file) const;
  /// One's own; superusers see everybody's.
  Task<Outcome<Import>> find(const http::Call& call, std::int64_t id) const;

  /// A run of the job: the oldest import that is not finished. Progress is told outside of `unit`, for others
  /// to see.
  Task<jobs::Done> work(db::Queries& unit) const;

 private:
  Task<store::Result> result_of(db::Queries& unit, const store::Unfinished& import) const;
  /// What is wrong with the file beyond what was found while it was read. `managers_first` gets the places of
  /// all in it, each after that of their manager.
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
