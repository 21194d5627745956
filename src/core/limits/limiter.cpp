#include "core/limits/limiter.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

#include <boost/asio/this_coro.hpp>

#include "core/http/client_address.hpp"
#include "core/observe/metrics.hpp"

namespace kpa::limits {
namespace {

using http::LimitClass;

/// The limit of an address with many users; a grace period is not needed there.
config::RateLimit many_times(config::RateLimit limit, unsigned users) {
  limit.per_minute *= users;
  const std::uint64_t burst = std::uint64_t{limit.burst} * users;
  limit.burst = static_cast<unsigned>(std::min<std::uint64_t>(burst, std::numeric_limits<unsigned>::max()));
  return limit;
}

/// A caller known only by a session counts for that session, not for its user: it may have ended, and
/// somebody else may have its token.
Key key_of(LimitClass limited, const http::Caller& caller) {
  const bool is_user = caller.user_id != 0;
  Key key{.limited = limited, .kind = is_user ? Key::Kind::user : Key::Kind::session};
  const std::int64_t id = is_user ? caller.user_id : caller.session_id;
  std::memcpy(key.who.data(), &id, sizeof id);
  return key;
}

/// Each I/O thread may hold a tenth of a bucket in advance.
unsigned lease_of(const config::RateLimit& limit) { return std::max(1U, limit.burst / 10); }

std::chrono::seconds whole(Micros time) {
  return std::chrono::ceil<std::chrono::seconds>(std::chrono::duration<Micros, std::micro>(time));
}

http::Allowance allowance(const Demands& demands, const AllTaken& taken) {
  std::size_t nearest = 0;
  for (std::size_t at = 1; at < taken.size(); ++at)
    if (taken[at].granted == 0 || taken[at].remaining < taken[nearest].remaining) nearest = at;
  const Taken& told = taken[nearest];
  return {.served = taken.back().granted > 0,
          .limit = demands[nearest].limit.burst,
          .remaining = told.remaining,
          .full_in = whole(told.full_in),
          .retry_after = whole(told.wait)};
}

}  // namespace

Limiter::Limiter(const config::LimitSettings& settings, Buckets& shared, const cache::Redis* redis)
    : shared_(shared),
      redis_(redis == nullptr ? nullptr : std::make_unique<RedisBuckets>(*redis)),
      without_redis_(observe::metrics().counter(
          "kpa_limits_counted_without_redis_total",
          "Requests counted in this process because Redis, though configured, could not be asked")) {
  const auto of = [&](LimitClass limited) -> Terms& { return terms_[static_cast<std::size_t>(limited)]; };
  const auto used = [&](const config::RateLimit& limit) {
    return Terms{limit, many_times(limit, settings.users_per_address), settings.unauthenticated, true};
  };
  const auto guarded = [](const config::RateLimit& limit) { return Terms{limit, limit, limit, false}; };
  of(LimitClass::read) = used(settings.reads);
  of(LimitClass::write) = used(settings.writes);
  of(LimitClass::export_) = used(settings.exports);
  of(LimitClass::login) = guarded(settings.logins);
  of(LimitClass::registration) = guarded(settings.registrations);
  of(LimitClass::code) = guarded(settings.codes);
  for (const auto& [limited, text] : EnumNames<LimitClass>::table)
    refusals_[static_cast<std::size_t>(limited)] = &observe::metrics().counter(
        "kpa_requests_limited_total", "Requests answered 429 by a rate limit, by class",
        {{"class", std::string(text)}});
}

Limiter::~Limiter() = default;

Demands Limiter::demands(const http::Request& request, LimitClass limited, const http::Caller& caller) const {
  const Terms& terms = terms_[static_cast<std::size_t>(limited)];
  Demands all;
  const auto add = [&](const Key& key, const config::RateLimit& limit) {
    if (!limit.off()) all.push_back({key, limit, terms.leased ? lease_of(limit) : 1});
  };
  Key address{.limited = limited,
              .kind = Key::Kind::address,
              .who = http::client_network(request.client_address).address};
  if (caller.user_id != 0 || caller.session_id != 0) {
    add(key_of(limited, caller), terms.user);
    add(address, terms.address);
    return all;
  }
  if (terms.leased) {  // all demands that are off need no token
    address.limited = LimitClass::read;
    address.kind = Key::Kind::unauthenticated_address;
  }
  add(address, terms.nobody);
  return all;
}

Task<http::Allowance> Limiter::count(const http::Request& request, LimitClass limited,
                                     const http::Caller& caller) {
  const auto demanded = demands(request, limited, caller);
  if (demanded.empty()) co_return http::Allowance{};
  std::optional<AllTaken> taken;
  if (redis_ != nullptr) {
    const Executor executor = co_await boost::asio::this_coro::executor;
    taken = redis_->take_held(demanded, executor);
    if (!taken) taken = co_await redis_->take(demanded);
    if (!taken) without_redis_.add();
  }
  if (!taken) taken = shared_.take(demanded);
  const http::Allowance told = allowance(demanded, *taken);
  if (!told.served) refusals_[static_cast<std::size_t>(limited)]->add();
  co_return told;
}

}  // namespace kpa::limits
