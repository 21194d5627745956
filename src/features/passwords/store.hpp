#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/db/database.hpp"
#include "core/events/events.hpp"
#include "features/passwords/credentials.hpp"

/// SQL for users.password_hash. Every change appends its event in the same statement.
namespace kpa::passwords::store {

using events::Origin;

Task<std::optional<Credentials>> credentials_of_phone(db::Queries& queries, std::string phone_number);
Task<std::optional<Credentials>> credentials_of_user(db::Queries& queries, std::int64_t user_id);

/// False when the hash is no longer `old_hash`. Locks the row until the transaction ends.
Task<bool> change_password(db::Queries& queries, std::int64_t user_id, std::string old_hash,
                           std::string new_hash, Origin origin);
/// Replaces any password. `link_by`: who made the link. False when there is no such active user.
Task<bool> reset_password(db::Queries& queries, std::int64_t user_id, std::string new_hash, ResetProof proof,
                          std::optional<std::int64_t> link_by, Origin origin);
/// Removes the password: none is right until they set a new one.
Task<void> forget_password(db::Queries& queries, std::int64_t user_id, Origin origin);

}  // namespace kpa::passwords::store
