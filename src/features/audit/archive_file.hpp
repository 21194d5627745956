#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "core/lines/compressed_lines.hpp"
#include "features/audit/chain.hpp"

/// The format of archive files: described in docs/how-to/audit.md, which promises that it stays readable.
namespace kpa::audit {

/// The first line: what follows.
struct ArchiveHeader {
  std::int64_t ends_before = 0;  ///< all event ids in the file are lower
  std::int64_t events = 0;
  std::optional<std::int64_t> first_sequence;  ///< of the first seal; not set: there are no events
  std::optional<std::int64_t> last_sequence;
};

/// An event with its seal and the previous one.
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
  /// Completes the file and syncs it to disk. Returns its digest, 64 hexadecimal digits.
  std::string finish();

 private:
  lines::Writer lines_;
  Anchor last_;
};

/// Reads a file made by ArchiveWriter; throws std::runtime_error when it is not one.
class ArchiveReader {
 public:
  explicit ArchiveReader(const std::filesystem::path& file);
  const ArchiveHeader& header() const { return header_; }
  /// The next event; nothing after the last, when the file has been found complete.
  std::optional<ArchivedEvent> next();
  /// After the last event: the digest as ArchiveWriter::finish() returned it.
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
