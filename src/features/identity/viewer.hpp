#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/http/caller.hpp"

namespace kpa::identity {

/// A person who looks at records of people and depots. A group of parameters in statements; see seen_by().
struct Viewer {
  std::optional<std::int64_t> person;  ///< not set: sees everything
  /// The same person, if they are staff and may see more than their own records.
  std::optional<std::int64_t> overseer;
};
Viewer viewer_of(const http::Caller& caller);

/// SQL condition: whether the viewer, whose two members are at these placeholders, may see a record. `owner`
/// is the record's column with its person; the record also has a column depot_id. This and depots_seen_by()
/// in the database are the only places with this rule.
std::string seen_by(std::string_view owner, std::string_view person, std::string_view overseer);
/// The same condition for a list; its one value is a member of staff who does not see everything.
std::string seen_by_staff(std::string_view owner);

}  // namespace kpa::identity
