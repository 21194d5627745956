#pragma once

#include "features/exports/exports.hpp"
#include "features/wheel_specifications/wire.hpp"

namespace kpa::wheel_specifications {

/// How forms become rows of files.
const exports::Table<WheelSpecification>& export_table();

}  // namespace kpa::wheel_specifications
