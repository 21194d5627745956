#include "features/audit/sealing.hpp"

#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "core/db/listener.hpp"
#include "core/observe/log.hpp"
#include "features/audit/store.hpp"

namespace kpa::audit {
namespace {

const observe::Log log("audit");

Task<std::int64_t> seal_in(db::Queries& unit, std::int64_t most, std::int64_t first) {
  const auto events = co_await store::take_unsealed(unit, first, most);
  if (events.empty()) co_return 0;
  // Read after taking the events: any process that sealed others before has committed by now.
  Anchor last = co_await store::last_seal(unit);
  const Instant sealed_at = now();
  std::vector<Anchor> seals;
  std::vector<std::int64_t> ids;
  for (const auto& event : events) {
    last = seal(last, event, sealed_at.time_since_epoch().count());
    seals.push_back(last);
    ids.push_back(event.id);
  }
  co_await store::add_seals(unit, std::move(seals), std::move(ids), sealed_at);
  co_await db::notify(unit, seals_channel, std::to_string(last.sequence));
  co_return static_cast<std::int64_t>(events.size());
}

}  // namespace

Task<std::int64_t> seal_events(db::Queries& queries, std::int64_t most, std::int64_t first) {
  const auto work = [=](db::Queries& unit) { return seal_in(unit, most, first); };
  co_return co_await queries.transaction(work);
}

Task<bool> Sealing::look(db::Queries& queries, Clock::time_point time) {
  const bool whole = time >= next_whole_look_;
  if (whole) next_whole_look_ = time + between_whole_looks_;
  const auto first = co_await store::first_unsealed(queries, whole ? from_the_first : first_);
  // When a full search finds nothing, later searches still start from the same place.
  if (first) first_ = *first;
  co_return first.has_value();
}

Task<jobs::Done> Sealing::run(db::Queries& unit) const {
  co_return jobs::all_if_fewer(co_await seal_events(unit, most_at_once, first_), most_at_once);
}

Task<void> seal_rest(db::Queries& queries) {
  std::string failed;
  try {
    while (co_await seal_events(queries, most_at_once) == most_at_once) continue;
    co_return;
  } catch (const std::exception& error) {
    failed = error.what();
  }
  // Perhaps another process is sealing at this moment.
  log.warning("could not seal the last events; the next start will", {{"reason", failed}});
}

Task<Head> head(db::Queries& queries) {
  Head head;
  head.anchor = co_await store::last_seal(queries);
  head.sealed_at = co_await store::sealed_at(queries, head.anchor.sequence);
  co_return head;
}

Task<void> log_head(db::Queries& queries) {
  const Head end = co_await head(queries);
  if (end.sealed_at)
    log.info("head of the chain", {{"head", format(end.anchor)}, {"sealed_at", kpa::format(*end.sealed_at)}});
}

}  // namespace kpa::audit
