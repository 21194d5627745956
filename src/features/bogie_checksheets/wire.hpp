#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/raw_json.hpp"
#include "core/schema/finding.hpp"
#include "core/schema/patch.hpp"
#include "features/bogie_checksheets/rules.hpp"
#include "features/review/review.hpp"

namespace kpa::bogie_checksheets {

/// What is painted and stamped on a bogie, as it was written.
struct BogieDetails {
  std::string bogie_no;
  std::optional<std::string> maker_year_built;
  std::optional<std::string> incoming_div_and_date;
  std::optional<std::string> deficit_components;
  std::optional<Date> date_of_ioh;
};

/// The same, with the parts that could be told apart; see split_maker and split_incoming.
struct UnderstoodBogieDetails : BogieDetails {
  std::optional<std::string> maker;
  std::optional<std::int64_t> year_built;
  std::optional<std::string> incoming_division;
  std::optional<Date> incoming_date;
};

/// What was seen of one section; the other section's components are absent.
template <Section section>
struct Inspected {
  Conditions conditions;
};
using InspectedBogie = Inspected<Section::bogie>;
using InspectedBmbc = Inspected<Section::bmbc>;

/// Both sections in one.
Conditions all_conditions(const InspectedBogie& bogie, const InspectedBmbc& bmbc);

/// What an inspector sends.
struct NewBogieChecksheet {
  std::optional<std::string> form_number;
  std::optional<schema::Identifier> inspection_by;
  Date inspection_date{};
  BogieDetails bogie_details;
  InspectedBogie bogie_checksheet;
  InspectedBmbc bmbc_checksheet;
};

/// A checksheet as it is answered.
struct BogieChecksheet {
  std::int64_t id = 0;
  std::string form_number;
  std::int64_t inspection_by = 0;
  Date inspection_date{};
  review::Status status = review::Status::saved;
  UnderstoodBogieDetails bogie_details;
  InspectedBogie bogie_checksheet;
  InspectedBmbc bmbc_checksheet;
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
  std::optional<schema::Identifier> inspection_by;
  std::optional<Date> inspection_date;
  std::optional<Date> inspection_date_from;
  std::optional<Date> inspection_date_to;
  std::optional<review::Status> status;
  std::optional<std::string> bogie_no;
  std::optional<Instant> created_after;
  std::optional<Instant> created_before;
  std::optional<bool> has_findings;
  std::optional<std::string> sort;
  std::optional<std::int64_t> page;
  std::optional<std::int64_t> per_page;
  std::optional<std::string> cursor;
};

}  // namespace kpa::bogie_checksheets

template <>
const kpa::schema::Object<kpa::bogie_checksheets::BogieDetails>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::bogie_checksheets::UnderstoodBogieDetails>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::bogie_checksheets::InspectedBogie>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::bogie_checksheets::InspectedBmbc>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::bogie_checksheets::NewBogieChecksheet>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::bogie_checksheets::BogieChecksheet>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::bogie_checksheets::ListQuery>& kpa::schema::describe();
