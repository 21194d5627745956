#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/problem.hpp"
#include "core/schema/patch.hpp"
#include "features/accounts/rules.hpp"

namespace kpa::accounts {

/// POST /api/users/register. Phone number and password are judged by the service, so that all that is wrong
/// with them is told at once.
struct Registration {
  std::string phone_number;
  std::string password;
  std::string confirm_password;
  std::string first_name;
  std::string last_name;
  std::optional<std::string> email;
};

struct Login {
  std::string phone_number;
  std::string password;
  std::optional<std::string> second_factor;  ///< of whoever has one
};

struct RefreshRequest {
  std::optional<std::string> refresh_token;  ///< left out where a cookie has it
};

/// Query parameter of everything that logs somebody in.
struct TokenQuery {
  std::optional<bool> cookie;

  bool in_cookies() const { return cookie.value_or(false); }
};

struct PasswordChange {
  std::string current_password;
  std::string new_password;
  std::string confirm_password;
};

/// The tokens of a session.
struct TokenPair {
  std::string access_token;
  std::string refresh_token;
  std::string token_type = "Bearer";
  std::int64_t expires_in = 0;  ///< seconds until the access token expires
  // Not in the body:
  std::int64_t refresh_expires_in = 0;  ///< likewise
  std::string csrf_token;
  std::int64_t user_id = 0;
};

/// What a page is told instead whose tokens are in cookies.
struct CookieSession {
  std::string token_type = "Cookie";
  std::int64_t expires_in = 0;
  std::string csrf_token;
};

/// Answer to everything that logs somebody in; login_answer() makes it.
struct LoginAnswer {
  std::variant<TokenPair, CookieSession> body;
  std::vector<std::string> cookies;  ///< Set-Cookie fields
};

struct Message {
  i18n::Message message;
};

/// A person as the API shows them.
struct Profile : Person {
  Profile() = default;
  explicit Profile(Person person);
  std::string full_name;
  std::string full_address;
};

/// PUT: a whole T, PersonalDetails or Details. What the client may not change can come along as it was read,
/// so that it can send back what it got; changing it is an error.
template <class T>
struct Replacement {
  boost::json::object members;
};
using ProfileReplacement = Replacement<PersonalDetails>;
using ProfilePatch = schema::Patch<PersonalDetails>;

/// Whether the client may change the member of this name.
using Editable = std::function<bool(std::string_view member)>;
bool is_personal(std::string_view member);  ///< one of PersonalDetails
bool is_detail(std::string_view member);    ///< one of Details

/// T, PersonalDetails or Details, of the current person after the change, tidied, or everything that is wrong
/// with it. What may not be edited keeps its value. So do, when a replacement leaves them out, rank and
/// sight: nobody loses them by an oversight.
template <class T>
Outcome<T> changed(const Person& current, const Replacement<T>& replacement, const Editable& editable);
template <class T>
Outcome<T> changed(const Person& current, const schema::Patch<T>& patch, const Editable& editable);

}  // namespace kpa::accounts

namespace kpa::schema {

template <>
const Object<accounts::Registration>& describe();
template <>
const Object<accounts::Login>& describe();
template <>
const Object<accounts::RefreshRequest>& describe();
template <>
const Object<accounts::PasswordChange>& describe();
template <>
const Object<accounts::TokenQuery>& describe();
template <>
const Object<accounts::TokenPair>& describe();
template <>
const Object<accounts::CookieSession>& describe();
template <>
const Object<accounts::Message>& describe();
template <>
const Object<accounts::PersonalDetails>& describe();
template <>
const Object<accounts::Details>& describe();
template <>
const Object<accounts::Profile>& describe();

/// Only answered.
template <>
struct Codec<accounts::LoginAnswer> {
  static void write(const accounts::LoginAnswer& answer, std::string& out);
  static json::object document(Components& components);
  static json::value example();
};

template <class T>
struct Codec<accounts::Replacement<T>> {
  static std::optional<accounts::Replacement<T>> read(const json::value& value, const Path& path,
                                                      Issues& issues) {
    if (value.is_object()) return accounts::Replacement<T>{value.get_object()};
    issues.add(path, "wrong_type", {{"expected", "an object"}});
    return std::nullopt;
  }
  static json::object document(Components& components) { return Codec<T>::document(components); }
  static json::value example() { return Codec<T>::example(); }
};

}  // namespace kpa::schema
