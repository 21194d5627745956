#include "features/review/people.hpp"

namespace kpa::review {

Task<Outcome<std::int64_t>> person_of_form(accounts::Accounts& people, db::Queries& unit, http::Caller caller,
                                           std::optional<schema::Identifier> reference, std::string path) {
  if (!reference || reference->text == std::to_string(caller.user_id)) co_return caller.user_id;
  const auto person = co_await people.find_person(unit, reference->text);
  if (person == caller.user_id || (person && caller.is_staff())) co_return *person;
  if (caller.is_staff())
    co_return field_failure(Code::validation_failed, std::move(path), "unknown_person",
                            "There is nobody with this id, employee id or phone number");
  co_return field_failure(Code::validation_failed, std::move(path), "not_yourself",
                          "Must be yourself: only staff may name somebody else");
}

}  // namespace kpa::review
