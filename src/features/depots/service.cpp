#include "features/depots/service.hpp"

#include <string_view>

#include "core/i18n/text.hpp"

namespace kpa::depots {

std::optional<Problem> refusal_of(const db::Error& error) {
  for (const std::string_view taken : {"zones_code", "divisions_code", "depots_code"})
    if (error.constraint == taken)
      return field_failure(Code::conflict, "code", "taken", i18n::text("This code is already in use"));
  const auto missing = [](std::string member) {
    return field_failure(Code::validation_failed, std::move(member), "unknown_place",
                         i18n::text("There is no such place"));
  };
  if (error.constraint == "divisions_zone") return missing("zone_id");
  if (error.constraint == "depots_division") return missing("division_id");
  return std::nullopt;
}

}  // namespace kpa::depots
