#include "features/accounts/wire.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <boost/json/parse.hpp>

#include "core/i18n/text.hpp"
#include "core/schema/constraints.hpp"
#include "features/accounts/wire_factors.hpp"

namespace kpa::accounts {
namespace {

using schema::text;

constexpr std::size_t longest_name = 150;

/// Forms send empty text for what was left blank; it counts as absent.
schema::Constraint<std::string> email_or_empty() {
  auto email = schema::email();
  return {
      [check = email.check](const std::string& value) { return value.empty() ? std::nullopt : check(value); },
      [document = email.document](boost::json::object& schema) {
        document(schema);
        schema["pattern"] = "^$|" + std::string(schema.at("pattern").as_string());
      }};
}

schema::Constraint<Date> date_of_birth() {
  using namespace std::chrono_literals;
  return schema::not_before(1900y / 1 / 1) & schema::not_in_future();
}

template <class T>
schema::Object<T> with_details(schema::Object<T> object) {
  using D = PersonalDetails;
  return std::move(object)
      .field("first_name", &D::first_name, text(1, longest_name), "Given name", "John")
      .field("last_name", &D::last_name, text(1, longest_name), "Family name", "Engineer")
      .field("email", &D::email, email_or_empty(), "For notifications", "john.engineer@railway.com")
      .field("bio", &D::bio, text(0, 500), "A few words about the person", "Wheel shop, second shift")
      .field("date_of_birth", &D::date_of_birth, date_of_birth(), "Date of birth", "1990-05-17")
      .field("address_line_1", &D::address_line_1, text(0, 255), "House and street", "12 Loco Colony")
      .field("address_line_2", &D::address_line_2, text(0, 255), "Area", "South Side")
      .field("city", &D::city, text(0, 100), "City", "Kharagpur")
      .field("state", &D::state, text(0, 100), "State", "West Bengal")
      .field("postal_code", &D::postal_code, text(0, 20), "Postal code", "721301")
      .field("country", &D::country, text(0, 100), "Country", "India")
      .field("language", &D::language, "Language of answers; null: what Accept-Language asks for", nullptr);
}

template <class T>
schema::Object<T> with_official(schema::Object<T> object) {
  using D = OfficialDetails;
  return std::move(object)
      .field("phone_number", &D::phone_number, text(1, 40),
             "Who the person is; answered in E.164, taken in any usual spelling", "+919876543211")
      .field("employee_id", &D::employee_id, text(0, 50), "For the payroll", "KGP-004711")
      .field("department", &D::department, text(0, 100), "Department", "Carriage and Wagon")
      .field("position", &D::position, text(0, 100), "Position", "Senior Section Engineer")
      .field("manager_id", &D::manager_id, "Id of the user that they report to", nullptr)
      .field("depot_id", &D::depot_id, "Id of the depot that they work in", nullptr)
      .field("is_staff", &D::is_staff, "May administer users and review forms, as far as they see", false)
      .or_default()
      .field("is_superuser", &D::is_superuser, "May administer the system", false)
      .or_default()
      .field("sight", &D::sight,
             "How far staff see: only their own records, those of their depot, of its division, or all",
             "all")
      .or_default();
}

/// Members that are never compared: a login elsewhere changes it between reading and writing.
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

/// The members of `sent` that may be edited; notes every other that would change what the client was shown.
boost::json::object without_read_only(const Person& current, const boost::json::object& sent,
                                      const Editable& editable, schema::Issues& issues) {
  const auto shown = members_of(Profile(current));
  boost::json::object kept;
  for (const auto& member : sent) {
    const boost::json::object one{{member.key(), member.value()}};
    const std::string canonical(schema::describe<Profile>().canonical(one).begin()->key());
    const auto* now = shown.if_contains(canonical);
    if (now == nullptr || editable(canonical))
      kept.emplace(member.key(), member.value());  // may be edited, or is unknown, which decoding tells
    else if (*now != member.value() && canonical != volatile_member)
      issues.add(schema::Path(schema::Path(), std::string_view(member.key())),
                 {"read_only", {}, i18n::text("Only an administrator can change this")});
  }
  return kept;
}

/// Members that a replacement keeps when it leaves them out.
constexpr std::array<std::string_view, 3> kept_by_replacement = {"is_staff", "is_superuser", "sight"};

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
      full_name(accounts::full_name(*this)),
      full_address(accounts::full_address(*this)) {}

bool is_personal(std::string_view member) { return has_field<PersonalDetails>(member); }
bool is_detail(std::string_view member) { return has_field<Details>(member); }

template <class T>
Outcome<T> changed(const Person& current, const Replacement<T>& replacement, const Editable& editable) {
  return checked<T>(current, replacement.members, editable, [&](boost::json::object members) {
    const auto given = schema::describe<T>().canonical(members);
    for (const auto& now : members_of(static_cast<const T&>(current))) {
      const bool stays =
          std::ranges::find(kept_by_replacement, std::string_view(now.key())) != kept_by_replacement.end();
      if (!given.contains(now.key()) && (stays || !editable(now.key())))
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

}  // namespace kpa::accounts

namespace kpa::schema {

using namespace accounts;

template <>
const Object<Registration>& describe() {
  using R = Registration;
  static const auto made =
      object<R>("Registration")
          .field("phone_number", &R::phone_number, text(1, 40),
                 "Who the person is; any usual spelling, +91 is assumed where no country is given",
                 "+1234567890")
          .field("password", &R::password, text(0, 1000),
                 "At most 256 bytes; see the rules in the description", "securepass123")
          .field("confirm_password", &R::confirm_password, text(0, 1000), "The password again",
                 "securepass123")
          .field("first_name", &R::first_name, text(1, longest_name), "Given name", "John")
          .field("last_name", &R::last_name, text(1, longest_name), "Family name", "Engineer")
          .field("email", &R::email, email_or_empty(), "For notifications", "john.engineer@railway.com");
  return made;
}

template <>
const Object<Login>& describe() {
  static const auto made =
      object<Login>("Login")
          .field("phone_number", &Login::phone_number, text(1, 40), "In any usual spelling", "+1234567890")
          .alias("phone")
          .field("password", &Login::password, text(1, 1000), "The password", "securepass123")
          .field(
              "second_factor", &Login::second_factor, factor_code(),
              "From whoever has set one up: the code that the authenticator app shows, or a recovery code");
  return made;
}

template <>
const Object<RefreshRequest>& describe() {
  static const auto made = object<RefreshRequest>("RefreshRequest")
                               .field("refresh_token", &RefreshRequest::refresh_token, text(1, 4096),
                                      "From the last login or refresh; left out where a cookie has it",
                                      "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9...");
  return made;
}

template <>
const Object<PasswordChange>& describe() {
  using C = PasswordChange;
  static const auto made = object<C>("PasswordChange")
                               .field("current_password", &C::current_password, text(1, 1000),
                                      "The password until now", "securepass123")
                               .alias("old_password")
                               .alias("oldPassword")
                               .field("new_password", &C::new_password, text(0, 1000),
                                      "The password from now on", "monsoon-42-axle")
                               .field("confirm_password", &C::confirm_password, text(0, 1000),
                                      "The new password again", "monsoon-42-axle")
                               .alias("confirm_new_password")
                               .alias("confirmNewPassword");
  return made;
}

template <>
const Object<TokenQuery>& describe() {
  static const auto made =
      object<TokenQuery>("TokenQuery")
          .field("cookie", &TokenQuery::cookie, "Keep the tokens in cookies that no script can read", true);
  return made;
}

template <>
const Object<CookieSession>& describe() {
  using C = CookieSession;
  static const auto made =
      object<C>("CookieSession")
          .field("token_type", &C::token_type, schema::one_of({"Cookie"}),
                 "Tells this answer from a TokenPair", "Cookie")
          .field("expires_in", &C::expires_in, "Seconds until the session must be refreshed", 3600)
          .field(
              "csrf_token", &C::csrf_token,
              "For the field X-CSRF-Token of every request that changes something; also in the cookie __Host-kpa_csrf",
              "pTq8hS0Cq0m3Jx5u1y0o1rOe7k9mA2bXnVd4cYwZt6E");
  return made;
}

template <>
const Object<TokenPair>& describe() {
  using T = TokenPair;
  static const auto made =
      object<T>("TokenPair")
          .field("access_token", &T::access_token, "For the Authorization header of every other request",
                 "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9...")
          .field("refresh_token", &T::refresh_token, "Good for one refresh",
                 "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9...")
          .field("token_type", &T::token_type, schema::one_of({"Bearer"}),
                 "Tells this answer from a CookieSession", "Bearer")
          .field("expires_in", &T::expires_in, "Seconds until the access token expires", 3600);
  return made;
}

template <>
const Object<Message>& describe() {
  static const auto made = object<Message>("Message").field("message", &Message::message, "For a person",
                                                            "Password changed successfully.");
  return made;
}

template <>
const Object<PersonalDetails>& describe() {
  static const auto made = with_details(object<PersonalDetails>("PersonalDetails"));
  return made;
}

template <>
const Object<Details>& describe() {
  static const auto made = with_official(with_details(object<Details>("UserDetails")));
  return made;
}

template <>
const Object<Profile>& describe() {
  using P = Profile;
  static const auto made =
      with_official(with_details(object<P>("Profile").field("id", &Person::id, "The user's id", 123)))
          .field("profile_picture", &Person::profile_picture, "Path of the picture", nullptr)
          .field("is_active", &Person::is_active, "May log in", true)
          .field("date_joined", &Person::date_joined, "When the account was made", "2024-01-15T10:00:00Z")
          .field("last_login", &Person::last_login, "When they last logged in", "2024-01-15T10:00:00Z")
          .field("full_name", &P::full_name, "First and last name", "John Engineer")
          .field("full_address", &P::full_address, "The parts of the address that are known",
                 "12 Loco Colony, South Side, Kharagpur, West Bengal 721301, India")
          .versioned(&Person::version, &Person::last_login);
  return made;
}

void Codec<LoginAnswer>::write(const LoginAnswer& answer, std::string& out) {
  std::visit([&](const auto& body) { Codec<std::decay_t<decltype(body)>>::write(body, out); }, answer.body);
}

json::object Codec<LoginAnswer>::document(Components& components) {
  const json::object pair = Codec<TokenPair>::document(components);
  const json::object session = Codec<CookieSession>::document(components);
  json::object members = components.at("TokenPair").at("properties").as_object();
  for (const auto& member : components.at("CookieSession").at("properties").as_object())
    members.emplace(member.key(), member.value());
  members["token_type"] = {{"type", "string"},
                           {"enum", {TokenPair().token_type, CookieSession().token_type}}};
  // Some generators know no alternatives: for them the members of both are here too, and none is required
  // that only one has.
  components["LoginAnswer"] = {
      {"type", "object"},
      {"description", "A TokenPair; with `cookie=true` a CookieSession, whose tokens are in cookies"},
      {"properties", std::move(members)},
      {"required", {"token_type", "expires_in"}},
      {"oneOf", json::array{pair, session}},
      {"discriminator",
       {{"propertyName", "token_type"},
        {"mapping",
         {{TokenPair().token_type, pair.at("$ref")}, {CookieSession().token_type, session.at("$ref")}}}}}};
  return {{"$ref", "#/components/schemas/LoginAnswer"}};
}

json::value Codec<LoginAnswer>::example() { return Codec<TokenPair>::example(); }

}  // namespace kpa::schema
