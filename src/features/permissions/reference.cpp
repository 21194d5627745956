#include <algorithm>

#include "features/permissions/permissions.hpp"

namespace kpa::permissions {
namespace {

constexpr std::string_view introduction = R"(# Permissions

Written by `kpa permissions-reference` from what the endpoints say of themselves; `tests/api/permissions_test.cpp` walks every
role × every endpoint × whose record.

- **Regular users** work with their own records. Those of others are not there for them (404).
- **Staff** administer regular users and review forms, as far as they see. How far that is, their `sight` says: `own`
  records only, those of their `depot`, of all depots of its `division`, or `all`. What they do not see is not there for
  them, in no list, count, filter or id; nor can they name it in what they write. Staff and superusers are not theirs to
  change (403). A form belongs to the depot where the work was done: its inspector's depot at that time.
- **Superusers** do everything, everywhere. Only they give and take ranks and sight. Nobody deactivates themselves, and the
  last active superuser stays one (409).

)";

std::string_view words(Reach reach) {
  switch (reach) {
    case Reach::nobodys: return "—";
    case Reach::own: return "own";
    case Reach::regulars: return "of regular users they see";
    case Reach::seen: return "that they see";
    case Reach::all: return "all";
  }
  return "—";
}

std::string row(const Permission& permission) {
  std::string line = "| " + std::string(permission.action);
  if (permission.without_login) return line + " | everybody | everybody | everybody |\n";
  for (const Reach reach : {permission.user, permission.staff, permission.superuser})
    line.append(" | ").append(words(reach));
  return line + " |\n";
}

/// `GET /api/users/users` for each documented endpoint with this permission, one per line.
std::string endpoints(const http::Router& router, const Permission& permission) {
  std::string lines;
  for (const auto& route : router.all())
    if (route->documented && route->permission == &permission)
      lines.append("- `").append(name_of(route->method)).append(" ").append(route->path).append("`\n");
  return lines;
}

}  // namespace

std::vector<const Permission*> matrix(const http::Router& router) {
  std::vector<const Permission*> rows;
  for (const auto& route : router.all())
    if (route->documented && route->permission != nullptr &&
        std::ranges::find(rows, route->permission) == rows.end())
      rows.push_back(route->permission);
  std::ranges::stable_sort(rows, {}, &Permission::least_role);
  return rows;
}

std::string reference_markdown(const http::Router& router) {
  std::string text(introduction);
  text += "| | regular user | staff | superuser |\n|---|---|---|---|\n";
  const auto rows = matrix(router);
  for (const Permission* permission : rows) text += row(*permission);
  text += "\n## Endpoints\n";
  for (const Permission* permission : rows)
    text.append("\n**").append(permission->action).append("**\n\n").append(endpoints(router, *permission));
  return text;
}

}  // namespace kpa::permissions
