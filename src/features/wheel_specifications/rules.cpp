#include "features/wheel_specifications/rules.hpp"

#include <algorithm>
#include <ranges>
#include <utility>

#include "core/i18n/catalogue.hpp"
#include "core/text.hpp"
#include "core/unicode.hpp"
#include "features/wheel_specifications/explain.hpp"
#include "features/wheel_specifications/remarks.hpp"

namespace kpa::wheel_specifications {
namespace {

using namespace severity;
using i18n::text;

constexpr std::array<FieldInfo, field_count> field_table = {{
    {Field::tread_diameter_new, "treadDiameterNew", text("Tread diameter (new)"), true},
    {Field::last_shop_issue_size, "lastShopIssueSize", text("Last shop issue size"), true},
    {Field::condemning_dia, "condemningDia", text("Condemning diameter"), true},
    {Field::wheel_gauge, "wheelGauge", text("Wheel gauge"), true},
    {Field::variation_same_axle, "variationSameAxle", text("Variation on the same axle"), true},
    {Field::variation_same_bogie, "variationSameBogie", text("Variation on the same bogie"), true},
    {Field::variation_same_coach, "variationSameCoach", text("Variation on the same coach"), true},
    {Field::wheel_profile, "wheelProfile", text("Wheel profile (flange thickness)"), true},
    {Field::intermediate_wwp, "intermediateWWP", text("Intermediate WWP"), true},
    {Field::bearing_seat_diameter, "bearingSeatDiameter", text("Bearing seat diameter"), true},
    {Field::roller_bearing_outer_dia, "rollerBearingOuterDia", text("Roller bearing outer diameter"), true},
    {Field::roller_bearing_bore_dia, "rollerBearingBoreDia", text("Roller bearing bore diameter"), true},
    {Field::roller_bearing_width, "rollerBearingWidth", text("Roller bearing width"), true},
    {Field::axle_box_housing_bore_dia, "axleBoxHousingBoreDia", text("Axle box housing bore diameter"), true},
    {Field::wheel_disc_width, "wheelDiscWidth", text("Wheel disc width"), true},
    {Field::flange_height, "flangeHeight", text("Flange height"), false},
    {Field::root_radius, "rootRadius", text("Root radius"), false},
}};

constexpr RuleSet icf_1 = {
    "ICF",
    1,
    {{
        {Field::tread_diameter_new, 900_mm, 1000_mm},
        {Field::last_shop_issue_size, 800_mm, 900_mm},
        {Field::condemning_dia, 800_mm, 900_mm},
        {Field::wheel_gauge, 1599_mm, 1602_mm},      // 1600 +2/-1
        {Field::variation_same_axle, 0_mm, 0.5_mm},  // a difference of diameters, never negative
        {Field::variation_same_bogie, 0_mm, 5_mm},
        {Field::variation_same_coach, 0_mm, 13_mm},
        {Field::wheel_profile, 16_mm, 29.4_mm, Condemns::at_low,
         text("Flange Thickness")},  // 29.4 new, wears thin
        {Field::intermediate_wwp, 20_mm, 28_mm},
        {Field::bearing_seat_diameter, 130.043_mm, 130.068_mm},
        {Field::roller_bearing_outer_dia, 279.965_mm, 280_mm},       // 280 +0/-0.035
        {Field::roller_bearing_bore_dia, 129.975_mm, 130_mm},        // 130 +0/-0.025
        {Field::roller_bearing_width, 92.750_mm, 93_mm},             // 93 +0/-0.250
        {Field::axle_box_housing_bore_dia, 280.030_mm, 280.052_mm},  // 280 +0.030/+0.052
        {Field::wheel_disc_width, 127_mm, 131_mm},                   // 127 +4/-0
        {Field::flange_height, 28.5_mm, 35_mm, Condemns::at_high,
         text("Flange Height")},  // 28.5 new, tread wear adds to it
        {Field::root_radius, 13_mm, 14_mm, Condemns::at_low, text("Root Radius")},  // 14 new, wears sharp
    }},
};

template <std::size_t N, class Row>
constexpr bool in_order(const std::array<Row, N>& rows) {
  for (std::size_t i = 0; i < N; ++i)
    if (index(rows[i].field) != i) return false;
  return true;
}
static_assert(in_order(field_table) && in_order(icf_1.limits));

// Diameters shrink from the new tread over every turning to condemning. At its condemning size a wheel may
// not run.
struct Order {
  Field larger;
  Field smaller;
  int severity;
};
constexpr std::array<Order, 2> orders = {{
    {Field::tread_diameter_new, Field::last_shop_issue_size, needs_attention},
    {Field::last_shop_issue_size, Field::condemning_dia, replace_now},
}};

std::string path_of(Field field) { return "fields." + std::string(describe(field).wire); }

/// The finding with its message, which follows from the rest.
Finding worded(Finding finding) {
  finding.message = in_english(explain(finding));
  return finding;
}

i18n::Text quantity_of(const Limits& limits) {
  return limits.quantity.empty() ? describe(limits.field).title : limits.quantity;
}

bool same_words(std::string_view one, std::string_view other) {
  const auto letters = std::views::filter(is_letter);
  return std::ranges::equal(
      one | letters, other | letters, {}, [](char c) { return lower(c); }, [](char c) { return lower(c); });
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  bool inside = false;
  for (const char c : text) {
    if (is_letter(c) && !inside) words.emplace_back();
    inside = is_letter(c);
    if (inside) words.back() += lower(c);
  }
  return words;
}

// `Condemn Dia` is short for `Condemning diameter`: word by word, as far as a stem reaches.
bool is_short_for(std::string_view label, std::string_view title) {
  constexpr std::size_t shortest = 3, stem = 6;
  const auto same_stem = [](const std::string& one, const std::string& other) {
    const std::size_t length = std::min({one.size(), other.size(), stem});
    return length >= shortest && one.compare(0, length, other, 0, length) == 0;
  };
  const auto words = words_of(label);
  return words.size() > 1 && std::ranges::equal(words, words_of(title), same_stem);
}

// The quantity, the field's title (also without what is in brackets, or in short) or its name in JSON; `mm`
// may follow.
bool is_own_label(const Limits& limits, std::string_view label) {
  for (const std::string_view unit : {" mm", " in"})
    if (label.size() > unit.size() && same_letters(label.substr(label.size() - unit.size()), unit))
      label.remove_suffix(unit.size());
  const FieldInfo& info = describe(limits.field);
  const std::string_view title = info.title.english();
  return is_short_for(label, title) ||
         std::ranges::any_of(
             std::array{limits.quantity.english(), title, title.substr(0, title.find('(')), info.wire},
             [&](std::string_view name) { return same_words(label, name); });
}

// One field's findings, which share the field and its limits.
class FieldReview {
 public:
  FieldReview(const Limits& limits, const Measurement& measurement, std::vector<Finding>& findings)
      : limits_(limits), measurement_(measurement), findings_(findings) {}

  void run() {
    const bool whole_range =
        measurement_.notation == Notation::range || measurement_.notation == Notation::nominal_and_deviations;
    check_limits(whole_range ? measurement_.low.value() : measurement_.nominal.value(),
                 whole_range ? measurement_.high.value() : measurement_.nominal.value());
    if (measurement_.notation == Notation::nominal_and_range) check_stated_range();
    if (measurement_.notation == Notation::labelled_value) check_label();
  }

 private:
  void check_limits(Micrometres lowest, Micrometres highest) {
    const bool at_low = limits_.condemns == Condemns::at_low, at_high = limits_.condemns == Condemns::at_high;
    if (at_low && lowest <= limits_.low)
      add("condemned", replace_now, lowest);
    else if (lowest < limits_.low)
      add("below_limit", needs_attention, lowest);
    if (at_high && highest >= limits_.high)
      add("condemned", replace_now, highest);
    else if (highest > limits_.high)
      add("above_limit", needs_attention, highest);
  }

  void check_stated_range() {
    const Micrometres nominal = measurement_.nominal.value();
    const Micrometres low = measurement_.low.value(), high = measurement_.high.value();
    if (low == limits_.low && high == limits_.high) return;  // the limits have judged the nominal already
    const Params numbers = {{"stated_low", format(low)}, {"stated_high", format(high)}};
    add("stated_range_differs", fair, nominal, numbers);
    if (nominal < low || nominal > high) add("nominal_out_of_range", needs_attention, nominal, numbers);
  }

  void check_label() {
    if (is_own_label(limits_, measurement_.label)) return;
    const Micrometres measured = measurement_.nominal.value();
    const i18n::Param label = {"label", measurement_.label};
    switch (remark_in(measurement_.label)) {
      case Remark::rejected: return add("rejected", replace_now, measured, {label});
      case Remark::not_measured: return add("not_measured", needs_attention, measured, {label});
      case Remark::none:
        add("label_differs", fair, measured, {label, {"quantity", quantity_of(limits_).english()}});
    }
  }

  void add(std::string code, int severity, Micrometres measured, Params more = {}) {
    Params params = {
        {"measured", format(measured)}, {"low", format(limits_.low)}, {"high", format(limits_.high)}};
    params.insert(params.end(), more.begin(), more.end());
    findings_.push_back(worded({path_of(limits_.field), std::move(code), severity, {}, std::move(params)}));
  }

  const Limits& limits_;
  const Measurement& measurement_;
  std::vector<Finding>& findings_;
};

void check_order(const Order& order, const Measurements& measurements, std::vector<Finding>& findings) {
  const auto& larger = measurements[index(order.larger)];
  const auto& smaller = measurements[index(order.smaller)];
  if (!larger || !smaller) return;
  const Micrometres large = larger->nominal ? *larger->nominal : larger->high.value();
  const Micrometres small = smaller->nominal ? *smaller->nominal : smaller->low.value();
  if (large > small) return;
  findings.push_back(worded({path_of(order.larger),
                             "order_violated",
                             order.severity,
                             {},
                             {{"measured", format(large)},
                              {"other", describe(order.smaller).wire},
                              {"other_measured", format(small)}}}));
}

}  // namespace

const std::array<FieldInfo, field_count>& all_fields() { return field_table; }

const FieldInfo& describe(Field field) { return field_table.at(index(field)); }

std::optional<Field> find_field(std::string_view wire) {
  const auto row = std::ranges::find(field_table, wire, &FieldInfo::wire);
  if (row == field_table.end()) return {};
  return row->field;
}

const std::vector<RuleSet>& all_rule_sets() {
  static const std::vector<RuleSet> sets = {icf_1};
  return sets;
}

const RuleSet* newest_rule_set(std::string_view stock_type) {
  const RuleSet* newest = nullptr;
  for (const RuleSet& set : all_rule_sets())
    if (is_choice(stock_type, set.stock_type) && (!newest || set.version > newest->version)) newest = &set;
  return newest;
}

std::vector<Finding> evaluate(const RuleSet& rules, const Measurements& measurements) {
  std::vector<Finding> findings;
  for (const Limits& limits : rules.limits)
    if (const auto& measurement = measurements[index(limits.field)])
      FieldReview(limits, *measurement, findings).run();
  for (const Order& order : orders) check_order(order, measurements, findings);
  return findings;
}

int worst_severity(const std::vector<Finding>& findings) {
  int worst = good;
  for (const Finding& finding : findings) worst = std::max(worst, finding.severity);
  return worst;
}

}  // namespace kpa::wheel_specifications
