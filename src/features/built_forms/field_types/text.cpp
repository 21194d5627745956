#include "features/built_forms/field_types/all.hpp"
#include "features/built_forms/text_rules.hpp"

namespace kpa::built_forms::field_types {

const FieldType text_type{.name = "text",
                          .title = i18n::text("Text"),
                          .rules = []() -> const schema::Shape& { return text_rules(); },
                          .value_type = [](const Field&) { return ValueType{}; },
                          .make = [](const Making& making) { return text_answer(making, 500, false); }};

}  // namespace kpa::built_forms::field_types
