#include "features/built_forms/wire_xlsform.hpp"

namespace kpa::schema {

using built_forms::ImportedForm;
using built_forms::ImportRemark;

template <>
const Object<ImportRemark>& describe() {
  using R = ImportRemark;
  static const auto made = object<R>("FormImportRemark")
                               .field("path", &R::path, "Sheet, column and row of the workbook", "survey!D12")
                               .field("code", &R::code, "Stable name of the remark", "left_out")
                               .field("message", &R::message, "For a person");
  return made;
}

template <>
const Object<ImportedForm>& describe() {
  using I = ImportedForm;
  static const auto made =
      object<I>("ImportedForm")
          .field("form", &I::form, "The form, a draft")
          .field("remarks", &I::remarks, "What the workbook has and forms here have not, and was left out");
  return made;
}

}  // namespace kpa::schema
