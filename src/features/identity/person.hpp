#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/enum_names.hpp"
#include "core/i18n/language.hpp"
#include "core/time.hpp"

namespace kpa::identity {

/// What people say of themselves and may change themselves.
struct PersonalDetails {
  std::string first_name;
  std::string last_name;
  std::optional<std::string> email;
  std::optional<std::string> bio;
  std::optional<Date> date_of_birth;
  std::optional<std::string> address_line_1;
  std::optional<std::string> address_line_2;
  std::optional<std::string> city;
  std::optional<std::string> state;
  std::optional<std::string> postal_code;
  std::optional<std::string> country;
  std::optional<i18n::Language> language;  ///< to be answered in; nothing: what each request asks for

  friend bool operator==(const PersonalDetails&, const PersonalDetails&) = default;
};

/// How far somebody with the rank of staff sees: which people and whose forms, besides themselves and their
/// own.
enum class Sight { own, depot, division, all };

/// What administrators decide of people.
struct OfficialDetails {
  std::string phone_number;  ///< E.164
  std::optional<std::string> employee_id;
  std::optional<std::string> department;
  std::optional<std::string> position;
  std::optional<std::int64_t> manager_id;
  std::optional<std::int64_t> depot_id;
  bool is_staff = false;
  bool is_superuser = false;
  Sight sight = Sight::all;  ///< counts for staff only

  friend bool operator==(const OfficialDetails&, const OfficialDetails&) = default;
};

/// All that somebody may write of a person.
struct Details : PersonalDetails, OfficialDetails {
  friend bool operator==(const Details&, const Details&) = default;
};

/// Somebody who can log in. What is not in Details is kept by the server.
struct Person : Details {
  std::int64_t id = 0;
  std::optional<std::string> profile_picture;
  bool is_active = true;
  Instant date_joined;
  std::optional<Instant> last_login;
  std::int64_t version = 1;
};

/// `John Engineer`.
std::string full_name(const PersonalDetails& person);
/// The lines of the address that there are, separated by commas; city, state and postal code are one line as
/// on an envelope: `12 Loco Colony, Kharagpur, West Bengal 721301, India`.
std::string full_address(const PersonalDetails& person);

/// Without blanks around the texts; an optional one with nothing else in it is absent.
PersonalDetails tidy(PersonalDetails details);
Details tidy(Details details);

/// A name somebody was called by on a form, as what it can be: each member is looked for in turn, and the
/// first that is somebody's is meant. So "123" is the user with id 123 where there is one, else employee 123.
struct Reference {
  std::optional<std::int64_t> id;           ///< 1 to 18 digits, of any script
  std::string employee_id;                  ///< as given, which is compared without case
  std::optional<std::string> phone_number;  ///< E.164
};
Reference parse_reference(std::string_view text, std::string_view default_region);

}  // namespace kpa::identity

template <>
struct kpa::EnumNames<kpa::identity::Sight> {
  using S = identity::Sight;
  static constexpr std::array<std::pair<S, std::string_view>, 4> table{
      {{S::own, "own"}, {S::depot, "depot"}, {S::division, "division"}, {S::all, "all"}}};
};
