#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <boost/json/value.hpp>

#include "core/expressions/number.hpp"
#include "core/expressions/type.hpp"
#include "core/time.hpp"

namespace kpa::expressions {

/// A time of day, in seconds since midnight.
struct TimeOfDay {
  std::chrono::seconds since_midnight{0};
  friend auto operator<=>(TimeOfDay, TimeOfDay) = default;
};

struct Value;
using List = std::shared_ptr<const std::vector<Value>>;
/// A row of a repeated group, as it was answered. It belongs to the answers.
using Row = const boost::json::object*;

/// What an expression gives. Null (monostate) is what nobody answered, or what cannot be calculated.
struct Value : std::variant<std::monostate, bool, Number, std::string, Date, TimeOfDay, Instant, List, Row> {
  using variant::variant;
  bool is_null() const { return index() == 0; }
};

template <class T>
Value value_or_null(std::optional<T> value) {
  return value ? Value(*std::move(value)) : Value();
}

/// Reads an answer of this type. Null when there is none: null, an empty text, list or row, or a value of
/// another type. The answers must outlive it.
Value value_of(const boost::json::value& answer, const Type& type);
/// Reads the text of a literal or an answer: a date as `2026-01-31`, a time as `14:30` or `14:30:00`, a date
/// and time by RFC 3339, a number in digits. Null when the text is none of that type.
Value value_of_text(std::string_view text, Base base);
/// As value_of_text() reads it.
std::string text_of(const Value& value);
/// As an answer: numbers have 15 digits at most, rounded half to even. Null for a number that has more before
/// the point, and for rows.
boost::json::value answer_of(const Value& value);

}  // namespace kpa::expressions
