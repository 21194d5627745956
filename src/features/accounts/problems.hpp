#pragma once

#include <string>
#include <vector>

#include "core/problem.hpp"

/// What several use cases have to say of what they were sent.
namespace kpa::accounts {

FieldProblem not_a_phone_number();
FieldProblem phone_number_taken();
FieldProblem employee_id_taken();
/// `confirm_password` is not the password; empty when it is.
std::vector<FieldProblem> mismatch(const std::string& password, const std::string& confirmation);
void append(std::vector<FieldProblem>& to, std::vector<FieldProblem> more);

}  // namespace kpa::accounts
