#pragma once

#include "features/bogie_checksheets/wire.hpp"
#include "features/records/records.hpp"

namespace kpa::bogie_checksheets {

/// What is written of a checksheet: its details taken apart, the conditions of both sections in one.
struct WrittenBogieChecksheet : maintenance_forms::Written {
  UnderstoodBogieDetails details;
  Conditions conditions;
};

extern const records::Kind kind;

/// The table bogie_checksheets.
extern const maintenance_forms::Statements<BogieChecksheet, WrittenBogieChecksheet> statements;

}  // namespace kpa::bogie_checksheets
