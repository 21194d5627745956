#include "features/people/wire.hpp"

#include <utility>

namespace kpa::people {
namespace {

template <class T>
schema::Object<T> with_page(schema::Object<T> object) {
  return schema::with_page(std::move(object), {"name", "date_joined"}, "name",
                           "WyJuYW1lIiwiam9obiBlbmdpbmVlciIsMV0");
}

template <class T>
schema::Object<T> with_filters(schema::Object<T> object) {
  using F = Filters;
  return std::move(object)
      .field("search", &F::search, schema::of_length(1, 100),
             "Part of the name, phone number, e-mail address or employee id; case does not matter",
             "engineer")
      .field("department", &F::department, schema::of_length(1, 100), "Department; case does not matter",
             "Carriage and Wagon")
      .field("is_active", &F::is_active, "Only active users, or only deactivated ones")
      .field("is_staff", &F::is_staff, "Only staff, or only regular users")
      .field("manager", &F::manager, "Id of the user to whom they report", 1)
      .field("depot", &F::depot, "Id of the depot in which they work", 1);
}

}  // namespace
}  // namespace kpa::people

namespace kpa::schema {

using people::ExportQuery;
using people::Filters;
using people::ListQuery;
using people::ReportsQuery;

template <>
const Object<Filters>& describe() {
  static const auto made = people::with_filters(object<Filters>("UserFilters"));
  return made;
}

template <>
const Object<ExportQuery>& describe() {
  static const auto made = exports::with_format(people::with_filters(object<ExportQuery>("UserExport")));
  return made;
}

template <>
const Object<ListQuery>& describe() {
  static const auto made = people::with_page(people::with_filters(object<ListQuery>("UserQuery")));
  return made;
}

template <>
const Object<ReportsQuery>& describe() {
  using Q = ReportsQuery;
  static const auto made = people::with_page(
      object<Q>("ReportsQuery")
          .field("depth", &Q::depth,
                 "direct: people who report to the user; all: also people who report to those, and so on. "
                 "Default: direct"));
  return made;
}

}  // namespace kpa::schema
