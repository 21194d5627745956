#pragma once

#include "features/bogie_checksheets/wire.hpp"

namespace kpa::bogie_checksheets {

/// What is written of a checksheet: its details taken apart, the conditions of both sections in one.
struct Content : maintenance_forms::Content {
  UnderstoodBogieDetails details;
  Conditions conditions;
};

extern const maintenance_forms::Store<BogieChecksheet, Content> store;

}  // namespace kpa::bogie_checksheets
