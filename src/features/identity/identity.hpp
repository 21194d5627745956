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

/// People: who they are, their identifying numbers, their rank, and whom they may see.
namespace kpa::identity {

/// Nothing when no person has this id.
Task<std::optional<Person>> find_person(db::Queries& queries, std::int64_t user_id);
/// Like find_person(), and locks the person's row until the transaction ends.
Task<std::optional<Person>> hold_person(db::Queries& unit, std::int64_t user_id);

/// Whether the viewer may see the person; false when there is no such person.
Task<bool> is_seen(db::Queries& queries, std::int64_t user_id, Viewer viewer);

/// Finds people by id, employee id or phone number. Has no state and can be shared.
class Directory {
 public:
  /// `default_region`: country of phone numbers without a country code (ISO 3166, two letters).
  explicit Directory(std::string default_region) : default_region_(std::move(default_region)) {}

  /// The E.164 form of a phone number in any usual spelling; nothing when it is not a phone number.
  std::optional<std::string> canonical_phone(std::string_view text) const;

  /// The person whom a form names by user id, employee id or phone number, tried in this order among those
  /// whom the viewer may see; nothing when there is none. Deactivated people are found too, since their work
  /// remains.
  Task<std::optional<std::int64_t>> find(db::Queries& queries, std::string reference, Viewer viewer) const;

 private:
  std::string default_region_;
};

/// Value of password_hash for a person without a password; matches no password.
constexpr std::string_view no_password = "!";

/// Unique index that prevents two people with the same employee id.
constexpr std::string_view employee_id_index = "idx_users_employee_id";

}  // namespace kpa::identity

// Columns of the table users, for the stores of other features.
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
