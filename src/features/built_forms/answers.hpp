#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "features/built_forms/field_type.hpp"

namespace kpa::built_forms {

/// Neighbouring fields as their types made them: those of a form, or of a group. Their answers are
/// schema::Values, numbered by the fields' positions.
class Answers {
 public:
  /// `fields` must outlive it. `path` is that of the list in the definition. Adds an issue for each name that
  /// is there twice, each type that is unknown, and all that the types find wrong; then it is of no use.
  Answers(const std::vector<Field>& fields, const schema::Path& path, std::size_t depth,
          schema::Issues& issues);

  /// Reads all that can be read: an answer with an issue is missing afterwards. A blank answer is none.
  schema::Values read(const boost::json::object& sent, const schema::Path& path,
                      schema::Issues& issues) const;
  /// Writes the answers that there are, as a JSON object.
  void write(const schema::Values& answers, std::string& out) const;
  /// Adds what is remarkable about the answers; `within` is empty or ends with a point.
  void judge(const schema::Values& answers, const std::string& within, std::vector<Finding>& findings) const;
  /// The JSON Schema of the object. Only what must always be answered is required.
  boost::json::object schema() const;
  /// An object with an example for each field that has one.
  boost::json::object example() const;

  const std::vector<Field>& fields() const { return *fields_; }
  const BuiltAnswer& answer(std::size_t number) const { return made_[number]; }
  /// The position of the field with this name.
  const std::size_t* find(std::string_view name) const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const { return std::hash<std::string_view>()(name); }
  };

  const std::vector<Field>* fields_;
  std::vector<BuiltAnswer> made_;
  std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>> by_name_;
};

}  // namespace kpa::built_forms
