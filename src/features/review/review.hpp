#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/feature/feature.hpp"
#include "features/identity/identity.hpp"
#include "features/records/records.hpp"
#include "features/review/comments.hpp"
#include "features/review/decisions.hpp"
#include "features/review/delegations.hpp"
#include "features/review/queue.hpp"
#include "features/review/rejection.hpp"
#include "features/review/status.hpp"

/// One review for records of all kinds: who may take which step is one table (workflow.cpp).
namespace kpa::review {

/// On one I/O thread.
class Review final : public Feature {
 public:
  /// The arguments must outlive it. Reviews records of the kinds in `kinds` that say how they are reviewed.
  Review(const Foundation& foundation, const identity::Directory& people, const records::Register& kinds);

  void declare_routes(http::Router& router) override;

 private:
  const Decisions decisions_;
  const Queue queue_;
  const Comments comments_;
  const Delegations delegations_;
};

/// Submits a saved record of the caller, or one that they may see as staff, in the transaction `unit`.
Task<std::optional<Problem>> submit(const http::Call& call, db::Queries& unit, const records::Kind& kind,
                                    std::int64_t id);

/// Reopens a rejected record of the caller, likewise; `call.expected_versions` is the version seen.
Task<std::optional<Problem>> reopen(const http::Call& call, db::Queries& unit, const records::Kind& kind,
                                    std::int64_t id);

/// For kinds whose records wait for a decision from the beginning: SQL of an INSERT that opens the review of
/// the new row, which the statement knows as `record`.
std::string opening_sql(const records::Description& of);

/// For kinds whose records can change while they wait: keeps the queue as the record is. Call it in the
/// transaction that changed it.
Task<void> keep_queued(db::Queries& unit, const records::Kind& kind, std::int64_t id);

/// Why a record cannot be amended a second time. The unique index of a kind's table on amends_id decides.
Problem amended_already();

/// Why a new record cannot amend the record `id`: the caller does not see it, or it is not approved.
Task<std::optional<Problem>> refusal_to_amend(const http::Call& call, db::Queries& unit,
                                              const records::Kind& kind, std::int64_t id);

}  // namespace kpa::review
