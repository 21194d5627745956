#include "features/identity/problems.hpp"

#include "core/i18n/text.hpp"

namespace kpa::identity {

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

}  // namespace kpa::identity
