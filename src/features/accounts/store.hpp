#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/enum_names.hpp"
#include "core/events/events.hpp"
#include "features/accounts/rules.hpp"
#include "features/accounts/viewer.hpp"

/// The table users. Every change appends its event in the same statement.
namespace kpa::accounts::store {

using events::Origin;

/// What a login is checked against.
struct Credentials {
  std::int64_t user_id = 0;
  std::string phone_number;
  std::string password_hash;
  bool is_active = true;
  std::int64_t version = 1;  ///< of the person
};

Task<std::optional<Credentials>> credentials_of_phone(db::Queries& queries, std::string phone_number);
Task<std::optional<Credentials>> credentials_of_user(db::Queries& queries, std::int64_t user_id);

Task<std::optional<Person>> person(db::Queries& queries, std::int64_t user_id);
/// The same, and nobody else changes the row until the transaction ends.
Task<std::optional<Person>> locked_person(db::Queries& queries, std::int64_t user_id);

/// The first of the reference's meanings that is somebody whom the viewer sees.
Task<std::optional<std::int64_t>> find_person(db::Queries& queries, Reference reference, Viewer viewer);

/// Whether superusers let people register on their own.
Task<bool> registration_is_open(db::Queries& queries);

/// The new user's id, or nothing when the phone number is taken. Throws db::Error of constraint
/// employee_id_index when the employee id is.
Task<std::optional<std::int64_t>> add_person(db::Queries& queries, Person person, std::string password_hash,
                                             std::string action, Origin origin);
constexpr std::string_view employee_id_index = "idx_users_employee_id";

/// The person after the change, with the next version.
Task<Person> change_details(db::Queries& queries, Person before, PersonalDetails after, Origin origin);

/// What somebody proved with who they are; the second factor comes on top.
enum class LoginProof { password, code };

/// Notes the login, and replaces the hash where `rehashed` is given. False when the account was deactivated
/// or the password changed since `credentials` were read; that another login hashed it anew is no change.
/// Holds the row until the transaction ends.
Task<bool> note_login(db::Queries& queries, Credentials credentials, std::optional<std::string> rehashed,
                      LoginProof proof, Origin origin);

/// False when the password is no longer the one of `old_hash`. Holds the row until the transaction ends.
Task<bool> change_password(db::Queries& queries, std::int64_t user_id, std::string old_hash,
                           std::string new_hash, Origin origin);

enum class ResetProof { code, link };
/// Whatever the password was. `link_by`: who made the link. False when there is no such active user.
Task<bool> reset_password(db::Queries& queries, std::int64_t user_id, std::string new_hash, ResetProof proof,
                          std::optional<std::int64_t> link_by, Origin origin);
/// Nothing is their password until they set another.
Task<void> forget_password(db::Queries& queries, std::int64_t user_id, Origin origin);

/// False when there is no such active user. Holds the row until the transaction ends.
Task<bool> deactivate(db::Queries& queries, std::int64_t user_id, Origin origin);

}  // namespace kpa::accounts::store

template <>
struct kpa::EnumNames<kpa::accounts::store::LoginProof> {
  using L = accounts::store::LoginProof;
  static constexpr std::array<std::pair<L, std::string_view>, 2> table{
      {{L::password, "password"}, {L::code, "code"}}};
};

template <>
struct kpa::EnumNames<kpa::accounts::store::ResetProof> {
  using R = accounts::store::ResetProof;
  static constexpr std::array<std::pair<R, std::string_view>, 2> table{
      {{R::code, "code"}, {R::link, "link"}}};
};
