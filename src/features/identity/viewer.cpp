#include "features/identity/viewer.hpp"

namespace kpa::identity {
namespace {

/// In a subquery, so that the function is called once per statement, not per row.
std::string own_or_overseen(std::string_view owner, std::string_view person, std::string_view overseer) {
  return std::string(owner)
      .append(" = ")
      .append(person)
      .append(" OR depot_id = ANY ((SELECT depots_seen_by(")
      .append(overseer)
      .append("))::bigint[])");
}

}  // namespace

Viewer viewer_of(const http::Caller& caller) {
  if (caller.sees_all) return {};
  return {caller.user_id, caller.is_staff() ? std::optional(caller.user_id) : std::nullopt};
}

std::string seen_by(std::string_view owner, std::string_view person, std::string_view overseer) {
  // Without coalesce, a record without a depot would give NULL instead of false.
  return std::string("coalesce(")
             .append(person)
             .append("::bigint IS NULL OR ")
             .append(own_or_overseen(owner, person, overseer)) +
         ", false)";
}

std::string seen_by_staff(std::string_view owner) { return "(" + own_or_overseen(owner, "?", "?") + ")"; }

}  // namespace kpa::identity
