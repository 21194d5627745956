#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/http/caller.hpp"

namespace kpa::identity {

/// Somebody who looks at records that belong to people and depots. A column group of statements; see
/// seen_by().
struct Viewer {
  std::optional<std::int64_t> person;    ///< nothing: they see everything
  std::optional<std::int64_t> overseer;  ///< the same person when they see more than their own, being staff
};
Viewer viewer_of(const http::Caller& caller);

/// SQL: whether the viewer whose two members are at these placeholders sees a record of `owner`, a column,
/// that was made in the depot of its column depot_id. The one place where the rule stands, with
/// depots_seen_by() in the database.
std::string seen_by(std::string_view owner, std::string_view person, std::string_view overseer);
/// The same as condition of a list, whose one value is a member of staff who does not see everything.
std::string seen_by_staff(std::string_view owner);

}  // namespace kpa::identity
