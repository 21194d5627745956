#pragma once

#include <array>
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

/// Everything inspected, in the order of the form.
enum class Component {
  bogie_frame_condition,
  bolster,
  bolster_suspension_bracket,
  lower_spring_seat,
  axle_guide,
  axle_guide_assembly,
  protective_tubes,
  anchor_links,
  side_bearer,
  cylinder_body,
  piston_trunnion,
  adjusting_tube,
  plunger_spring,
  tee_bolt_hex_nut,
  pawl_and_pawl_spring,
  dust_excluder,
};

constexpr std::size_t component_count = 16;
constexpr std::size_t index(Component component) { return static_cast<std::size_t>(component); }

struct ComponentInfo {
  Component component;
  Section section;
  std::string_view wire;  ///< name in JSON
  i18n::Text title;       ///< for a person
  bool required;
};

/// All components, in the order of the enumeration.
const std::array<ComponentInfo, component_count>& all_components();
const ComponentInfo& describe(Component component);
/// Finds a component of a section by its name in JSON.
std::optional<Component> find_component(Section section, std::string_view wire);

/// What an inspection saw; a component that was not inspected is absent.
using Conditions = std::array<std::optional<Condition>, component_count>;

struct Evaluation {
  std::vector<Finding> findings;
  int worst = severity::good;  ///< of all that was judged, also what has no finding
};

/// A finding for each condition that needs attention or worse.
Evaluation evaluate(const Conditions& conditions);

}  // namespace kpa::bogie_checksheets
