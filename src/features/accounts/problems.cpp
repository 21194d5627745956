#include "features/accounts/problems.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/i18n/text.hpp"

namespace kpa::accounts {

FieldProblem not_a_phone_number() {
  return {
      "phone_number", "not_a_phone_number", {}, i18n::text("Must be a phone number, such as +919876543210")};
}

FieldProblem phone_number_taken() {
  return {"phone_number", "taken", {}, i18n::text("Phone number already exists")};
}

FieldProblem employee_id_taken() {
  return {"employee_id", "taken", {}, i18n::text("This employee id is already in use")};
}

FieldProblem not_your_password(std::string path) {
  return {std::move(path), "wrong_password", {}, i18n::text("This is not your password")};
}

std::vector<FieldProblem> mismatch(const std::string& password, const std::string& confirmation) {
  if (password == confirmation) return {};
  return {{"confirm_password", "mismatch", {}, i18n::text("The two passwords are not the same")}};
}

Problem no_text_messages() {
  return {.code = Code::not_implemented,
          .message = i18n::text(
              "This installation sends no text messages. Ask an administrator for a one-time link.")};
}

std::int64_t in_seconds(std::chrono::milliseconds time) {
  return std::chrono::ceil<std::chrono::seconds>(time).count();
}

void append(std::vector<FieldProblem>& to, std::vector<FieldProblem> more) {
  std::move(more.begin(), more.end(), std::back_inserter(to));
}

}  // namespace kpa::accounts
