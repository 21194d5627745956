#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "core/db/blocking.hpp"
#include "core/db/database.hpp"
#include "features/audit/verification.hpp"

namespace kpa::audit {

/// How it went with the oldest partition of events.
struct ArchiveStep {
  enum class End {
    archived,   ///< it is in the file, and out of the table; the next one may be archived, too
    too_young,  ///< there is nothing to be archived
    refused,    ///< it cannot be; nothing of the table is changed
  };
  End end = End::too_young;
  std::string told;  ///< for an operator
};

/// Held by whoever archives: two at once would write to the same files. It is of this process, and ends with
/// it.
class ArchiveLock {
 public:
  explicit ArchiveLock(const std::string& conninfo);
  ArchiveLock(const ArchiveLock&) = delete;
  ArchiveLock& operator=(const ArchiveLock&) = delete;
  ~ArchiveLock();
  /// False: another has it.
  bool is_ours() const { return is_ours_; }

 private:
  db::BlockingConnection connection_;
  bool is_ours_;
};

/// Takes the oldest partition of events out of the table, if all in it happened `before`: writes it with its
/// seals to a file in `directory`, reads that again and compares it with the chain, and only then drops the
/// partition. Whatever ends it at whatever moment, all is in the table or in the file, and it may be called
/// again. `wait` is told what it waits for. To be called by the owner of the tables, under an ArchiveLock; a
/// statement may take as long as it takes to count a partition.
Task<ArchiveStep> archive_oldest(db::Queries& queries, std::filesystem::path directory, Instant before,
                                 std::function<void(std::string)> wait);

/// Reads an archive and compares it with what the database knows of it: the chain, and the digest of the
/// file.
Task<void> verify_archive(db::Queries& queries, std::filesystem::path file, Verification& result);

}  // namespace kpa::audit
