#include <map>
#include <utility>

#include "core/crypto/digest.hpp"
#include "features/sync/cursor.hpp"
#include "features/sync/service.hpp"
#include "features/sync/store.hpp"

namespace kpa::sync {
namespace {

/// Entries on a page while a device fetches everything.
constexpr std::int64_t page_size = 100;
/// Seals whose events are looked through for a page. Most tell of what is not the caller's.
constexpr std::int64_t seals_per_page = 1'000;
/// A device that is further behind fetches everything again: that is a bounded number of records.
constexpr std::int64_t farthest_behind = 50'000;

/// All on which it depends what somebody may see, and what has no events.
std::string epoch_of(const http::Caller& caller, const store::Standing& standing, const Register& kinds) {
  std::string text = std::to_string(static_cast<int>(caller.role)) + (caller.sees_all ? " all " : " ") +
                     (standing.depot_id ? std::to_string(*standing.depot_id) : "-") + ' ' + standing.sight;
  for (const auto* feed : kinds.feeds()) text.append(1, '\n').append(feed->state());
  return crypto::hex(crypto::sha256(text)).substr(0, 16);
}

Entry entry_of(std::string_view kind, Item item) {
  return {
      .kind = std::string(kind), .id = item.id, .version = item.version, .record = std::move(item.record)};
}

/// One of the feeds: all that concerns the caller, from an id on.
Task<void> fetch_all(const http::Call& call, const Register& kinds, Cursor& cursor, Changes& answer) {
  const Feed* const feed = kinds.feed(cursor.feed);
  std::vector<Item> items;
  if (feed != nullptr) items = co_await feed->page(call, cursor.after, page_size);
  const bool is_full = static_cast<std::int64_t>(items.size()) == page_size;
  if (is_full) cursor.after = items.back().id;
  for (auto& item : items) answer.changes.push_back(entry_of(cursor.feed, std::move(item)));
  if (is_full) co_return;
  // On to the next feed; after the last, to what changed since the beginning.
  bool passed = false;
  std::string next;
  for (const auto* other : kinds.feeds()) {
    if (passed && next.empty()) next = other->description().name;
    passed = passed || other == feed;
  }
  cursor.feed = next;
  cursor.after = 0;
}

/// What the events after the cursor's seal tell of. False: some of them are only in archives.
Task<bool> fetch_changed(const http::Call& call, db::Queries& database, const Register& kinds,
                         const Cursor& cursor, std::int64_t until, Changes& answer) {
  std::vector<std::string> types, owners;
  std::map<std::string, const Feed*> by_type;
  for (const auto* feed : kinds.feeds()) {
    if (feed->description().record.empty()) continue;
    by_type.emplace(feed->description().record, feed);
    types.emplace_back(feed->description().record);
    owners.emplace_back(feed->description().owner);
  }
  const auto touched =
      co_await database.all(store::touched, cursor.seal, until, types, owners, call.caller.user_id);
  std::map<const Feed*, std::vector<std::int64_t>> ids;
  for (const auto& one : touched) {
    if (!one.type) co_return false;
    if (one.id) ids[by_type.at(*one.type)].push_back(*one.id);
  }
  std::map<std::pair<const Feed*, std::int64_t>, Item> present;
  for (const auto& [feed, some] : ids) {
    auto items = co_await feed->among(call, some);
    for (auto& item : items) present.emplace(std::pair(feed, item.id), std::move(item));
  }
  for (const auto& one : touched) {
    if (!one.id) continue;
    const Feed* const feed = by_type.at(*one.type);
    const auto name = feed->description().name;
    if (const auto found = present.find({feed, *one.id}); found != present.end())
      answer.changes.push_back(entry_of(name, std::move(found->second)));
    else if (one.was_own || feed->description().for_everybody)
      answer.changes.push_back({.kind = std::string(name), .id = *one.id, .gone = true});
  }
  co_return true;
}

/// A new epoch. What is sealed by now was committed before all that is read from here on; what is sealed
/// later comes after everything.
Task<void> begin(const http::Call& call, const store::Standing& standing, const Register& kinds,
                 Cursor& cursor, Changes& answer) {
  cursor = {.epoch = answer.epoch, .seal = standing.head, .seal_hash = standing.head_hash};
  answer.changes.clear();
  for (const auto* feed : kinds.feeds()) answer.drop.emplace_back(feed->description().name);
  if (!kinds.feeds().empty()) cursor.feed = kinds.feeds().front()->description().name;
  co_await fetch_all(call, kinds, cursor, answer);
}

Problem not_a_cursor() {
  return field_failure(Code::validation_failed, "cursor", "not_a_cursor",
                       i18n::text("Must be the cursor of an answer of this address"));
}

}  // namespace

Task<Outcome<Changes>> Service::changes(const http::Call& call, ChangesQuery query) const {
  Cursor cursor;
  if (query.cursor) {
    auto read = decode_cursor(*query.cursor);
    if (!read) co_return not_a_cursor();
    cursor = std::move(*read);
  }
  const auto found = co_await database_.first(store::standing, call.caller.user_id, cursor.seal,
                                              cursor.seal_hash, seals_per_page);
  if (!found) co_return Problem{.code = Code::not_found};
  Changes answer;
  answer.epoch = epoch_of(call.caller, *found, kinds_);

  bool goes_on = cursor.epoch == answer.epoch && found->is_known &&
                 found->head - cursor.seal <= farthest_behind &&
                 (cursor.feed.empty() || kinds_.feed(cursor.feed) != nullptr);
  if (goes_on && cursor.feed.empty()) {
    goes_on = co_await fetch_changed(call, database_, kinds_, cursor, found->until, answer);
    cursor.seal = found->until;
    cursor.seal_hash = found->until_hash;
  } else if (goes_on) {
    co_await fetch_all(call, kinds_, cursor, answer);
  }
  if (!goes_on) co_await begin(call, *found, kinds_, cursor, answer);
  answer.cursor = encode(cursor);
  answer.more = !cursor.feed.empty() || cursor.seal < found->head;
  co_return answer;
}

}  // namespace kpa::sync
