#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/problem.hpp"
#include "core/workbook/workbook.hpp"
#include "features/built_forms/definition.hpp"

/// Forms as workbooks by the XLSForm standard, which KoboToolbox, ODK and others share.
namespace kpa::built_forms::xlsform {

/// What a workbook has and the form here has not: something that is shown or asked elsewhere, without which
/// the form asks the same. What changes the form's meaning is refused.
struct Remark {
  workbook::Place place;
  std::string code;  ///< stable, snake_case
  i18n::Message message;
};

/// A form as it was read.
struct Imported {
  Definition form;
  std::vector<Remark> remarks;
  /// Where the parts of the form were written, by their paths in the definition: `fields[2].visible_if`.
  std::map<std::string, workbook::Place> places;

  /// The problem of this definition, with the places in the workbook as paths: `survey!C12`.
  Problem placed(Problem problem) const;
};

/// Reads a workbook with the sheets survey, choices and settings. Or everything that is wrong, under paths
/// such as `survey!C12`.
Outcome<Imported> read(std::string_view file);

/// The form as such a workbook. Other programs pass over the columns whose names begin with `kpa_`: they hold
/// what the standard has no place for, and read() knows them.
std::string write(const Definition& form);

}  // namespace kpa::built_forms::xlsform
