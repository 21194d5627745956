#include "core/incidents/incidents.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <boost/asio/error.hpp>
#include <boost/json/serialize.hpp>
#include <boost/system/system_error.hpp>

#include "core/observe/log.hpp"
#include "core/time.hpp"

namespace kpa::incidents {
namespace {

namespace json = boost::json;

const observe::Log security("security");

/// Shortens the path for an event, since a client can send anything. JSON must be UTF-8; a path may not be.
std::string shortened(std::string_view path) {
  constexpr std::size_t longest_path = 200;
  std::string kept(path.substr(0, longest_path));
  std::ranges::replace_if(kept, [](unsigned char c) { return c >= 0x80; }, '?');
  return kept;
}

const db::Change<std::int64_t(std::string, std::optional<std::int64_t>, std::string, RawJson, events::Origin)>
    append{"events_append_incident", "SELECT append_event($5, $1, $2, NULL, $3, NULL, $4, $6, $7)"};

/// Whether it was written. An outage is logged.
Task<bool> write(db::Queries& database, Incident incident, events::Origin origin) {
  const std::string type = incident.user_id ? "user" : "incident";
  const std::string action(incident.action);
  const RawJson details{json::serialize(incident.details)};
  std::string failed;
  try {
    co_await database.run(append, type, incident.user_id, action, details, origin);
    co_return true;
  } catch (const boost::system::system_error& cancelled) {
    if (cancelled.code() == boost::asio::error::operation_aborted) throw;  // the client is gone
    failed = cancelled.what();
  } catch (const std::exception& error) {
    failed = error.what();
  }
  security.error("an incident could not be written", {{"action", incident.action}, {"reason", failed}});
  co_return false;
}

Bound::Source source_of(const events::Origin& origin) {
  if (origin.actor_id) return {Bound::Kind::user, std::to_string(*origin.actor_id)};
  return {Bound::Kind::stranger, origin.client_address};
}

Incident summary_of(const Bound::Counted& counted) {
  json::object sources;
  for (const auto& [source, count] : counted.by_source)
    sources[source.empty() ? std::string_view("others") : std::string_view(source)] = count;
  const char* kind = counted.kind == Bound::Kind::user ? "users" : "addresses";
  return {.action = counted.action, .details = {{"further", counted.count}, {kind, std::move(sources)}}};
}

bool is_told(Code code) {
  switch (code) {
    case Code::forbidden:
    case Code::csrf_token_invalid:
    case Code::second_factor_missing:
    case Code::too_many_requests: return true;
    default: return false;
  }
}

Task<void> tell(Incidents& incidents, db::Queries& database, const http::Request& request,
                const http::Caller& caller, Code code) {
  if (!is_told(code)) co_return;
  Incident incident{.action = code == Code::too_many_requests ? "limit_reached" : "request_refused",
                    .details = {{"code", kpa::describe(code).slug},
                                {"method", http::name_of(request.method)},
                                {"path", shortened(request.path)}}};
  events::Origin origin{caller.user_id == 0 ? std::nullopt : std::optional(caller.user_id),
                        std::string(request.request_id), std::string(request.client_address)};
  co_await incidents.note(database, std::move(incident), std::move(origin));
}

}  // namespace

Task<void> Incidents::note(db::Queries& database, Incident incident, events::Origin origin) {
  {
    const std::lock_guard lock(mutex_);
    if (!bound_.admits(incident.action, source_of(origin))) co_return;
  }
  co_await write(database, std::move(incident), std::move(origin));
}

http::TellRefusal Incidents::refusals(db::Queries& database) {
  return [this, &database](const http::Request& request, const http::Caller& caller, Code code) {
    return tell(*this, database, request, caller, code);
  };
}

Task<void> Incidents::write_counts(db::Queries& database, bool at_once) {
  std::vector<Bound::Counted> counted;
  {
    const std::lock_guard lock(mutex_);
    counted = bound_.take(Clock::now(), at_once);
  }
  for (const auto& one : counted) {
    Incident incident = summary_of(one);
    events::Origin nobody{.actor_id = {}, .request_id = {}, .client_address = {}};
    const bool written = co_await write(database, std::move(incident), std::move(nobody));
    if (written) continue;
    // After a lost connection it is unknown whether they were written: twice is better than never.
    const std::lock_guard lock(mutex_);
    bound_.put_back(one);
  }
}

}  // namespace kpa::incidents
