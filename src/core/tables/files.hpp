#pragma once

#include "core/tables/tables.hpp"

namespace kpa::tables {

std::unique_ptr<File> make_csv(Layout layout, std::optional<std::size_t> part);
std::unique_ptr<File> make_xlsx(Layout layout, About about);
std::unique_ptr<File> make_jsonl(Layout layout, About about);

/// `14:30:00`
std::string text_of(TimeOfDay time);

}  // namespace kpa::tables
