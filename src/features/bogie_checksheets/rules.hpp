#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.hpp"

namespace kpa::bogie_checksheets {

/// The two inspected sections of a checksheet; BMBC is the bogie mounted brake cylinder.
enum class Section { bogie, bmbc };

/// The name of a section in JSON: `bogieChecksheet`, `bmbcChecksheet`.
std::string_view wire_name(Section section);

/// A word of a section's vocabulary.
struct Condition {
  i18n::Text title;  ///< in the section's own case: `Worn Out`, `WORN OUT`
  int severity;      ///< of namespace severity

  /// The word on the wire and in the database.
  constexpr std::string_view name() const { return title.english(); }

  bool operator==(const Condition&) const = default;
};

/// The vocabulary of a section, from good to bad.
std::span<const Condition> conditions(Section section);
/// Finds a condition as somebody typed it; see is_choice().
std::optional<Condition> parse_condition(Section section, std::string_view text);

/// Something that is inspected. From the table of them follow the members, their columns (the names in
/// snake_case) and the documentation.
struct ComponentInfo {
  Section section;
  std::string_view wire;  ///< name in JSON
  i18n::Text title;       ///< for a person
  bool required;
};

/// All of them, in the order of the form.
std::span<const ComponentInfo> all_components();
/// The place of a section's component in the form, by its name in JSON.
std::optional<std::size_t> find_component(Section section, std::string_view wire);

/// What an inspection saw, in the order of the form; a component that was not inspected is absent.
class Conditions {
 public:
  std::optional<Condition>& operator[](std::size_t component) { return all_[component]; }
  const std::optional<Condition>& operator[](std::size_t component) const { return all_[component]; }

 private:
  std::vector<std::optional<Condition>> all_ = std::vector<std::optional<Condition>>(all_components().size());
};

struct Evaluation {
  std::vector<Finding> findings;
  int worst = severity::good;  ///< of all that was judged, also what has no finding
};

/// A finding for each condition that needs attention or worse.
Evaluation evaluate(const Conditions& conditions);

}  // namespace kpa::bogie_checksheets
