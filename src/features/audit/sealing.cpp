#include "features/audit/sealing.hpp"

#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "core/observe/log.hpp"
#include "features/audit/store.hpp"

namespace kpa::audit {
namespace {

const observe::Log log("audit");

Task<std::int64_t> seal_in(db::Queries& unit, std::int64_t most) {
  const auto events = co_await store::take_unsealed(unit, most);
  if (events.empty()) co_return 0;
  // Read after the events were taken: whoever sealed others meanwhile has committed.
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
  co_return static_cast<std::int64_t>(events.size());
}

}  // namespace

Task<std::int64_t> seal_events(db::Queries& queries, std::int64_t most) {
  const auto work = [most](db::Queries& unit) { return seal_in(unit, most); };
  co_return co_await queries.transaction(work);
}

Task<void> seal_rest(db::Queries& queries) {
  std::string failed;
  try {
    while (co_await seal_events(queries, most_at_once) == most_at_once) continue;
    co_return;
  } catch (const std::exception& error) {
    failed = error.what();
  }
  // Or another process is at it at this moment.
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
  log.info("head of the chain", {{"head", format(end.anchor)},
                                 {"sealed_at", end.sealed_at ? kpa::format(*end.sealed_at) : "never"}});
}

}  // namespace kpa::audit
