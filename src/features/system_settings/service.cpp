#include "features/system_settings/service.hpp"

#include <utility>

#include "core/observe/log.hpp"
#include "features/system_settings/store.hpp"

namespace kpa::system_settings {
namespace {

const observe::Log security("security");

Task<Outcome<Settings>> apply(db::Queries& unit, const http::Call& call, const Changes& changes) {
  const Settings before = co_await store::locked_settings(unit);
  if (!call.expects(before.version)) co_return Problem{.code = Code::precondition_failed};
  const auto after = changes.applied_to(before);
  if (!after) co_return after.error();
  if (*after == static_cast<const Choices&>(before)) co_return before;
  const events::Origin origin = events::origin_of(call);
  co_return co_await store::change(unit, before, *after, origin);
}

}  // namespace

Task<Outcome<Settings>> read(const http::Call& call) { co_return co_await store::settings(call.unit); }

Task<Outcome<Settings>> change(const http::Call& call, Changes changes) {
  const auto work = [&](db::Queries& unit) { return apply(unit, call, changes); };
  auto settings = co_await call.unit.transaction(work);
  if (settings)
    security.info("system settings changed", {{"by", call.caller.user_id},
                                              {"version", settings->version},
                                              {"request_id", call.request.request_id}});
  co_return settings;
}

}  // namespace kpa::system_settings
