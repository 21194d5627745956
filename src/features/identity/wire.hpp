#pragma once

#include <string>

#include "core/schema/constraints.hpp"

/// Constraints for what people write about themselves, in all endpoints.
namespace kpa::identity {

/// A first or last name: 1 to 150 characters.
schema::Constraint<std::string> name();
/// An e-mail address, or an empty text, which forms send for a blank field; it counts as absent.
schema::Constraint<std::string> email_or_empty();

}  // namespace kpa::identity
