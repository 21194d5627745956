#pragma once

#include <cstdint>
#include <optional>
#include <string>

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
};

struct RefreshRequest {
  std::string refresh_token;
};

struct PasswordChange {
  std::string current_password;
  std::string new_password;
  std::string confirm_password;
};

/// Answer to register, login and refresh.
struct TokenPair {
  std::string access_token;
  std::string refresh_token;
  std::string token_type = "Bearer";
  std::int64_t expires_in = 0;  ///< seconds until the access token expires
};

struct Message {
  std::string message;
};

/// A person as the API shows them.
struct Profile : Person {
  Profile() = default;
  explicit Profile(Person person);
  std::string full_name;
  std::string full_address;
};

/// PUT: all of PersonalDetails. What an administrator decides may come along as it was read, so that a client
/// can send back what it got; changing it is an error.
struct ProfileReplacement {
  boost::json::object members;
};
/// PATCH: some of PersonalDetails, by the same rule.
using ProfilePatch = schema::Patch<PersonalDetails>;

/// The details after the change, tidied, or everything that is wrong with it.
Outcome<PersonalDetails> changed(const Person& current, const ProfileReplacement& replacement);
Outcome<PersonalDetails> changed(const Person& current, const ProfilePatch& patch);

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
const Object<accounts::TokenPair>& describe();
template <>
const Object<accounts::Message>& describe();
template <>
const Object<accounts::PersonalDetails>& describe();
template <>
const Object<accounts::Profile>& describe();

template <>
struct Codec<accounts::ProfileReplacement> {
  static std::optional<accounts::ProfileReplacement> read(const json::value& value, const Path& path,
                                                          Issues& issues);
  static json::object document(Components& components);
  static json::value example();
};

}  // namespace kpa::schema
