#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/enum_names.hpp"
#include "core/i18n/language.hpp"
#include "core/time.hpp"

namespace kpa::identity {

/// Details of people that they may change themselves.
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
  std::optional<i18n::Language> language;  ///< of answers; not set: as each request asks

  friend bool operator==(const PersonalDetails&, const PersonalDetails&) = default;
};

/// Which people and whose forms a member of staff may see, besides themselves and their own.
enum class Sight { own, depot, division, all };

/// Details of people that only administrators change.
struct OfficialDetails {
  std::string phone_number;  ///< E.164
  std::optional<std::string> employee_id;
  std::optional<std::string> department;
  std::optional<std::string> position;
  std::optional<std::int64_t> manager_id;
  std::optional<std::int64_t> depot_id;
  bool is_staff = false;
  bool is_superuser = false;
  Sight sight = Sight::all;  ///< applies to staff only

  friend bool operator==(const OfficialDetails&, const OfficialDetails&) = default;
};

/// All details of a person that can be written.
struct Details : PersonalDetails, OfficialDetails {
  friend bool operator==(const Details&, const Details&) = default;
};

/// A person who can log in: the details, and what the server maintains.
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
/// The parts of the address that are present, separated by commas; city, state and postal code together, as
/// on an envelope: `12 Loco Colony, Kharagpur, West Bengal 721301, India`.
std::string full_address(const PersonalDetails& person);

/// Removes blanks around all texts; an optional text that is empty then becomes absent.
PersonalDetails tidy(PersonalDetails details);
Details tidy(Details details);

/// A name for a person on a form, in each way it can be read. Each member is tried in turn, and the first
/// that identifies a person counts: "123" is the user with id 123 if there is one, else employee 123.
struct Reference {
  std::optional<std::int64_t> id;           ///< 1 to 18 digits, in any script
  std::string employee_id;                  ///< as given; compared without case
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
