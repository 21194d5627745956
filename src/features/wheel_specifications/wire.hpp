#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/schema/finding.hpp"
#include "core/schema/patch.hpp"
#include "features/review/review.hpp"
#include "features/wheel_specifications/rules.hpp"

namespace kpa::wheel_specifications {

/// `fields` of a form: the measurements, as they were written and as they are understood.
struct Fields {
  Measurements values;
};

/// What an inspector sends.
struct NewWheelSpecification {
  std::optional<std::string> form_number;
  std::optional<schema::Identifier> submitted_by;
  Date submitted_date{};
  std::optional<std::string> stock_type;
  Fields fields;
};

/// A form as it is answered.
struct WheelSpecification {
  std::int64_t id = 0;
  std::string form_number;
  std::int64_t submitted_by = 0;
  Date submitted_date{};
  review::Status status = review::Status::saved;
  std::string stock_type;
  std::int64_t rule_set_version = 1;
  Fields fields;
  schema::Findings findings;
  std::int64_t worst_severity = 1;
  std::int64_t created_by = 0;
  std::int64_t version = 1;
  Instant created_at{};
  Instant updated_at{};
};

/// Query parameters of the list.
struct ListQuery {
  std::optional<std::string> form_number;
  std::optional<schema::Identifier> submitted_by;
  std::optional<Date> submitted_date;
  std::optional<Date> submitted_date_from;
  std::optional<Date> submitted_date_to;
  std::optional<review::Status> status;
  std::optional<Instant> created_after;
  std::optional<Instant> created_before;
  std::optional<bool> has_findings;
  std::optional<std::string> sort;
  std::optional<std::int64_t> page;
  std::optional<std::int64_t> per_page;
  std::optional<std::string> cursor;
};

}  // namespace kpa::wheel_specifications

template <>
const kpa::schema::Object<kpa::wheel_specifications::Fields>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::wheel_specifications::NewWheelSpecification>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::wheel_specifications::WheelSpecification>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::wheel_specifications::ListQuery>& kpa::schema::describe();
