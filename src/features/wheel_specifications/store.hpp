#pragma once

#include "features/records/records.hpp"
#include "features/wheel_specifications/wire.hpp"

namespace kpa::wheel_specifications {

/// What is stored of a form.
struct WrittenWheelSpecification : maintenance_forms::Written {
  std::optional<std::string> wheel_no;
  std::string stock_type;
  std::int64_t rule_set_version = 1;
  Measurements measurements;
};

extern const records::Kind kind;

/// Statements for the table wheel_specifications.
extern const maintenance_forms::Statements<WheelSpecification, WrittenWheelSpecification> statements;

}  // namespace kpa::wheel_specifications
