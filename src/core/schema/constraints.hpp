#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/schema/scalars.hpp"

namespace kpa::schema {

/// A condition on values of a type: a check, and its JSON Schema.
template <class T>
struct Constraint {
  std::function<std::optional<Violation>(const T&)> check;
  std::function<void(json::object&)> document;
};

/// Both must hold; only the first failure is reported.
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

/// Between `min` and `max` characters (code points); if `min` is not 0, not only blanks.
Constraint<std::string> of_length(std::size_t min, std::size_t max);
/// The whole text matches the ECMAScript `expression`; `expected` completes "Must be …".
Constraint<std::string> matching(std::string expression, i18n::Text expected);
/// One "@" followed by a domain; nobody needs the full grammar of RFC 5322.
Constraint<std::string> email();
/// A list of `least` to `most` items.
template <class T>
Constraint<std::vector<T>> of_size(std::size_t least, std::size_t most) {
  return {[=](const std::vector<T>& items) -> std::optional<Violation> {
            if (items.size() < least) return violation("too_few_items", {{"min", std::to_string(least)}});
            if (items.size() > most) return violation("too_many_items", {{"max", std::to_string(most)}});
            return std::nullopt;
          },
          [=](json::object& schema) {
            if (least > 0) schema["minItems"] = least;
            schema["maxItems"] = most;
          }};
}
/// The choices as messages list them: `red, green`.
std::string listed(const std::vector<std::string>& choices);
/// One of `choices`, exactly as written.
Constraint<std::string> one_of(std::vector<std::string> choices);
Constraint<std::int64_t> between(std::int64_t min, std::int64_t max);
Constraint<Decimal> between(Decimal min, Decimal max);
/// At most `most` decimal places. Not in the JSON Schema: validators compute `multipleOf` in binary floating
/// point, and would refuse 0.07 as a multiple of 0.01.
Constraint<Decimal> decimals(int most);
Constraint<Date> not_before(Date earliest);
/// Not after today in the configured time zone.
Constraint<Date> not_in_future();

}  // namespace kpa::schema
