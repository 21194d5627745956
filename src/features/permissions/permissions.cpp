#include "features/permissions/permissions.hpp"

#include <array>

namespace kpa::permissions {

std::span<const Permission* const> matrix() {
  static constexpr std::array rows = {
      &read_what_is_open, &log_in,          &keep_own_account, &view_own_profile, &update_own_profile,
      &view_users,        &view_a_user,     &create_users,     &view_imports,     &update_users,
      &deactivate_users,  &reset_passwords, &submit_forms,     &view_forms,       &review_forms,
      &view_depots,       &read_audit_log,  &administer};
  return rows;
}

}  // namespace kpa::permissions
