#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "core/i18n/message.hpp"

namespace kpa::built_forms::xlsform {

/// What the cell `type` of a row says.
struct RowType {
  enum class Role {
    field,
    begin,    ///< of a group
    end,      ///< of a group
    passed,   ///< asks nothing that this service keeps: see `why`
    unknown,  ///< see `why`
  };
  Role role = Role::unknown;
  std::string field_type = {};     ///< of a field
  boost::json::object rules = {};  ///< that come with the type: whole numbers, kinds of files
  std::string choices = {};        ///< name of the list
  bool calculated = false;         ///< only calculated, and of no type in particular
  i18n::Text why = {};
};

/// `select_one sides or_other`, `begin repeat`, `integer`; with the cell `appearance`.
RowType row_type(std::string_view type, std::string_view appearance);
/// Whether row_type() makes use of this appearance.
bool uses_appearance(const RowType& type, std::string_view appearance);

/// The cells `type` and `appearance` for a field; the list of its choices is named like this.
struct TypeCells {
  std::string type;
  std::string appearance = {};
};
TypeCells cells_of(std::string_view field_type, const boost::json::object& rules, std::string_view choices);

}  // namespace kpa::built_forms::xlsform
