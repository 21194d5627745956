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

/// What is the same for all types of objects, whether a struct stands behind them or not: their members,
/// under which names these are known, what is documented of them, and how a merge patch changes them.
class Shape {
 public:
  const std::string& name() const { return name_; }

  /// Enters the schema under its name, and gives a reference to it.
  json::object document(Components& components) const;
  /// The schema itself.
  json::object schema(Components& components) const;
  /// Every member that is required or has an example: what may be left out is shown only where that helps.
  json::value example() const;

  /// The members of `patch` under the names that write() uses, so that merging knows them in both spellings.
  json::object canonical(const json::object& patch) const;
  /// The members that this type has of a stored record, which has all of them under the same names, and
  /// others besides; of objects in it likewise. Throws std::logic_error when one is not there: a patch would
  /// clear it.
  json::object part_of(const json::object& stored) const;
  /// `current`, as write() gives it, with a merge patch applied. Changed members have the names that the
  /// client used, so that reading the result tells of them, and of both spellings at once, under these.
  json::object merged(json::object current, const json::object& patch) const;

  /// Whether a member can be given under this name, in any of its spellings.
  bool knows(std::string_view name) const { return by_name_.contains(name); }

 protected:
  explicit Shape(std::string name) : name_(std::move(name)) {}
  ~Shape() = default;
  Shape(const Shape&) = delete;
  Shape& operator=(const Shape&) = delete;
  Shape(Shape&&) = default;
  Shape& operator=(Shape&&) = default;

  /// An object that is being read: which of its members have come.
  struct Reading {
    Reading(const Shape& shape, const Issues& issues)
        : seen(shape.members_.size()), issues_before(issues.size()) {}
    boost::container::small_vector<bool, 64> seen;
    std::size_t issues_before;
  };
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  void add(std::unique_ptr<Member> member);
  void add_alias(const std::string& name) { by_name_.emplace(name, members_.size() - 1); }
  /// The member of this name; `none`, and an issue, when there is none or it has come before.
  std::size_t take(std::string_view name, const Path& path, Reading& reading, Issues& issues,
                   std::string_view unknown) const;
  /// Tells what is missing. Whether nothing was wrong with any member.
  bool is_whole(const Reading& reading, const Path& path, Issues& issues) const;
  /// Writes an object of what `write_member` writes of each.
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
