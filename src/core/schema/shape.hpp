#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <ranges>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <boost/container/small_vector.hpp>

#include "core/schema/field.hpp"

namespace kpa::schema {

/// The decoded parameters of a query string, in their order.
using Pairs = std::vector<std::pair<std::string, std::string>>;

/// The part of an object type that does not depend on how C++ stores it: its members and their names, how
/// they are read and written, its documentation, and how a merge patch changes it.
class Shape {
 public:
  const std::string& name() const { return name_; }

  /// Adds the schema to `components`, and returns a reference to it.
  json::object document(Components& components) const;
  /// The schema itself, not a reference.
  json::object schema(Components& components) const;
  /// An object with every member that is required or has an example.
  json::value example() const;

  /// The patch with members renamed as write() names them, so that both spellings merge.
  json::object canonical(const json::object& patch) const;
  /// The part of a stored record that has this type's members, also within nested objects. The record may
  /// have more. Throws std::logic_error when it lacks one, because then a patch would clear it.
  json::object part_of(const json::object& stored) const;
  /// `current`, as write() gives it, with a merge patch applied. Changed members get the names that the
  /// client used, so that issues found later refer to those names, also when both spellings were sent.
  json::object merged(json::object current, const json::object& patch) const;

  /// Pointers to all members, in declared order.
  auto fields() const {
    return std::views::transform(
        members_, [](const std::unique_ptr<Member>& member) -> const Member* { return member.get(); });
  }

  /// Whether a member has this name, in any spelling.
  bool knows(std::string_view name) const { return by_name_.contains(name); }

 protected:
  explicit Shape(std::string name) : name_(std::move(name)) {}
  ~Shape() = default;
  Shape(const Shape&) = delete;
  Shape& operator=(const Shape&) = delete;
  Shape(Shape&&) = default;
  Shape& operator=(Shape&&) = default;

  void add(std::unique_ptr<Member> member);
  void add_alias(const std::string& name) { by_name_.emplace(name, members_.size() - 1); }
  Member& last() const { return *members_.back(); }

  // `into` and `from` point to objects of the type whose shape this is. Whether nothing was wrong:
  bool read_members(const json::value& value, void* into, const Path& path, Issues& issues) const;
  bool read_parameters(const Pairs& pairs, Blank blank, void* into, Issues& issues) const;
  void write_members(const void* from, std::string& out) const;
  void write_meaning_of(const void* from, std::string& out) const;

 private:
  /// Which members have come.
  using Seen = boost::container::small_vector<bool, 64>;
  /// The member of this name; null, and an issue, when there is none or it has come before.
  const Member* take(std::string_view name, const Path& path, Seen& seen, Issues& issues,
                     std::string_view unknown) const;
  void tell_missing(const Seen& seen, const Path& path, Issues& issues) const;

  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const { return std::hash<std::string_view>()(name); }
  };

  std::string name_;
  std::vector<std::unique_ptr<Member>> members_;
  std::vector<const Member*> by_spelling_;  // sorted by quoted()
  std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>> by_name_;
};

}  // namespace kpa::schema
