#include "features/built_forms/choices.hpp"
#include "features/built_forms/field_types/all.hpp"

namespace kpa::built_forms::field_types {

const FieldType radio_type{.name = "radio",
                           .title = i18n::text("One of several choices"),
                           .has_options = true,
                           .rules = one_choice_rules,
                           .value_type = [](const Field&) { return ValueType{}; },
                           .make = one_choice};

}  // namespace kpa::built_forms::field_types
