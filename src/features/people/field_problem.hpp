#pragma once

#include <string>
#include <utility>

#include "core/problem.hpp"

namespace kpa::people {

/// An error in a member of a request, or in a column of a file.
inline FieldProblem problem(std::string path, std::string code, i18n::Text message, Params params = {}) {
  return {std::move(path), std::move(code), std::move(params), message};
}

}  // namespace kpa::people
