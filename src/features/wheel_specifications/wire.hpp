#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "features/exports/exports.hpp"
#include "features/maintenance_forms/maintenance_forms.hpp"
#include "features/wheel_specifications/rules.hpp"

namespace kpa::wheel_specifications {

/// Entity type of a form's events, and its name in the log.
constexpr std::string_view record_name = "wheel_specification";

constexpr maintenance_forms::Header header{
    .number_series = "WS", .inspector = "submitted_by", .work_date = "submitted_date"};

/// A form's `fields`: the measurements, as written and as understood.
struct Fields {
  Measurements values;
};

/// A form as an inspector sends it.
struct NewWheelSpecification : maintenance_forms::Sent {
  std::optional<std::string> wheel_no;
  std::optional<std::string> stock_type;
  Fields fields;
};

/// A form in answers.
struct WheelSpecification : maintenance_forms::Stored {
  std::optional<std::string> wheel_no;
  std::string stock_type;
  std::int64_t rule_set_version = 1;
  Encoded<Fields> fields;
};

/// Query parameters of the list.
struct WheelSpecificationFilters : maintenance_forms::FormFilters {
  std::optional<std::string> wheel_no;
};
struct WheelSpecificationQuery : schema::PageQuery, WheelSpecificationFilters {};
/// Query parameters of the export.
struct WheelSpecificationExport : exports::Query, WheelSpecificationFilters {};

}  // namespace kpa::wheel_specifications

template <>
const kpa::schema::Object<kpa::wheel_specifications::Fields>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::wheel_specifications::NewWheelSpecification>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::wheel_specifications::WheelSpecification>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::wheel_specifications::WheelSpecificationQuery>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::wheel_specifications::WheelSpecificationExport>& kpa::schema::describe();
