#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/schema/codec.hpp"
#include "features/accounts/accounts.hpp"

namespace kpa::review {

/// Whose form it is: the person that `reference` names, or the caller when it names nobody. Only staff may
/// name somebody else; the others are told the same whether that person exists or not. Fails with
/// validation_failed on `path`.
Task<Outcome<std::int64_t>> person_of_form(accounts::Accounts& people, db::Queries& unit, http::Caller caller,
                                           std::optional<schema::Identifier> reference, std::string path);

}  // namespace kpa::review
