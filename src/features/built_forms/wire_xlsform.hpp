#pragma once

#include <string>
#include <vector>

#include "features/built_forms/wire_forms.hpp"

namespace kpa::built_forms {

/// Something in a workbook that was left out of the form.
struct ImportRemark {
  std::string path;
  std::string code;
  i18n::Message message;
};

/// A form that came as a workbook.
struct ImportedForm {
  WholeForm form;
  std::vector<ImportRemark> remarks;
};

}  // namespace kpa::built_forms

template <>
const kpa::schema::Object<kpa::built_forms::ImportRemark>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::built_forms::ImportedForm>& kpa::schema::describe();
