#include "features/audit/sealing.hpp"

#include <utility>
#include <vector>

#include "core/observe/log.hpp"
#include "features/audit/store.hpp"

namespace kpa::audit {
namespace {

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

Task<Head> head(db::Queries& queries) {
  Head head;
  head.anchor = co_await store::last_seal(queries);
  head.sealed_at = co_await store::sealed_at(queries, head.anchor.sequence);
  co_return head;
}

Task<void> log_head(db::Queries& queries) {
  static const observe::Log audit("audit");
  const Head end = co_await head(queries);
  audit.info("head of the chain", {{"head", format(end.anchor)},
                                   {"sealed_at", end.sealed_at ? kpa::format(*end.sealed_at) : "never"}});
}

}  // namespace kpa::audit
