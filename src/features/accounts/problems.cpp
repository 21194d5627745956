#include "features/accounts/problems.hpp"

#include <algorithm>
#include <iterator>

namespace kpa::accounts {

FieldProblem not_a_phone_number() {
  return {"phone_number", "not_a_phone_number", {}, "Must be a phone number, such as +919876543210"};
}

std::vector<FieldProblem> mismatch(const std::string& password, const std::string& confirmation) {
  if (password == confirmation) return {};
  return {{"confirm_password", "mismatch", {}, "The two passwords are not the same"}};
}

void append(std::vector<FieldProblem>& to, std::vector<FieldProblem> more) {
  std::move(more.begin(), more.end(), std::back_inserter(to));
}

}  // namespace kpa::accounts
