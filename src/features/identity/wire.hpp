#pragma once

#include <string>

#include "core/schema/constraints.hpp"

/// What a person may write of themselves, wherever they are asked for it.
namespace kpa::identity {

/// A first or last name: 1 to 150 characters.
schema::Constraint<std::string> name();
/// An e-mail address, or empty text, which forms send for what was left blank; it counts as absent.
schema::Constraint<std::string> email_or_empty();

}  // namespace kpa::identity
