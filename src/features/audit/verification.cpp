#include "features/audit/verification.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "features/audit/store.hpp"

namespace kpa::audit {
namespace {

/// Seals read at once: few enough for the memory, enough to keep round trips few.
constexpr std::int64_t seals_at_once = 2'000;
constexpr std::int64_t events_at_once = 100'000;
/// Longer than any transaction: for so long an event may wait for its seal, and be sealed after later ones.
constexpr std::int64_t patience_seconds = 600;
constexpr std::int64_t patience = patience_seconds * 1'000'000;  // microseconds

/// Follows the chain from its beginning.
class Walk {
 public:
  Walk(Verification& result, std::vector<Anchor> anchors, std::vector<store::Archive> archives)
      : result_(result),
        anchors_(std::move(anchors)),
        archives_(std::move(archives)),
        archived_(archives_.size(), 0) {
    std::ranges::sort(anchors_, {}, &Anchor::sequence);
    compare_with_anchors(last_);
  }

  std::int64_t place() const { return last_.sequence; }

  void step(const store::SealedRow& row) {
    if (row.seal.sequence <= last_.sequence)
      return note(result_,
                  {Flaw::seal_added, row.seal.sequence, row.event_id,
                   "seal " + std::to_string(row.seal.sequence) + " of event " + std::to_string(row.event_id) +
                       " has no place in the chain: it was added, past the constraints"});
    const bool follows = row.seal.sequence == last_.sequence + 1;
    if (!follows) note_missing(row.seal.sequence);
    if (!row.event_is_there && is_archived(row.event_id))
      ++result_.archived;  // its archive proves it; the next seal proves this one
    else if (!row.event_is_there)
      note(result_, {Flaw::event_gone, row.seal.sequence, row.event_id,
                     "event " + std::to_string(row.event_id) + " was removed; seal " +
                         std::to_string(row.seal.sequence) + " is left of it"});
    else if (follows && seal(last_, row.event, row.sealed_at) != row.seal)
      note(result_, {Flaw::altered, row.seal.sequence, row.event_id,
                     "seal " + std::to_string(row.seal.sequence) + " does not fit event " +
                         std::to_string(row.event_id) +
                         ": the event, the seal or the seal before it was altered or put elsewhere"});
    else
      compare_with_times_before(row);
    last_ = row.seal;  // continue from the stored seal, so that one change is reported only once
    ++result_.sealed;
    remember(row);
    compare_with_anchors(last_);
  }

  /// Whether later events were sealed although this one was waiting. Waiting events are sealed in the order
  /// of their ids. So after its commit, which takes at most `patience`, no higher id is sealed before this
  /// one; and events that happened later than that have higher ids.
  bool left_out(const store::Unsealed& event) const {
    const std::int64_t happened = event.occurred_at.value_or(std::numeric_limits<std::int64_t>::min());
    const auto was_passed_by = [&](const Sealed& other) {
      return other.event_id > event.event_id && other.sealed_at - patience > happened;
    };
    return happened < newest_ - patience || std::ranges::any_of(outermost_, was_passed_by);
  }

  void end() {
    for (; next_ < anchors_.size(); ++next_)
      note(result_, {Flaw::cut_off, anchors_[next_].sequence, 0,
                     "the chain ends with seal " + std::to_string(last_.sequence) +
                         ", but an anchor was kept of seal " + std::to_string(anchors_[next_].sequence) +
                         ": its end was removed"});
    for (std::size_t at = 0; at < archives_.size(); ++at) compare(archives_[at], archived_[at]);
  }

 private:
  struct Sealed {
    std::int64_t event_id = 0;
    std::int64_t sealed_at = 0;
  };

  /// Also counts it.
  bool is_archived(std::int64_t event_id) {
    const auto archive = std::ranges::upper_bound(archives_, event_id, {}, &store::Archive::ends_before);
    if (archive == archives_.end()) return false;
    ++archived_[static_cast<std::size_t>(archive - archives_.begin())];
    return true;
  }
  void compare(const store::Archive& archive, std::int64_t seals) {
    const std::string name =
        "the archive " + archive.file + " of the events before " + std::to_string(archive.ends_before);
    if (seals != archive.events)
      note(result_, {Flaw::archive_differs, 0, 0,
                     name + " is said to have " + std::to_string(archive.events) + " events, but there are " +
                         std::to_string(seals) + " seals of them: some were removed or added"});
    if (!archive.is_told)
      note(result_,
           {Flaw::archive_differs, 0, 0,
            name + " is told by no event, or by one that tells otherwise: the events were not archived "
                   "but removed"});
  }
  void remember(const store::SealedRow& row) {
    while (!outermost_.empty() && outermost_.back().event_id <= row.event_id) outermost_.pop_back();
    outermost_.push_back({.event_id = row.event_id, .sealed_at = row.sealed_at.value_or(0)});
  }
  void note_missing(std::int64_t found) {
    const std::string from = std::to_string(last_.sequence + 1), to = std::to_string(found - 1);
    note(result_, {Flaw::seal_gone, last_.sequence + 1, 0,
                   from == to ? "seal " + from + " was removed"
                              : "the seals from " + from + " to " + to + " were removed"});
  }
  /// Detects invented times, which somebody who can insert events could write: events are sealed roughly in
  /// the order in which they happen, even those that had to wait.
  void compare_with_times_before(const store::SealedRow& row) {
    const std::int64_t happened = row.event.occurred_at.value_or(std::numeric_limits<std::int64_t>::max());
    if (happened < newest_ - patience || happened > row.sealed_at.value_or(0) + patience)
      note(result_, {Flaw::misdated, row.seal.sequence, row.event_id,
                     "event " + std::to_string(row.event_id) +
                         " was sealed after events that happened later, or before it happened: its time was "
                         "made up, or the clock was wrong"});
    else
      newest_ = std::max(newest_, happened);
  }
  void compare_with_anchors(const Anchor& here) {
    for (; next_ < anchors_.size() && anchors_[next_].sequence <= here.sequence; ++next_)
      if (anchors_[next_].sequence == here.sequence && anchors_[next_].hash != here.hash)
        note(result_, {Flaw::other_anchor, here.sequence, 0,
                       "seal " + std::to_string(here.sequence) +
                           " is not the one that the anchor was kept of: the chain was made anew from here "
                           "or from further up"});
  }

  Verification& result_;
  std::vector<Anchor> anchors_;
  std::vector<store::Archive> archives_;
  std::vector<std::int64_t> archived_;  ///< seals of each archive
  std::size_t next_ = 0;
  Anchor last_;
  std::int64_t newest_ = 0;  ///< time of the newest event so far
  /// Events sealed with a higher id than all sealed after them: rarely more than one or two.
  std::vector<Sealed> outermost_;
};

Task<void> walk_chain(db::Queries& queries, const Progress& progress, Walk& walk) {
  store::SealPlace place;
  for (bool more = true; more;) {
    auto rows = co_await store::sealed_after(queries, place, seals_at_once);
    for (auto& row : rows) {
      place = {row.seal.sequence, row.event_id};
      row.event.id = row.event_id;
      walk.step(row);
    }
    more = !rows.empty();
    if (more && progress) progress(walk.place());
  }
  walk.end();
}

/// An event past the chain's end proves nothing: whoever can insert it could also have it sealed.
void look_at_unsealed(const store::Unsealed& event, const Walk& walk, Verification& result) {
  const std::string name = "event " + std::to_string(event.event_id);
  if (!event.waits)
    return note(result, {Flaw::not_sealed, 0, event.event_id,
                         name + " has no seal and never will: it was added or its seal was removed, past the "
                                "triggers"});
  if (walk.left_out(event))
    return note(result, {Flaw::not_sealed, 0, event.event_id,
                         name + " was left out when later events were sealed: it was kept from its seal, its "
                                "number or time was made up, or the clock was wrong"});
  if (++result.overdue == 1) result.first_overdue = event.event_id;
}

/// Up to the event `last`: later ones may have been sealed after the walk reached its end.
Task<void> look_for_unsealed(db::Queries& queries, std::int64_t last, const Walk& walk,
                             Verification& result) {
  for (std::int64_t after = std::numeric_limits<std::int64_t>::min(); after < last;) {
    const auto further = co_await store::event_id_further_on(queries, after, events_at_once);
    const std::int64_t up_to = std::min(further.value_or(last), last);
    for (const auto& event : co_await store::unsealed(queries, after, up_to, patience_seconds))
      look_at_unsealed(event, walk, result);
    after = up_to;
  }
  for (const std::int64_t event_id : co_await store::waiting_without_event(queries))
    note(result, {Flaw::event_gone, 0, event_id,
                  "event " + std::to_string(event_id) + " was removed before it was sealed"});
}

}  // namespace

void note(Verification& result, Finding finding) {
  ++result.flaws;
  if (result.findings.size() < most_told) result.findings.push_back(std::move(finding));
}

Task<Verification> verify(db::Queries& queries, std::vector<Anchor> anchors, Progress progress) {
  Verification result;
  const auto last = co_await store::last_event_id(queries);
  auto archives = co_await store::archives(queries);
  result.archives = static_cast<std::int64_t>(archives.size());
  Walk walk(result, std::move(anchors), std::move(archives));
  co_await walk_chain(queries, progress, walk);
  if (last) co_await look_for_unsealed(queries, *last, walk, result);
  result.waiting = co_await store::waiting(queries);
  result.head = co_await head(queries);
  co_return result;
}

}  // namespace kpa::audit
