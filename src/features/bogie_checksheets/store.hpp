#pragma once

#include "features/bogie_checksheets/wire.hpp"
#include "features/records/records.hpp"

namespace kpa::bogie_checksheets {

/// What is stored of a checksheet: split details, and the conditions of both sections together.
struct WrittenBogieChecksheet : maintenance_forms::Written {
  UnderstoodBogieDetails details;
  Conditions conditions;
};

extern const records::Kind kind;

/// Statements for the table bogie_checksheets.
extern const maintenance_forms::Statements<BogieChecksheet, WrittenBogieChecksheet> statements;

}  // namespace kpa::bogie_checksheets
