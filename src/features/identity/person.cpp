#include "features/identity/person.hpp"

#include <algorithm>
#include <charconv>
#include <initializer_list>

#include "core/text.hpp"
#include "core/unicode.hpp"
#include "features/identity/phone.hpp"

namespace kpa::identity {
namespace {

std::string joined(std::initializer_list<std::string_view> parts, std::string_view separator) {
  std::string whole;
  for (const std::string_view part : parts) {
    if (part.empty()) continue;
    if (!whole.empty()) whole += separator;
    whole += part;
  }
  return whole;
}

std::string_view text_of(const std::optional<std::string>& text) { return text ? *text : std::string_view(); }

void tidy_each(std::initializer_list<std::optional<std::string>*> texts) {
  for (std::optional<std::string>* text : texts) {
    const std::string kept(trimmed(text_of(*text)));
    *text = kept.empty() ? std::nullopt : std::optional(kept);
  }
}

}  // namespace

std::string full_name(const PersonalDetails& person) {
  return joined({person.first_name, person.last_name}, " ");
}

std::string full_address(const PersonalDetails& person) {
  const std::string region = joined({text_of(person.state), text_of(person.postal_code)}, " ");
  return joined({text_of(person.address_line_1), text_of(person.address_line_2), text_of(person.city), region,
                 text_of(person.country)},
                ", ");
}

PersonalDetails tidy(PersonalDetails details) {
  for (std::string* name : {&details.first_name, &details.last_name}) *name = trimmed(*name);
  tidy_each({&details.email, &details.bio, &details.address_line_1, &details.address_line_2, &details.city,
             &details.state, &details.postal_code, &details.country});
  return details;
}

Details tidy(Details details) {
  static_cast<PersonalDetails&>(details) = tidy(static_cast<PersonalDetails>(details));
  tidy_each({&details.employee_id, &details.department, &details.position});
  return details;
}

Reference parse_reference(std::string_view text, std::string_view default_region) {
  constexpr std::size_t most_digits = 18;  // below 2^63
  const std::string typed = plain(text).text;
  const std::string_view name = trimmed(typed);
  Reference reference{
      .id = {}, .employee_id = std::string(name), .phone_number = canonical_phone(name, default_region)};
  if (!name.empty() && name.size() <= most_digits && std::ranges::all_of(name, is_digit)) {
    std::int64_t id = 0;
    std::from_chars(name.data(), name.data() + name.size(), id);
    reference.id = id;
  }
  return reference;
}

}  // namespace kpa::identity
