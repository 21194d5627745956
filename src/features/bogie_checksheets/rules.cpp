#include "features/bogie_checksheets/rules.hpp"

#include <algorithm>
#include <array>

#include "core/i18n/catalogue.hpp"
#include "core/unicode.hpp"
#include "features/bogie_checksheets/explain.hpp"

namespace kpa::bogie_checksheets {
namespace {

using namespace severity;
using i18n::text;

// The reference rates poor and worn out as "needs attention", damaged and cracked as "immediate replacement".
// Bent is rated like the latter, because such a part was loaded beyond its yield point; the others need
// repair or overhaul.
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

constexpr auto component_table = std::to_array<ComponentInfo>({
    {Section::bogie, "bogieFrameCondition", text("Bogie frame"), true},
    {Section::bogie, "bolster", text("Bolster"), true},
    {Section::bogie, "bolsterSuspensionBracket", text("Bolster suspension bracket"), true},
    {Section::bogie, "lowerSpringSeat", text("Lower spring seat"), true},
    {Section::bogie, "axleGuide", text("Axle guide"), true},
    {Section::bogie, "axleGuideAssembly", text("Axle guide assembly"), false},
    {Section::bogie, "protectiveTubes", text("Protective tubes"), false},
    {Section::bogie, "anchorLinks", text("Anchor links"), false},
    {Section::bogie, "sideBearer", text("Side bearer"), false},
    {Section::bmbc, "cylinderBody", text("Cylinder body"), true},
    {Section::bmbc, "pistonTrunnion", text("Piston trunnion"), true},
    {Section::bmbc, "adjustingTube", text("Adjusting tube"), true},
    {Section::bmbc, "plungerSpring", text("Plunger spring"), true},
    {Section::bmbc, "teeBoltHexNut", text("Tee bolt and hex nut"), false},
    {Section::bmbc, "pawlAndPawlSpring", text("Pawl and pawl spring"), false},
    {Section::bmbc, "dustExcluder", text("Dust excluder"), false},
});

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

std::span<const ComponentInfo> all_components() { return component_table; }

std::optional<std::size_t> find_component(Section section, std::string_view wire) {
  for (std::size_t place = 0; place < component_table.size(); ++place)
    if (component_table[place].section == section && component_table[place].wire == wire) return place;
  return {};
}

Evaluation evaluate(const Conditions& conditions) {
  Evaluation evaluation;
  for (std::size_t place = 0; place < component_table.size(); ++place) {
    const ComponentInfo& info = component_table[place];
    const auto& condition = conditions[place];
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
