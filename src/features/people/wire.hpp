#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/enum_names.hpp"
#include "core/schema/object.hpp"
#include "core/schema/page_query.hpp"
#include "features/exports/exports.hpp"

namespace kpa::people {

/// Filters for people.
struct Filters {
  std::optional<std::string> search;
  std::optional<std::string> department;
  std::optional<bool> is_active;
  std::optional<bool> is_staff;
  std::optional<std::int64_t> manager;
  std::optional<std::int64_t> depot;
};

/// Query parameters of GET /api/users/users.
struct ListQuery : schema::PageQuery, Filters {};

enum class Depth { direct, all };

/// Query parameters of GET /api/users/export.
struct ExportQuery : exports::Query, Filters {};

/// Query parameters of GET …/{id}/reports.
struct ReportsQuery : schema::PageQuery {
  std::optional<Depth> depth;
};

}  // namespace kpa::people

template <>
struct kpa::EnumNames<kpa::people::Depth> {
  using D = people::Depth;
  static constexpr std::array<std::pair<D, std::string_view>, 2> table{
      {{D::direct, "direct"}, {D::all, "all"}}};
};

template <>
const kpa::schema::Object<kpa::people::Filters>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::people::ListQuery>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::people::ExportQuery>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::people::ReportsQuery>& kpa::schema::describe();
