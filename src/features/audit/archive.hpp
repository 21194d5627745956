#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "core/db/blocking.hpp"
#include "core/db/database.hpp"
#include "features/audit/verification.hpp"

namespace kpa::audit {

/// The result for the oldest partition of events.
struct ArchiveStep {
  enum class End {
    archived,   ///< it is in the file and no longer in the table; call again for the next one
    too_young,  ///< there is nothing old enough
    refused,    ///< it cannot be archived; the table is unchanged
  };
  End end = End::too_young;
  std::string told;  ///< explanation for an operator
};

/// Taken while archiving, since two processes would write the same files. Released by the destructor, or when
/// the process ends.
class ArchiveLock {
 public:
  explicit ArchiveLock(const std::string& conninfo);
  ArchiveLock(const ArchiveLock&) = delete;
  ArchiveLock& operator=(const ArchiveLock&) = delete;
  ~ArchiveLock();
  /// False: another process has it.
  bool is_ours() const { return is_ours_; }

 private:
  db::BlockingConnection connection_;
  bool is_ours_;
};

/// Removes the oldest partition of events from the table, if all its events happened `before`: writes it with
/// its seals to a file in `directory`, reads the file again and compares it with the chain, and only then
/// drops the partition. If interrupted, the events are still in the table or in the file, and it can be
/// called again. `wait` is called with what is being waited for. Must be called by the owner of the tables,
/// with an ArchiveLock; the statement time limit must allow counting a partition.
Task<ArchiveStep> archive_oldest(db::Queries& queries, std::filesystem::path directory, Instant before,
                                 std::function<void(std::string)> wait);

/// Reads an archive and compares it with the chain in the database, and with the recorded digest.
Task<void> verify_archive(db::Queries& queries, std::filesystem::path file, Verification& result);

}  // namespace kpa::audit
