#include "core/schema/values.hpp"

#include <algorithm>

namespace kpa::schema {

const Value* Values::find(std::size_t field) const {
  if (field >= values_.size() || std::holds_alternative<std::monostate>(values_[field])) return nullptr;
  return &values_[field];
}

void Values::set(std::size_t field, Value value) {
  if (field >= values_.size()) values_.resize(field + 1);
  values_[field] = std::move(value);
}

void Values::clear(std::size_t field) {
  if (field < values_.size()) values_[field] = {};
}

/// Missing values at the end make no difference.
bool operator==(const Values& one, const Values& other) {
  const std::size_t size = std::max(one.values_.size(), other.values_.size());
  for (std::size_t field = 0; field < size; ++field) {
    const Value* const first = one.find(field);
    const Value* const second = other.find(field);
    if ((first == nullptr) != (second == nullptr)) return false;
    if (first != nullptr && !(*first == *second)) return false;
  }
  return true;
}

}  // namespace kpa::schema
