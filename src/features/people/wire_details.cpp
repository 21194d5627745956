#include "features/people/wire_details.hpp"

#include <algorithm>
#include <utility>

#include <boost/json/parse.hpp>

#include "core/i18n/text.hpp"
#include "core/schema/constraints.hpp"
#include "features/people/ranks.hpp"

namespace kpa::people {
namespace {

using schema::of_length;

schema::Constraint<Date> date_of_birth() {
  using namespace std::chrono_literals;
  return schema::not_before(1900y / 1 / 1) & schema::not_in_future();
}

template <class T>
schema::Object<T> with_details(schema::Object<T> object) {
  using D = PersonalDetails;
  return std::move(object)
      .field("first_name", &D::first_name, identity::name(), "Given name", "John")
      .field("last_name", &D::last_name, identity::name(), "Family name", "Engineer")
      .field("email", &D::email, identity::email_or_empty(), "For notifications", "john.engineer@railway.com")
      .field("bio", &D::bio, of_length(0, 500), "A few words about the person", "Wheel shop, second shift")
      .field("date_of_birth", &D::date_of_birth, date_of_birth(), "Date of birth", "1990-05-17")
      .field("address_line_1", &D::address_line_1, of_length(0, 255), "House and street", "12 Loco Colony")
      .field("address_line_2", &D::address_line_2, of_length(0, 255), "Area", "South Side")
      .field("city", &D::city, of_length(0, 100), "City", "Kharagpur")
      .field("state", &D::state, of_length(0, 100), "State", "West Bengal")
      .field("postal_code", &D::postal_code, of_length(0, 20), "Postal code", "721301")
      .field("country", &D::country, of_length(0, 100), "Country", "India")
      .field("language", &D::language, "Language of answers; null: what Accept-Language asks for", nullptr);
}

template <class T>
schema::Object<T> with_official(schema::Object<T> object) {
  using D = identity::OfficialDetails;
  return std::move(object)
      .field("phone_number", &D::phone_number, of_length(1, 40),
             "Identifies the person; accepted in any usual notation, answered in E.164", "+919876543211")
      .field("employee_id", &D::employee_id, of_length(0, 50), "For the payroll", "KGP-004711")
      .field("department", &D::department, of_length(0, 100), "Department", "Carriage and Wagon")
      .field("position", &D::position, of_length(0, 100), "Position", "Senior Section Engineer")
      .field("manager_id", &D::manager_id, "Id of the user to whom they report", nullptr)
      .field("depot_id", &D::depot_id, "Id of the depot in which they work", nullptr)
      .field("is_staff", &D::is_staff, "May administer users and review forms that they may see", false)
      .or_default()
      .field("is_superuser", &D::is_superuser, "May administer the system", false)
      .or_default()
      .field("sight", &D::sight,
             "Which records staff may see: only their own, those of their depot, of its division, or all",
             "all")
      .or_default();
}

/// Ignored when comparing: a login elsewhere changes it between reading and writing.
constexpr std::string_view volatile_member = "last_login";

template <class T>
bool has_field(std::string_view name) {
  const auto& fields = schema::describe<T>().fields();
  return std::ranges::any_of(fields, [&](const auto& field) { return field->name == name; });
}

template <class T>
boost::json::object members_of(const T& value) {
  return boost::json::parse(schema::encode(value)).as_object();
}

/// The members of `sent` that may be edited; adds an error for each other one whose value differs from what
/// the client was shown.
boost::json::object without_read_only(const Person& current, const boost::json::object& sent,
                                      const Editable& editable, schema::Issues& issues) {
  const auto shown = members_of(Profile(current));
  boost::json::object kept;
  for (const auto& member : sent) {
    const boost::json::object one{{member.key(), member.value()}};
    const std::string canonical(schema::describe<Profile>().canonical(one).begin()->key());
    const auto* now = shown.if_contains(canonical);
    if (now == nullptr || editable(canonical))
      kept.emplace(member.key(), member.value());  // editable, or unknown: decoding will report that
    else if (*now != member.value() && canonical != volatile_member)
      issues.add(schema::Path(schema::Path(), std::string_view(member.key())),
                 {"read_only", {}, i18n::text("Only an administrator can change this")});
  }
  return kept;
}

template <class T, class Apply>
Outcome<T> checked(const Person& current, const boost::json::object& sent, const Editable& editable,
                   Apply apply) {
  schema::Issues issues;
  Outcome<T> details = apply(without_read_only(current, sent, editable, issues));
  if (!details)
    for (auto& field : details.error().fields) issues.add(std::move(field));
  if (!issues.empty()) return Problem{.code = Code::validation_failed, .fields = issues.take()};
  return tidy(std::move(*details));
}

}  // namespace

Profile::Profile(Person person)
    : Person(std::move(person)),
      full_name(identity::full_name(*this)),
      full_address(identity::full_address(*this)) {}

bool is_personal(std::string_view member) { return has_field<PersonalDetails>(member); }
bool is_detail(std::string_view member) { return has_field<Details>(member); }

template <class T>
Outcome<T> changed(const Person& current, const Replacement<T>& replacement, const Editable& editable) {
  return checked<T>(current, replacement.members, editable, [&](boost::json::object members) {
    const auto given = schema::describe<T>().canonical(members);
    for (const auto& now : members_of(static_cast<const T&>(current))) {
      if (!given.contains(now.key()) && (is_rank(now.key()) || !editable(now.key())))
        members.emplace(now.key(), now.value());
    }
    return schema::decode_value<T>(std::move(members));
  });
}

template <class T>
Outcome<T> changed(const Person& current, const schema::Patch<T>& patch, const Editable& editable) {
  return checked<T>(current, patch.members, editable, [&](boost::json::object members) {
    return schema::Patch<T>{std::move(members)}.applied_to(static_cast<const T&>(current));
  });
}

template Outcome<PersonalDetails> changed(const Person&, const Replacement<PersonalDetails>&,
                                          const Editable&);
template Outcome<PersonalDetails> changed(const Person&, const schema::Patch<PersonalDetails>&,
                                          const Editable&);
template Outcome<Details> changed(const Person&, const Replacement<Details>&, const Editable&);
template Outcome<Details> changed(const Person&, const schema::Patch<Details>&, const Editable&);

}  // namespace kpa::people

namespace kpa::schema {

using people::Details;
using people::Person;
using people::PersonalDetails;
using people::Profile;

template <>
const Object<PersonalDetails>& describe() {
  static const auto made = people::with_details(object<PersonalDetails>("PersonalDetails"));
  return made;
}

template <>
const Object<Details>& describe() {
  static const auto made = people::with_official(people::with_details(object<Details>("UserDetails")));
  return made;
}

template <>
const Object<Profile>& describe() {
  using P = Profile;
  static const auto made =
      people::with_official(
          people::with_details(object<P>("Profile").field("id", &Person::id, "The user's id", 123)))
          .field("profile_picture", &Person::profile_picture, "Path of the picture", nullptr)
          .field("is_active", &Person::is_active, "May log in", true)
          .field("date_joined", &Person::date_joined, "When the account was created", "2024-01-15T10:00:00Z")
          .field("last_login", &Person::last_login, "When they last logged in", "2024-01-15T10:00:00Z")
          .field("full_name", &P::full_name, "First and last name", "John Engineer")
          .field("full_address", &P::full_address, "The parts of the address that are known",
                 "12 Loco Colony, South Side, Kharagpur, West Bengal 721301, India")
          .versioned(&Person::version, &Person::last_login);
  return made;
}

}  // namespace kpa::schema
