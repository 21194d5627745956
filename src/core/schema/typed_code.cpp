#include "core/schema/typed_code.hpp"

#include "core/typed_code.hpp"

namespace kpa::schema {

Constraint<std::string> typed_code(bool (*can_be)(std::string_view code), i18n::Text expected) {
  constexpr std::size_t most_typed = 60;
  const auto check = [can_be, expected](const std::string& typed) -> std::optional<Violation> {
    if (can_be(kpa::typed_code(typed))) return std::nullopt;
    return violation("not_a_code", {{"expected", expected}});
  };
  return of_length(1, most_typed) & Constraint<std::string>{check, [](json::object&) {}};
}

}  // namespace kpa::schema
