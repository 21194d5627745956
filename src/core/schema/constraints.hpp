#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/schema/scalars.hpp"

namespace kpa::schema {

/// What a value must be besides being of its type: a check, and what JSON Schema says of it.
template <class T>
struct Constraint {
  std::function<std::optional<Violation>(const T&)> check;
  std::function<void(json::object&)> document;
};

/// Both must hold; only the first that fails is told.
template <class T>
Constraint<T> operator&(Constraint<T> first, Constraint<T> second) {
  return {[a = first.check, b = second.check](const T& value) {
            auto violation = a(value);
            return violation ? violation : b(value);
          },
          [a = first.document, b = second.document](json::object& schema) {
            a(schema);
            b(schema);
          }};
}

/// Between `min` and `max` characters (code points); with a minimum, not only blanks.
Constraint<std::string> of_length(std::size_t min, std::size_t max);
/// Matches the whole of the ECMAScript `expression`; `expected` completes "Must be …".
Constraint<std::string> matching(std::string expression, i18n::Text expected);
/// One "@" with a domain behind it; the full grammar of RFC 5322 is of no use to anybody.
Constraint<std::string> email();
/// `red, green`, as messages list choices.
std::string listed(const std::vector<std::string>& choices);
/// One of `choices`, exactly as written.
Constraint<std::string> one_of(std::vector<std::string> choices);
Constraint<std::int64_t> between(std::int64_t min, std::int64_t max);
Constraint<Decimal> between(Decimal min, Decimal max);
/// At most so many digits behind the point. Not documented: `multipleOf` makes validators divide by 0.01 in
/// binary, and refuse 0.07.
Constraint<Decimal> decimals(int most);
Constraint<Date> not_before(Date earliest);
/// Today at the latest, in the configured zone.
Constraint<Date> not_in_future();

}  // namespace kpa::schema
