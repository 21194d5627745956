#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/problem.hpp"
#include "core/schema/patch.hpp"
#include "features/identity/identity.hpp"

namespace kpa::people {

using identity::Details;
using identity::Person;
using identity::PersonalDetails;

/// A person in answers.
struct Profile : Person {
  Profile() = default;
  explicit Profile(Person person);
  std::string full_name;
  std::string full_address;
};

/// For PUT: a whole T (PersonalDetails or Details). Members that the client may not change can be sent as
/// they were read, so that it can send back what it got; a changed value is an error.
template <class T>
struct Replacement {
  boost::json::object members;
};

/// Whether the client may change this member.
using Editable = std::function<bool(std::string_view member)>;
bool is_personal(std::string_view member);  ///< one of PersonalDetails
bool is_detail(std::string_view member);    ///< one of Details

/// The current person's T (PersonalDetails or Details) after the change, tidied; or everything wrong with it.
/// Members that may not be edited keep their values. So do rank and sight if a replacement leaves them out,
/// so that nobody loses them by an oversight.
template <class T>
Outcome<T> changed(const Person& current, const Replacement<T>& replacement, const Editable& editable);
template <class T>
Outcome<T> changed(const Person& current, const schema::Patch<T>& patch, const Editable& editable);

}  // namespace kpa::people

namespace kpa::schema {

template <>
const Object<identity::PersonalDetails>& describe();
template <>
const Object<identity::Details>& describe();
template <>
const Object<people::Profile>& describe();

template <class T>
struct Codec<people::Replacement<T>> {
  static std::optional<people::Replacement<T>> read(const json::value& value, const Path& path,
                                                    Issues& issues) {
    if (value.is_object()) return people::Replacement<T>{value.get_object()};
    issues.add(path, "wrong_type", {{"expected", "an object"}});
    return std::nullopt;
  }
  static json::object document(Components& components) { return Codec<T>::document(components); }
  static json::value example() { return Codec<T>::example(); }
};

}  // namespace kpa::schema
