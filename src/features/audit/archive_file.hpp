#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "core/lines/compressed_lines.hpp"
#include "features/audit/chain.hpp"

/// The file that archived events are in: docs/how-to/audit.md describes it, and promises it for good.
namespace kpa::audit {

/// What the first line tells of the others.
struct ArchiveHeader {
  std::int64_t ends_before = 0;  ///< the ids of its events are lower
  std::int64_t events = 0;
  std::optional<std::int64_t> first_sequence;  ///< of the seals; nothing: there are no events
  std::optional<std::int64_t> last_sequence;
};

/// An event with its seal and the one before it.
struct ArchivedEvent {
  Anchor previous;
  Anchor seal;
  std::optional<std::int64_t> sealed_at;
  SealedEvent event;
};

/// Writes events in the order of their seals.
class ArchiveWriter {
 public:
  ArchiveWriter(std::filesystem::path file, const ArchiveHeader& header);
  void add(const ArchivedEvent& event);
  /// The file is complete and on the disk. Gives its digest, 64 hexadecimal digits.
  std::string finish();

 private:
  lines::Writer lines_;
  Anchor last_;
};

/// Reads what an ArchiveWriter wrote, and throws std::runtime_error where it cannot be that.
class ArchiveReader {
 public:
  explicit ArchiveReader(const std::filesystem::path& file);
  const ArchiveHeader& header() const { return header_; }
  /// Nothing after the last, when the file was found to be complete.
  std::optional<ArchivedEvent> next();
  /// After the last: as finish() gave it.
  const std::string& digest() const { return digest_; }

 private:
  void end(std::string_view told_digest, const std::string& digest);

  std::string name_;
  lines::Reader lines_;
  ArchiveHeader header_;
  Anchor last_;
  std::int64_t read_ = 0;
  std::string digest_;
};

}  // namespace kpa::audit
