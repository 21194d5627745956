#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "features/bogie_checksheets/rules.hpp"
#include "features/maintenance_forms/maintenance_forms.hpp"

namespace kpa::bogie_checksheets {

/// Of a checksheet's events and its lines in the log.
constexpr std::string_view record_name = "bogie_checksheet";

constexpr maintenance_forms::Header header{
    .number_series = "BC", .inspector = "inspection_by", .work_date = "inspection_date"};

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
struct NewBogieChecksheet : maintenance_forms::Sent {
  BogieDetails bogie_details;
  InspectedBogie bogie_checksheet;
  InspectedBmbc bmbc_checksheet;
};

/// A checksheet as it is answered.
struct BogieChecksheet : maintenance_forms::Stored {
  UnderstoodBogieDetails bogie_details;
  InspectedBogie bogie_checksheet;
  InspectedBmbc bmbc_checksheet;
};

/// Query parameters of the list.
struct BogieChecksheetQuery : maintenance_forms::FormQuery {
  std::optional<std::string> bogie_no;
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
const kpa::schema::Object<kpa::bogie_checksheets::BogieChecksheetQuery>& kpa::schema::describe();
