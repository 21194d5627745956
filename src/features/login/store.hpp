#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/enum_names.hpp"
#include "core/events/events.hpp"
#include "features/identity/identity.hpp"
#include "features/passwords/passwords.hpp"

/// SQL that logins and registrations use on the table users. Every change appends its event in the same
/// statement.
namespace kpa::login::store {

using events::Origin;

/// Whether superusers allow self-registration.
Task<bool> registration_is_open(db::Queries& queries);

/// The new user's id; nothing when the phone number is taken. Throws db::Error of constraint
/// identity::employee_id_index when the employee id is taken.
Task<std::optional<std::int64_t>> add_person(db::Queries& queries, identity::Person person,
                                             std::string password_hash, std::string action, Origin origin);

/// How a person proved their identity; a second factor is asked in addition.
enum class LoginProof { password, code };

/// Records the login, and replaces the hash if `rehashed` is set. False when the account was deactivated or
/// the password changed since `credentials` were read (a rehash by another login does not count). Locks the
/// row until the transaction ends.
Task<bool> note_login(db::Queries& queries, passwords::Credentials credentials,
                      std::optional<std::string> rehashed, LoginProof proof, Origin origin);

}  // namespace kpa::login::store

template <>
struct kpa::EnumNames<kpa::login::store::LoginProof> {
  using L = login::store::LoginProof;
  static constexpr std::array<std::pair<L, std::string_view>, 2> table{
      {{L::password, "password"}, {L::code, "code"}}};
};
