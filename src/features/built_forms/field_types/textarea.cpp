#include "features/built_forms/field_types/all.hpp"
#include "features/built_forms/text_rules.hpp"

namespace kpa::built_forms::field_types {

const FieldType textarea_type{.name = "textarea",
                              .title = i18n::text("Text of several lines"),
                              .rules = []() -> const schema::Shape& { return text_rules(); },
                              .value_type = [](const Field&) { return ValueType{}; },
                              .make = [](const Making& making) { return text_answer(making, 10'000, true); }};

}  // namespace kpa::built_forms::field_types
