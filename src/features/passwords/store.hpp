#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/db/database.hpp"
#include "core/events/events.hpp"
#include "features/passwords/credentials.hpp"

/// The column password_hash of the table users. Every change appends its event in the same statement.
namespace kpa::passwords::store {

using events::Origin;

Task<std::optional<Credentials>> credentials_of_phone(db::Queries& queries, std::string phone_number);
Task<std::optional<Credentials>> credentials_of_user(db::Queries& queries, std::int64_t user_id);

/// False when the password is no longer the one of `old_hash`. Holds the row until the transaction ends.
Task<bool> change_password(db::Queries& queries, std::int64_t user_id, std::string old_hash,
                           std::string new_hash, Origin origin);
/// Whatever the password was. `link_by`: who made the link. False when there is no such active user.
Task<bool> reset_password(db::Queries& queries, std::int64_t user_id, std::string new_hash, ResetProof proof,
                          std::optional<std::int64_t> link_by, Origin origin);
/// Nothing is their password until they set another.
Task<void> forget_password(db::Queries& queries, std::int64_t user_id, Origin origin);

}  // namespace kpa::passwords::store
