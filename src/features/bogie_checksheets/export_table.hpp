#pragma once

#include "features/bogie_checksheets/wire.hpp"
#include "features/exports/exports.hpp"

namespace kpa::bogie_checksheets {

/// How forms become rows of files.
const exports::Table<BogieChecksheet>& export_table();

}  // namespace kpa::bogie_checksheets
