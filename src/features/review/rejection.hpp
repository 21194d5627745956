#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/schema/object.hpp"

namespace kpa::review {

/// A field to which a reviewer points.
struct Pin {
  std::string field;  ///< its path in the record: `fields.wheelGauge`
  std::optional<std::string> note;
};

/// Why a record was rejected. Kept with the record until it is approved, so that its author sees what to
/// correct.
struct Rejection {
  std::string reason;
  std::vector<Pin> pins;
  std::int64_t version = 1;  ///< of the record that was rejected
  std::int64_t rejected_by = 0;
  std::optional<std::int64_t> on_behalf_of;
  Instant rejected_at{};
};

}  // namespace kpa::review

template <>
const kpa::schema::Object<kpa::review::Pin>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::review::Rejection>& kpa::schema::describe();
