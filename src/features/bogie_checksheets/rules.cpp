#include "features/bogie_checksheets/rules.hpp"

#include <algorithm>

#include "core/i18n/catalogue.hpp"
#include "core/unicode.hpp"
#include "features/bogie_checksheets/explain.hpp"

namespace kpa::bogie_checksheets {
namespace {

using namespace severity;
using i18n::text;

// The reference rates poor and worn out as needing attention, damaged and cracked as immediate replacement.
// Bent belongs to the latter: such a part was loaded beyond its yield. The rest is set right by repair or
// overhaul.
constexpr std::array<Condition, 11> bogie_conditions = {{
    {text("Good"), good},
    {text("Fair"), fair},
    {text("Poor"), needs_attention},
    {text("Worn"), needs_attention},
    {text("Worn Out"), needs_attention},
    {text("Overaged"), needs_attention},
    {text("Corroded"), needs_attention},
    {text("Misaligned"), needs_attention},
    {text("Bent"), replace_now},
    {text("Damaged"), replace_now},
    {text("Cracked"), replace_now},
}};

constexpr std::array<Condition, 4> bmbc_conditions = {{
    {text("GOOD"), good},
    {text("FAIR"), fair},
    {text("WORN OUT"), needs_attention},
    {text("DAMAGED"), replace_now},
}};

constexpr std::array<ComponentInfo, component_count> component_table = {{
    {Component::bogie_frame_condition, Section::bogie, "bogieFrameCondition", text("Bogie frame"), true},
    {Component::bolster, Section::bogie, "bolster", text("Bolster"), true},
    {Component::bolster_suspension_bracket, Section::bogie, "bolsterSuspensionBracket",
     text("Bolster suspension bracket"), true},
    {Component::lower_spring_seat, Section::bogie, "lowerSpringSeat", text("Lower spring seat"), true},
    {Component::axle_guide, Section::bogie, "axleGuide", text("Axle guide"), true},
    {Component::axle_guide_assembly, Section::bogie, "axleGuideAssembly", text("Axle guide assembly"), false},
    {Component::protective_tubes, Section::bogie, "protectiveTubes", text("Protective tubes"), false},
    {Component::anchor_links, Section::bogie, "anchorLinks", text("Anchor links"), false},
    {Component::side_bearer, Section::bogie, "sideBearer", text("Side bearer"), false},
    {Component::cylinder_body, Section::bmbc, "cylinderBody", text("Cylinder body"), true},
    {Component::piston_trunnion, Section::bmbc, "pistonTrunnion", text("Piston trunnion"), true},
    {Component::adjusting_tube, Section::bmbc, "adjustingTube", text("Adjusting tube"), true},
    {Component::plunger_spring, Section::bmbc, "plungerSpring", text("Plunger spring"), true},
    {Component::tee_bolt_hex_nut, Section::bmbc, "teeBoltHexNut", text("Tee bolt and hex nut"), false},
    {Component::pawl_and_pawl_spring, Section::bmbc, "pawlAndPawlSpring", text("Pawl and pawl spring"),
     false},
    {Component::dust_excluder, Section::bmbc, "dustExcluder", text("Dust excluder"), false},
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < component_count; ++i)
    if (index(component_table[i].component) != i) return false;
  return true;
}
static_assert(in_order());

}  // namespace

std::string_view wire_name(Section section) {
  return section == Section::bogie ? "bogieChecksheet" : "bmbcChecksheet";
}

std::span<const Condition> conditions(Section section) {
  if (section == Section::bogie) return bogie_conditions;
  return bmbc_conditions;
}

std::optional<Condition> parse_condition(Section section, std::string_view text) {
  for (const Condition& condition : conditions(section))
    if (is_choice(text, condition.name())) return condition;
  return {};
}

const std::array<ComponentInfo, component_count>& all_components() { return component_table; }

const ComponentInfo& describe(Component component) { return component_table.at(index(component)); }

std::optional<Component> find_component(Section section, std::string_view wire) {
  for (const ComponentInfo& info : component_table)
    if (info.section == section && info.wire == wire) return info.component;
  return {};
}

Evaluation evaluate(const Conditions& conditions) {
  Evaluation evaluation;
  for (const ComponentInfo& info : component_table) {
    const auto& condition = conditions[index(info.component)];
    if (!condition) continue;
    evaluation.worst = std::max(evaluation.worst, condition->severity);
    if (condition->severity < needs_attention) continue;
    Finding finding{.path = std::string(wire_name(info.section)) + "." + std::string(info.wire),
                    .code = condition->severity == replace_now ? "replace_now" : "needs_attention",
                    .severity = condition->severity,
                    .message = {},
                    .params = {{"component", info.title.english()}, {"condition", condition->name()}}};
    finding.message = in_english(explain(finding));
    evaluation.findings.push_back(std::move(finding));
  }
  return evaluation;
}

}  // namespace kpa::bogie_checksheets
