#include "features/audit/archive.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "core/db/error.hpp"
#include "core/timer.hpp"
#include "features/audit/archive_file.hpp"
#include "features/audit/store.hpp"

namespace kpa::audit {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

constexpr std::int64_t rows_at_once = 2'000;
/// How often to try to lock the table, once a second.
constexpr int most_attempts = 60;

/// The seal before the one with this number.
Task<Anchor> seal_before(db::Queries& queries, std::int64_t sequence) {
  auto before = co_await store::seal_at(queries, sequence - 1);
  co_return before ? std::move(*before) : Anchor{};
}

store::ChainPart part_of(const ArchiveHeader& header, std::int64_t first_id) {
  return {.after = header.first_sequence.value_or(1) - 1,
          .last_sequence = header.last_sequence.value_or(0),
          .first_id = first_id,
          .ends_before = header.ends_before};
}

Task<std::string> write(db::Queries& queries, std::filesystem::path file, ArchiveHeader header,
                        store::ChainPart part) {
  ArchiveWriter writer(std::move(file), header);
  Anchor last;
  for (bool more = true; more;) {
    auto rows = co_await store::sealed_in(queries, part, rows_at_once);
    for (auto& row : rows) {
      if (!row.event_is_there)
        throw std::runtime_error("event " + std::to_string(row.event_id) +
                                 " is gone, of which there is seal " + std::to_string(row.seal.sequence));
      if (row.seal.sequence != last.sequence + 1) last = co_await seal_before(queries, row.seal.sequence);
      row.event.id = row.event_id;
      part.after = row.seal.sequence;
      writer.add({last, row.seal, row.sealed_at, std::move(row.event)});
      last = std::move(row.seal);
    }
    more = !rows.empty();
  }
  co_return writer.finish();
}

/// Iterates over the seals that the database has for a part of the chain.
class Spine {
 public:
  Spine(db::Queries& queries, store::ChainPart part) : queries_(queries), part_(part) {}
  /// Nothing at the end.
  Task<std::optional<store::SealOfEvent>> next() {
    if (at_ == rows_.size()) {
      rows_ = co_await store::seals_in(queries_, part_, rows_at_once);
      at_ = 0;
      if (rows_.empty()) co_return std::nullopt;
      part_.after = rows_.back().seal.sequence;
    }
    co_return rows_[at_++];
  }

 private:
  db::Queries& queries_;
  store::ChainPart part_;
  std::vector<store::SealOfEvent> rows_;
  std::size_t at_ = 0;
};

/// Recomputes each seal in the file and compares it with the chain. Returns the file's digest; throws
/// std::runtime_error that says what differs.
Task<std::string> compare(db::Queries& queries, std::filesystem::path file, store::ChainPart part) {
  ArchiveReader reader(file);
  if (reader.header().ends_before != part.ends_before)
    throw std::runtime_error(file.string() + " has the events before " +
                             std::to_string(reader.header().ends_before) + ", not those before " +
                             std::to_string(part.ends_before));
  Spine spine(queries, part);
  while (auto archived = reader.next()) {
    const auto kept = co_await spine.next();
    const std::string event = "event " + std::to_string(archived->event.id) + " in " + file.string();
    if (seal(archived->previous, archived->event, archived->sealed_at) != archived->seal)
      throw std::runtime_error(event + " was altered: its seal, " + std::to_string(archived->seal.sequence) +
                               ", does not fit");
    if (!kept || kept->seal != archived->seal || kept->event_id != archived->event.id)
      throw std::runtime_error(event + " is not what the chain has at its place, seal " +
                               (kept ? std::to_string(kept->seal.sequence) : "of its end"));
  }
  if (const auto missing = co_await spine.next())
    throw std::runtime_error(file.string() + " lacks event " + std::to_string(missing->event_id));
  co_return reader.digest();
}

ArchiveStep refused(std::string why) { return {ArchiveStep::End::refused, std::move(why)}; }

/// Why the partition cannot, or should not, be archived; nothing when it can.
std::optional<ArchiveStep> obstacle(const store::OldestPartition& oldest) {
  const std::string name = "the oldest events, those before " + std::to_string(oldest.ends_before) + ",";
  if (!oldest.is_past)
    return ArchiveStep{ArchiveStep::End::too_young,
                       name + " are still being written: only whole partitions are archived"};
  if (!oldest.is_old_enough)
    return ArchiveStep{ArchiveStep::End::too_young, name + " did not all happen before the given moment"};
  if (oldest.seals != oldest.events)
    return refused(name + " are " + std::to_string(oldest.events) + ", with " + std::to_string(oldest.seals) +
                   " seals: `kpa audit verify` says why; a service that runs seals those that wait");
  return std::nullopt;
}

/// False when the table was locked by others all the time.
Task<bool> drop(db::Queries& queries, RawJson archive, std::function<void(std::string)> wait) {
  Timer pause(co_await asio::this_coro::executor);
  for (int attempt = 1; attempt <= most_attempts; ++attempt) {
    try {
      const auto work = [&archive](db::Queries& unit) -> Task<bool> {
        RawJson json = archive;
        co_await store::drop_archived(unit, std::move(json));
        co_return true;
      };
      co_return co_await queries.transaction(work);
    } catch (const db::Error& error) {
      if (error.sqlstate != "55P03") throw;  // lock_not_available
    }
    if (attempt == 1) wait("waiting for a moment in which nobody reads the events");
    pause.expires_after(std::chrono::seconds(1));
    co_await pause.async_wait(asio::use_awaitable_t<Executor>());
  }
  co_return false;
}

/// The first number is unique to this kind of lock.
std::string of_archives(const std::string& function) {
  return "SELECT " + function + "('event_archives'::regclass::oid::bigint)";
}

}  // namespace

ArchiveLock::ArchiveLock(const std::string& conninfo)
    : connection_(conninfo),
      is_ours_(connection_.execute(of_archives("pg_try_advisory_lock")).value() == "t") {}

ArchiveLock::~ArchiveLock() {
  try {
    if (is_ours_) connection_.execute(of_archives("pg_advisory_unlock"));
  } catch (const db::Error&) {
    // The session is gone, and its lock with it.
  }
}

Task<ArchiveStep> archive_oldest(db::Queries& queries, std::filesystem::path directory, Instant before,
                                 std::function<void(std::string)> wait) {
  const auto oldest = co_await store::oldest_partition(queries, before);
  if (auto found = obstacle(oldest)) co_return std::move(*found);
  const std::filesystem::path file = directory / (oldest.name + ".jsonl.gz");
  const std::int64_t first_id = co_await store::archived_before(queries);
  const ArchiveHeader header{.ends_before = oldest.ends_before,
                             .events = oldest.events,
                             .first_sequence = oldest.first_sequence,
                             .last_sequence = oldest.last_sequence};
  const store::ChainPart part = part_of(header, first_id);
  std::string digest, wrong;
  try {
    // An existing file is from an interrupted call, or not ours: the comparison below will tell.
    if (!std::filesystem::exists(file)) co_await write(queries, file, header, part);
    digest = co_await compare(queries, file, part);
  } catch (const Failure&) {
    throw;  // an outage
  } catch (const std::runtime_error& error) {
    wrong = error.what();
  }
  if (!wrong.empty()) co_return refused(wrong + ". Nothing was dropped");
  json::object archive{{"ends_before", oldest.ends_before},
                       {"events", oldest.events},
                       {"file", file.filename().string()},
                       {"sha256", digest}};
  if (oldest.first_sequence) archive["first_sequence"] = *oldest.first_sequence;
  if (oldest.last_sequence) archive["last_sequence"] = *oldest.last_sequence;
  RawJson told{json::serialize(archive)};
  if (!co_await drop(queries, std::move(told), std::move(wait)))
    co_return refused("somebody reads the events all the time, perhaps a backup: nothing was dropped, " +
                      file.string() + " is complete; call this again later");
  co_return ArchiveStep{ArchiveStep::End::archived,
                        "archived " + std::to_string(oldest.events) + " events, those before " +
                            std::to_string(oldest.ends_before) + ", in " + file.string() +
                            " (sha256 of its lines " + digest + ")"};
}

Task<void> verify_archive(db::Queries& queries, std::filesystem::path file, Verification& result) {
  std::string wrong;
  try {
    const ArchiveHeader header = ArchiveReader(file).header();
    const auto archives = co_await store::archives(queries);
    const auto known = std::ranges::find(archives, header.ends_before, &store::Archive::ends_before);
    if (known == archives.end())
      throw std::runtime_error(file.string() + " has the events before " +
                               std::to_string(header.ends_before) + ", of which the database has no archive");
    const std::int64_t first_id = known == archives.begin() ? from_the_first : std::prev(known)->ends_before;
    const std::string digest = co_await compare(queries, file, part_of(header, first_id));
    if (digest != known->sha256)
      throw std::runtime_error(file.string() + " is not the file that was archived: its digest is another");
    ++result.archives_read;
  } catch (const Failure&) {
    throw;  // an outage
  } catch (const std::runtime_error& error) {
    wrong = error.what();
  }
  if (!wrong.empty()) note(result, {Flaw::archive_differs, 0, 0, wrong});
}

}  // namespace kpa::audit
