#pragma once

#include "features/built_forms/field_type.hpp"

// clang-format off
/// All types of field, in the order of the documentation: a type is its file here, and its name in this list.
#define KPA_FIELD_TYPES(type) \
  type(text) type(email) type(number) type(tel) type(url) type(textarea) type(select) type(radio) \
  type(checkbox) type(date) type(time) type(datetime) type(file) type(measurement) type(group)
// clang-format on

namespace kpa::built_forms::field_types {

#define KPA_DECLARE_FIELD_TYPE(name) extern const FieldType name##_type;
KPA_FIELD_TYPES(KPA_DECLARE_FIELD_TYPE)
#undef KPA_DECLARE_FIELD_TYPE

}  // namespace kpa::built_forms::field_types
