#pragma once

#include "core/problem.hpp"

/// Problems with a person's phone number and employee id.
namespace kpa::identity {

FieldProblem not_a_phone_number();
FieldProblem phone_number_taken();
FieldProblem employee_id_taken();

}  // namespace kpa::identity
