#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/enum_names.hpp"
#include "core/i18n/text.hpp"

namespace kpa::expressions {

struct Scope;

/// What kind of thing a value is.
enum class Base { null, boolean, number, text, date, time, date_and_time, context };

/// The type of a value: one of a kind, or a list of them. Lists of lists do not exist.
struct Type {
  Base base = Base::null;
  bool is_list = false;
  /// Of contexts: the names in them.
  std::shared_ptr<const Scope> members = nullptr;
};

/// Names and what stands for them: the fields of a form, or those of one row of a repeated group.
struct Scope {
  std::map<std::string, Type, std::less<>> names;

  /// Null when there is no such name.
  const Type* find(std::string_view name) const {
    const auto found = names.find(name);
    return found == names.end() ? nullptr : &found->second;
  }
};

inline Type list_of(Base base) { return {base, true}; }
inline Type one_of(const Type& list) { return {list.base, false, list.members}; }
inline Type many_of(const Type& one) { return {one.base, true, one.members}; }

/// Whether a value of type `found` can stand where `wanted` is. Null can stand anywhere.
bool fits(const Type& found, const Type& wanted);
/// The type of something that is either; nothing when they have nothing in common.
std::optional<Type> common(const Type& one, const Type& other);

/// As in trees: `number`, `list of date and time`.
std::string name_of(const Type& type);
/// For people: "a number", "a list of dates".
i18n::Text words_for(const Type& type);

}  // namespace kpa::expressions

template <>
struct kpa::EnumNames<kpa::expressions::Base> {
  using B = kpa::expressions::Base;
  static constexpr std::array<std::pair<B, std::string_view>, 8> table = {
      {{B::null, "null"},
       {B::boolean, "boolean"},
       {B::number, "number"},
       {B::text, "string"},
       {B::date, "date"},
       {B::time, "time"},
       {B::date_and_time, "date and time"},
       {B::context, "context"}}};
};
