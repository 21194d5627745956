#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "features/bogie_checksheets/rules.hpp"
#include "features/exports/exports.hpp"
#include "features/maintenance_forms/maintenance_forms.hpp"

namespace kpa::bogie_checksheets {

/// Entity type of a checksheet's events, and its name in the log.
constexpr std::string_view record_name = "bogie_checksheet";

constexpr maintenance_forms::Header header{
    .number_series = "BC", .inspector = "inspection_by", .work_date = "inspection_date"};

/// What is painted and stamped on a bogie, unchanged.
struct BogieDetails {
  std::string bogie_no;
  std::optional<std::string> maker_year_built;
  std::optional<std::string> incoming_div_and_date;
  std::optional<std::string> deficit_components;
  std::optional<Date> date_of_ioh;
};

/// Calls `use` for each member of BogieDetails with its JSON name, the member, its constraint, and its
/// description and example. The column is the name in snake_case.
template <class Use>
void each_detail(Use use) {
  using B = BogieDetails;
  use("bogieNo", &B::bogie_no, schema::of_length(1, 50), "Number painted on the bogie frame", "B-12345");
  use("makerYearBuilt", &B::maker_year_built, schema::of_length(1, 100), "Maker and year, as on the plate",
      "ICF/2020");
  use("incomingDivAndDate", &B::incoming_div_and_date, schema::of_length(1, 100),
      "Division from which the bogie came, and when", "Mumbai Division/2024-01-10");
  use("deficitComponents", &B::deficit_components, schema::of_length(1, 1000), "Missing components", "None");
  use("dateOfIOH", &B::date_of_ioh, maintenance_forms::date_of_work(), "Last intermediate overhaul",
      "2023-06-15");
}

/// The details, plus the parts that could be split off; see split_maker and split_incoming.
struct UnderstoodBogieDetails : BogieDetails {
  std::optional<std::string> maker;
  std::optional<std::int64_t> year_built;
  std::optional<std::string> incoming_division;
  std::optional<Date> incoming_date;
};

/// The conditions of one section; the other section's components are empty.
template <Section section>
struct Inspected {
  Conditions conditions;
};
using InspectedBogie = Inspected<Section::bogie>;
using InspectedBmbc = Inspected<Section::bmbc>;

/// Both sections together.
Conditions all_conditions(const InspectedBogie& bogie, const InspectedBmbc& bmbc);

/// A checksheet as an inspector sends it.
struct NewBogieChecksheet : maintenance_forms::Sent {
  BogieDetails bogie_details;
  InspectedBogie bogie_checksheet;
  InspectedBmbc bmbc_checksheet;
};

/// A checksheet in answers.
struct BogieChecksheet : maintenance_forms::Stored {
  UnderstoodBogieDetails bogie_details;
  InspectedBogie bogie_checksheet;
  InspectedBmbc bmbc_checksheet;
};

struct BogieChecksheetFilters : maintenance_forms::FormFilters {
  std::optional<std::string> bogie_no;
};
/// Query parameters of the list.
struct BogieChecksheetQuery : schema::PageQuery, BogieChecksheetFilters {};
/// Query parameters of the export.
struct BogieChecksheetExport : exports::Query, BogieChecksheetFilters {};

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
template <>
const kpa::schema::Object<kpa::bogie_checksheets::BogieChecksheetExport>& kpa::schema::describe();
