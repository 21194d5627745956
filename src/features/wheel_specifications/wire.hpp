#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "features/maintenance_forms/maintenance_forms.hpp"
#include "features/wheel_specifications/rules.hpp"

namespace kpa::wheel_specifications {

constexpr maintenance_forms::Names names{
    .singular = "wheel specification",
    .plural = "wheel specifications",
    .path = "/api/forms/wheel-specifications",
    .schema = "WheelSpecification",
    .entity_type = "wheel_specification",
    .table = "wheel_specifications",
    .number_index = "idx_wheel_spec_form_number",
    .number_series = "WS",
    .inspector = "submitted_by",
    .work_date = "submitted_date",
    .sentences = {.created = i18n::text("Wheel specification submitted successfully."),
                  .listed = i18n::text("All wheel specifications fetched successfully."),
                  .filtered = i18n::text("Filtered wheel specifications fetched successfully."),
                  .fetched = i18n::text("Wheel specification fetched successfully."),
                  .updated = i18n::text("Wheel specification updated successfully."),
                  .submitted = i18n::text("Wheel specification submitted for review.")}};

/// `fields` of a form: the measurements, as they were written and as they are understood.
struct Fields {
  Measurements values;
};

/// What an inspector sends.
struct NewWheelSpecification : maintenance_forms::Sent {
  std::optional<std::string> stock_type;
  Fields fields;
};

/// A form as it is answered.
struct WheelSpecification : maintenance_forms::Stored {
  std::string stock_type;
  std::int64_t rule_set_version = 1;
  Fields fields;
};

/// Query parameters of the list.
struct ListQuery : maintenance_forms::Query {};

}  // namespace kpa::wheel_specifications

template <>
const kpa::schema::Object<kpa::wheel_specifications::Fields>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::wheel_specifications::NewWheelSpecification>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::wheel_specifications::WheelSpecification>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::wheel_specifications::ListQuery>& kpa::schema::describe();
