#include "features/maintenance_forms/service.hpp"

#include <charconv>
#include <system_error>

#include "core/observe/log.hpp"

namespace kpa::maintenance_forms {

Task<Outcome<std::int64_t>> person_of_form(accounts::Accounts& people, db::Queries& unit, http::Caller caller,
                                           std::optional<schema::Identifier> reference,
                                           std::optional<std::int64_t> before, std::string path) {
  if (before && (!reference || reference->text == std::to_string(*before))) co_return *before;
  if (!reference || reference->text == std::to_string(caller.user_id)) co_return caller.user_id;
  const auto person = co_await people.find_person(unit, reference->text, accounts::viewer_of(caller));
  if (person == caller.user_id || (person && caller.is_staff())) co_return *person;
  if (caller.is_staff())
    co_return field_failure(Code::validation_failed, std::move(path), "unknown_person",
                            i18n::text("There is nobody with this id, employee id or phone number"));
  co_return field_failure(Code::validation_failed, std::move(path), "not_yourself",
                          i18n::text("Must be yourself: only staff may name somebody else"));
}

std::optional<std::int64_t> id_of(const schema::Identifier& reference) {
  std::int64_t id = 0;
  const char* const end = reference.text.data() + reference.text.size();
  const auto read = std::from_chars(reference.text.data(), end, id);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return id;
}

void log_change(const http::Call& call, const Names& names, std::string_view action, std::int64_t id) {
  static const observe::Log forms("forms");
  forms.info(std::string(action), {{"record", names.entity_type},
                                   {"id", id},
                                   {"user", call.caller.user_id},
                                   {"request_id", call.request.request_id}});
}

}  // namespace kpa::maintenance_forms
