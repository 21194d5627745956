#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/db/database.hpp"
#include "core/http/caller.hpp"
#include "features/records/records.hpp"

namespace kpa::review {

/// In whose place somebody reviews.
struct Actor {
  http::Caller caller;                            ///< whose rank and sight count
  std::optional<std::int64_t> on_behalf_of = {};  ///< nothing: in their own
};

/// The caller themselves, then those who delegated their reviews to them for today. Only staff review for
/// others, and only for those who may review at present.
Task<std::vector<Actor>> actors_of(db::Queries& database, http::Caller caller);

/// A record, and in whose place it is seen: the first actor who sees it.
struct Seen {
  records::Reviewed record;
  Actor actor;
};
Task<std::optional<Seen>> find(db::Queries& database, const records::Kind& kind, std::int64_t id,
                               std::vector<Actor> actors);
/// Like find(), and locks the record until the transaction ends.
Task<std::optional<Seen>> lock(db::Queries& unit, const records::Kind& kind, std::int64_t id,
                               std::vector<Actor> actors);

/// Whether the record belongs to one of the two in whose names the caller would act, or they wrote some of
/// it: nobody decides on their own.
bool is_own(const records::Reviewed& record, http::Caller caller, const Actor& actor);

/// The caller as somebody with this id would be; a person without rank when there is nobody.
Task<http::Caller> caller_for(db::Queries& database, std::int64_t person);

}  // namespace kpa::review
