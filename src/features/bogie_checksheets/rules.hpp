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

/// A condition in which a section's components can be.
struct Condition {
  i18n::Text title;  ///< in the section's own spelling: `Worn Out`, `WORN OUT`
  int severity;      ///< of namespace severity

  /// The text on the wire and in the database.
  constexpr std::string_view name() const { return title.english(); }

  bool operator==(const Condition&) const = default;
};

/// The conditions of a section, from good to bad.
std::span<const Condition> conditions(Section section);
/// Finds a condition in the notations that people type; see is_choice().
std::optional<Condition> parse_condition(Section section, std::string_view text);

/// A component that is inspected. JSON members, columns (the names in snake_case) and documentation are made
/// from the table of components.
struct ComponentInfo {
  Section section;
  std::string_view wire;  ///< name in JSON
  i18n::Text title;       ///< for a person
  bool required;
};

/// All components, in the order of the form.
std::span<const ComponentInfo> all_components();
/// The index of a section's component in the form, by its name in JSON.
std::optional<std::size_t> find_component(Section section, std::string_view wire);

/// The conditions found in an inspection, in the order of the form; empty for components not inspected.
class Conditions {
 public:
  std::optional<Condition>& operator[](std::size_t component) { return all_[component]; }
  const std::optional<Condition>& operator[](std::size_t component) const { return all_[component]; }

 private:
  std::vector<std::optional<Condition>> all_ = std::vector<std::optional<Condition>>(all_components().size());
};

struct Evaluation {
  std::vector<Finding> findings;
  int worst = severity::good;  ///< of all conditions, including those without a finding
};

/// A finding for each condition that needs attention or worse.
Evaluation evaluate(const Conditions& conditions);

}  // namespace kpa::bogie_checksheets
