#pragma once

#include <string>
#include <vector>

#include "features/built_forms/form.hpp"

namespace kpa::built_forms {

/// Conditions on answers for the list of submissions.
struct AnswerFilters {
  RawJson holds{"{}"};               ///< must be contained in the answers
  std::vector<std::string> between;  ///< SQL/JSON paths that must find something in the answers
};

/// Reads `{"result": "worn", "flange_height": {"from": 30}}`, by the types of this form's fields; without a
/// form (null) values are compared as they are. Or all that is wrong, under paths below `answers`.
Outcome<AnswerFilters> read_filters(const Form* form, std::string_view text);

}  // namespace kpa::built_forms
