#include "core/outbox/store.hpp"

#include <algorithm>
#include <utility>

template <>
const kpa::db::Columns<kpa::outbox::store::Queue>& kpa::db::columns() {
  using Q = outbox::store::Queue;
  static const auto made = Columns<Q>()
                               .column("kind", &Q::kind)
                               .column("waiting", &Q::waiting)
                               .column("oldest", &Q::oldest)
                               .column("due_in", &Q::due_in);
  return made;
}

template <>
const kpa::db::Columns<kpa::outbox::store::Leased>& kpa::db::columns() {
  using L = outbox::store::Leased;
  static const auto made = Columns<L>()
                               .column("id", &L::id)
                               .column("target", &L::target)
                               .column("payload", &L::sealed)
                               .column("attempts", &L::attempt)
                               .column("expired", &L::expired);
  return made;
}

namespace kpa::outbox::store {
namespace {

const db::Change<void(std::string, std::string, std::string, std::int64_t)> insert{
    "deliveries_add",
    R"(INSERT INTO deliveries (kind, target, payload, expires_at)
       VALUES ($1, $2, $3, now() + $4::bigint * interval '1 millisecond'))"};

const db::Query<Queue()> queues{
    "deliveries_look",
    R"(SELECT kind, count(*) AS waiting, floor(extract(epoch FROM now() - min(created_at)) * 1000)::bigint AS oldest,
              ceil(extract(epoch FROM min(due_at) FILTER (WHERE place = 1) - now()) * 1000)::bigint AS due_in
       FROM (SELECT kind, created_at, due_at, row_number() OVER (PARTITION BY kind, target ORDER BY id) AS place
             FROM deliveries WHERE given_up IS NULL) AS waiting
       GROUP BY kind)"};

// Skips rows that another process is just leasing; rows that it has leased are not due.
const db::Change<Leased(std::string, std::int64_t, std::int64_t)> take{"deliveries_lease",
                                                                       R"(WITH first AS (
         SELECT id FROM deliveries d
         WHERE kind = $1 AND given_up IS NULL AND due_at <= now()
           AND NOT EXISTS (SELECT FROM deliveries before WHERE before.kind = d.kind AND before.target = d.target
                           AND before.given_up IS NULL AND before.id < d.id)
         ORDER BY due_at, id LIMIT $2 FOR UPDATE SKIP LOCKED)
       UPDATE deliveries d SET attempts = attempts + 1, updated_at = now(),
              due_at = now() + $3::bigint * interval '1 millisecond'
       FROM first WHERE d.id = first.id
       RETURNING d.id, target, payload, attempts, expires_at <= now() AS expired)"};

const db::Change<void(std::int64_t, std::int64_t)> delete_done{
    "deliveries_remove", "DELETE FROM deliveries WHERE id = $1 AND attempts = $2 AND given_up IS NULL"};

// Due again at its expiry at the latest: then it is given up.
const db::Change<void(std::int64_t, std::int64_t, std::int64_t)> delay{
    "deliveries_put_off",
    R"(UPDATE deliveries SET updated_at = now(),
              due_at = least(expires_at, now() + $3::bigint * interval '1 millisecond')
       WHERE id = $1 AND attempts = $2 AND given_up IS NULL)"};

const db::Change<void(std::int64_t, std::int64_t, std::string)> abandon{
    "deliveries_give_up",
    R"(UPDATE deliveries SET given_up = $3, payload = NULL, updated_at = now()
       WHERE id = $1 AND attempts = $2 AND given_up IS NULL)"};

const db::Change<void(std::int64_t)> abandon_expired{
    "deliveries_give_up_expired",
    R"(UPDATE deliveries SET given_up = 'expired', payload = NULL, updated_at = now()
       WHERE id IN (SELECT id FROM deliveries WHERE given_up IS NULL AND expires_at < now() - interval '1 hour'
                    ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED))"};

const db::Change<void(std::int64_t)> forget{"deliveries_forget",
                                            R"(DELETE FROM deliveries WHERE id IN (
         SELECT id FROM deliveries WHERE given_up IS NOT NULL AND updated_at < now() - interval '7 days'
         ORDER BY updated_at LIMIT $1))"};

}  // namespace

std::string place(const std::string& kind, const std::string& target) {
  return "delivery of " + kind + " to " + target;
}

Task<void> add(db::Queries& unit, std::string kind, std::string target, std::string sealed,
               milliseconds good_for) {
  co_await unit.run(insert, std::move(kind), std::move(target), std::move(sealed),
                    std::int64_t{good_for.count()});
}

Task<std::vector<Queue>> look(db::Queries& database) { return database.all(queues); }

Task<std::vector<Leased>> lease(db::Queries& database, std::string kind, std::int64_t most,
                                milliseconds time) {
  return database.all(take, std::move(kind), most, std::int64_t{time.count()});
}

Task<bool> remove(db::Queries& database, std::int64_t id, std::int64_t attempt) {
  co_return co_await database.run(delete_done, id, attempt) == 1;
}

Task<bool> put_off(db::Queries& database, std::int64_t id, std::int64_t attempt, milliseconds pause) {
  co_return co_await database.run(delay, id, attempt, std::int64_t{pause.count()}) == 1;
}

Task<bool> give_up(db::Queries& database, std::int64_t id, std::int64_t attempt, std::string reason) {
  co_return co_await database.run(abandon, id, attempt, std::move(reason)) == 1;
}

Task<std::int64_t> forget_old(db::Queries& unit, std::int64_t most) {
  const auto expired = co_await unit.run(abandon_expired, most);
  const auto forgotten = co_await unit.run(forget, most);
  co_return std::max(expired, forgotten);
}

}  // namespace kpa::outbox::store
