#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/db/database.hpp"
#include "features/identity/person.hpp"
#include "features/identity/phone.hpp"
#include "features/identity/problems.hpp"
#include "features/identity/standing.hpp"
#include "features/identity/viewer.hpp"
#include "features/identity/wire.hpp"

/// People as the service knows them: who somebody is, by which names, of which rank, and whom they see.
namespace kpa::identity {

/// Nothing when nobody has this id.
Task<std::optional<Person>> find_person(db::Queries& queries, std::int64_t user_id);
/// The same, and nobody else changes the person until the transaction ends.
Task<std::optional<Person>> hold_person(db::Queries& unit, std::int64_t user_id);

/// Whether the viewer sees the person; false when there is no such person.
Task<bool> is_seen(db::Queries& queries, std::int64_t user_id, Viewer viewer);

/// Finds people by what they are called. Has no state: any number may share one.
class Directory {
 public:
  /// `default_region`: where phone numbers without a country are dialled (ISO 3166, two letters).
  explicit Directory(std::string default_region) : default_region_(std::move(default_region)) {}

  /// The E.164 form of a phone number in any usual spelling, or nothing.
  std::optional<std::string> canonical_phone(std::string_view text) const;

  /// Whom a form means by a user's id, employee id or phone number, looked for in this order among those whom
  /// the viewer sees; nothing when nobody. Deactivated people are found too: they did their work when they
  /// did it.
  Task<std::optional<std::int64_t>> find(db::Queries& queries, std::string reference, Viewer viewer) const;

 private:
  std::string default_region_;
};

/// What stands in the column password_hash for somebody who has no password yet. Nothing matches it.
constexpr std::string_view no_password = "!";

/// The index by which the database refuses a second person of an employee id.
constexpr std::string_view employee_id_index = "idx_users_employee_id";

}  // namespace kpa::identity

// Columns of the table users, for the stores of features that stand above.
template <>
const kpa::db::Columns<kpa::identity::PersonalDetails>& kpa::db::columns();
template <>
const kpa::db::Columns<kpa::identity::Details>& kpa::db::columns();
template <>
const kpa::db::Columns<kpa::identity::Person>& kpa::db::columns();
template <>
const kpa::db::Columns<kpa::identity::Standing>& kpa::db::columns();
template <>
const kpa::db::Columns<kpa::identity::Viewer>& kpa::db::columns();
