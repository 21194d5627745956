#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "core/problem.hpp"

/// What several use cases have to say of what they were sent.
namespace kpa::accounts {

FieldProblem not_a_phone_number();
FieldProblem phone_number_taken();
FieldProblem employee_id_taken();
/// Of the member in which the caller gave their current password.
FieldProblem not_your_password(std::string path);
/// `confirm_password` is not the password; empty when it is.
std::vector<FieldProblem> mismatch(const std::string& password, const std::string& confirmation);
/// Of an installation without a sender (`sms.sender`).
Problem no_text_messages();
void append(std::vector<FieldProblem>& to, std::vector<FieldProblem> more);

/// Whole seconds, for an answer.
std::int64_t in_seconds(std::chrono::milliseconds time);

}  // namespace kpa::accounts
