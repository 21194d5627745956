#pragma once

#include <cstdint>
#include <optional>

#include "core/db/listing.hpp"
#include "core/events/events.hpp"
#include "features/people/wire_details.hpp"

/// SQL for administrators on the table users. Every change appends its event in the same statement.
namespace kpa::people::store {

using events::Origin;
using identity::Viewer;

/// Filters: `search`, a part of names or numbers; `search_number`, a list of two such parts; `department`;
/// `joined_by`, at the latest; `is_active`; `is_staff`; `manager`; `reports_of`, everybody below that manager
/// at any level; `depot`; `seen`, by a member of staff.
extern const db::List<Person> list;

/// Nothing when there is no such person, or the viewer may not see them.
Task<std::optional<Person>> find(db::Queries& database, std::int64_t id, Viewer viewer);
/// Like find(), with a lock on the row until the transaction ends.
Task<std::optional<Person>> find_for_update(db::Queries& unit, std::int64_t id, Viewer viewer);

/// Whether the manager and the depot of a person exist and the viewer may see them.
struct Placement {
  bool manager = true;
  bool depot = true;
};
Task<Placement> look_for_placement(db::Queries& unit, std::optional<std::int64_t> manager,
                                   std::optional<std::int64_t> depot, Viewer viewer);

/// Stores a person without a password. Nothing when phone number or employee id is taken.
Task<std::optional<Person>> insert(db::Queries& unit, Details details, Origin origin);
/// Which of the two is taken.
struct Taken {
  bool phone_number = false;
  bool employee_id = false;
};
Task<Taken> look_for_taken(db::Queries& unit, std::string phone_number,
                           std::optional<std::string> employee_id);

/// The person after the change, with the next version. Throws db::Error of the constraints below; an
/// enclosing transaction is then aborted.
Task<Person> update(db::Queries& unit, Person before, Details after, Origin origin);
Task<Person> update(db::Queries& unit, Person before, PersonalDetails after, Origin origin);
/// Nothing when the person is active already.
Task<std::optional<Person>> activate(db::Queries& unit, std::int64_t id, Origin origin);
/// False when the person is not active. Throws db::Error of constraint keep_a_superuser for the last
/// superuser.
Task<bool> deactivate(db::Queries& unit, std::int64_t id, Origin origin);

constexpr std::string_view phone_number_index = "idx_users_phone_number";
constexpr std::string_view no_circle = "users_no_circle";
constexpr std::string_view keep_a_superuser = "users_keep_a_superuser";

}  // namespace kpa::people::store
