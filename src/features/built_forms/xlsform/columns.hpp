#pragma once

#include <span>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

namespace kpa::built_forms::xlsform {

/// Whether read() makes use of a column on this sheet.
bool knows_column(std::string_view sheet, std::string_view column);

/// The columns of the sheet survey that are members of a Field, with expressions or texts,
std::span<const std::string_view> columns_of_members();
/// and the member: `relevant` is `visible_if`.
std::string_view member_of(std::string_view column);

/// A constraint that says what these rules of a field say, for other programs; empty: there is none.
std::string constraint_of(std::string_view field_type, const boost::json::object& rules);

}  // namespace kpa::built_forms::xlsform
