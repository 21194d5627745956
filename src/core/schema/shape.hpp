#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <boost/container/small_vector.hpp>

#include "core/schema/field.hpp"

namespace kpa::schema {

/// The part of an object type that does not depend on how C++ stores it: its members and their names, its
/// documentation, and how a merge patch changes it.
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

  /// Whether a member has this name, in any spelling.
  bool knows(std::string_view name) const { return by_name_.contains(name); }

 protected:
  explicit Shape(std::string name) : name_(std::move(name)) {}
  ~Shape() = default;
  Shape(const Shape&) = delete;
  Shape& operator=(const Shape&) = delete;
  Shape(Shape&&) = default;
  Shape& operator=(Shape&&) = default;

  /// The state of reading one object: which members have come.
  struct Reading {
    Reading(const Shape& shape, const Issues& issues)
        : seen(shape.members_.size()), issues_before(issues.size()) {}
    boost::container::small_vector<bool, 64> seen;
    std::size_t issues_before;
  };
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  void add(std::unique_ptr<Member> member);
  void add_alias(const std::string& name) { by_name_.emplace(name, members_.size() - 1); }
  /// The index of the member with this name; `none`, and an issue, when there is none or it came twice.
  std::size_t take(std::string_view name, const Path& path, Reading& reading, Issues& issues,
                   std::string_view unknown) const;
  /// Adds issues for missing members. Returns whether all members were valid.
  bool is_whole(const Reading& reading, const Path& path, Issues& issues) const;
  /// Writes an object in canonical form; `write_member` writes each member's value.
  void write_meaning(const std::function<void(const Member&, std::string&)>& write_member,
                     std::string& out) const;

  const std::vector<std::unique_ptr<Member>>& members() const { return members_; }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const { return std::hash<std::string_view>()(name); }
  };

  std::string name_;
  std::vector<std::unique_ptr<Member>> members_;
  std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>> by_name_;
};

}  // namespace kpa::schema
