#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/decimal.hpp"
#include "core/time.hpp"

namespace kpa::schema {

struct Value;

/// The values of an object whose type is known only at run time, in the order of its fields. Some may be
/// missing.
class Values {
 public:
  /// The value of the field with this number; null when it is missing, or not a V.
  template <class V>
  const V* get(std::size_t field) const;
  /// Null when it is missing.
  const Value* find(std::size_t field) const;
  void set(std::size_t field, Value value);
  void clear(std::size_t field);

  friend bool operator==(const Values& one, const Values& other);

 private:
  std::vector<Value> values_;
};

/// The value of one field: none, a scalar, several choices, an object, or a list of objects.
struct Value : std::variant<std::monostate, std::string, std::int64_t, Decimal, bool, Date, Instant,
                            std::vector<std::string>, Values, std::vector<Values>> {
  using variant::variant;
};

template <class V>
const V* Values::get(std::size_t field) const {
  const Value* const value = find(field);
  return value == nullptr ? nullptr : std::get_if<V>(value);
}

}  // namespace kpa::schema
