#pragma once

#include "core/problem.hpp"

/// What is wrong with the two numbers that a person is called by.
namespace kpa::identity {

FieldProblem not_a_phone_number();
FieldProblem phone_number_taken();
FieldProblem employee_id_taken();

}  // namespace kpa::identity
