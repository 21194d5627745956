#include "features/identity/standing.hpp"

namespace kpa::identity {
namespace {

http::Role role_of(const Standing& standing) {
  if (!standing.is_active) return http::Role::anyone;
  if (standing.is_superuser) return http::Role::superuser;
  return standing.is_staff ? http::Role::staff : http::Role::user;
}

}  // namespace

std::string standing_columns(std::string_view user) {
  std::string columns;
  const std::string row = std::string(user) + '.';
  columns += row + "is_active, " + row + "is_staff, " + row + "is_superuser, ";
  columns += row + "is_superuser OR (" + row + "is_staff AND " + row + "sight = 'all') AS sees_all, ";
  columns += row + "is_staff AND lacks_second_factor(" + row + "id) AS lacks_second_factor";
  return columns;
}

http::Caller caller_of(std::int64_t user_id, const Standing& standing) {
  http::Caller caller{.user_id = user_id, .role = role_of(standing), .sees_all = standing.sees_all};
  if (standing.lacks_second_factor && standing.is_active) {
    caller.role_with_second_factor = caller.role;
    caller.role = http::Role::user;
    caller.sees_all = false;
  }
  return caller;
}

}  // namespace kpa::identity
