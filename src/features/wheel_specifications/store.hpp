#pragma once

#include "features/wheel_specifications/wire.hpp"

namespace kpa::wheel_specifications {

/// What is written of a form: its measurements in the parts that columns hold.
struct Content : maintenance_forms::Content {
  std::string stock_type;
  std::int64_t rule_set_version = 1;
  Measurements measurements;
};

extern const maintenance_forms::Store<WheelSpecification, Content> store;

}  // namespace kpa::wheel_specifications
