#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "core/db/database.hpp"

/// SQL for the table deliveries.
namespace kpa::outbox::store {

using std::chrono::milliseconds;

/// The `place` (see crypto::seal()) of a payload.
std::string place(const std::string& kind, const std::string& target);

Task<void> add(db::Queries& unit, std::string kind, std::string target, std::string sealed,
               milliseconds good_for);

/// The waiting deliveries of one kind.
struct Queue {
  std::string kind;
  std::int64_t waiting = 0;
  std::int64_t oldest = 0;  ///< age of the oldest in milliseconds
  std::int64_t due_in = 0;  ///< milliseconds until the first is due; negative: overdue
};
Task<std::vector<Queue>> look(db::Queries& database);

/// A delivery that nobody else attempts until the lease ends.
struct Leased {
  std::int64_t id = 0;
  std::string target;
  std::string sealed;
  std::int64_t attempt = 0;  ///< also proves the lease: with another number, the functions below do nothing
  bool expired = false;
};
/// Leases due deliveries, at most one per target and at most `most`.
Task<std::vector<Leased>> lease(db::Queries& database, std::string kind, std::int64_t most,
                                milliseconds time);

/// The following return whether the lease was still valid.
Task<bool> remove(db::Queries& database, std::int64_t id, std::int64_t attempt);
Task<bool> put_off(db::Queries& database, std::int64_t id, std::int64_t attempt, milliseconds pause);
Task<bool> give_up(db::Queries& database, std::int64_t id, std::int64_t attempt, std::string reason);

Task<std::int64_t> forget_old(db::Queries& unit, std::int64_t most);

}  // namespace kpa::outbox::store
