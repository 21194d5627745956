#include "features/wheel_specifications/rules.hpp"

#include <algorithm>
#include <utility>

#include "core/text.hpp"

namespace kpa::wheel_specifications {
namespace {

using namespace severity;

constexpr std::array<FieldInfo, field_count> field_table = {{
    {Field::tread_diameter_new, "treadDiameterNew", "Tread diameter (new)", true},
    {Field::last_shop_issue_size, "lastShopIssueSize", "Last shop issue size", true},
    {Field::condemning_dia, "condemningDia", "Condemning diameter", true},
    {Field::wheel_gauge, "wheelGauge", "Wheel gauge", true},
    {Field::variation_same_axle, "variationSameAxle", "Variation on the same axle", true},
    {Field::variation_same_bogie, "variationSameBogie", "Variation on the same bogie", true},
    {Field::variation_same_coach, "variationSameCoach", "Variation on the same coach", true},
    {Field::wheel_profile, "wheelProfile", "Wheel profile (flange thickness)", true},
    {Field::intermediate_wwp, "intermediateWWP", "Intermediate WWP", true},
    {Field::bearing_seat_diameter, "bearingSeatDiameter", "Bearing seat diameter", true},
    {Field::roller_bearing_outer_dia, "rollerBearingOuterDia", "Roller bearing outer diameter", true},
    {Field::roller_bearing_bore_dia, "rollerBearingBoreDia", "Roller bearing bore diameter", true},
    {Field::roller_bearing_width, "rollerBearingWidth", "Roller bearing width", true},
    {Field::axle_box_housing_bore_dia, "axleBoxHousingBoreDia", "Axle box housing bore diameter", true},
    {Field::wheel_disc_width, "wheelDiscWidth", "Wheel disc width", true},
    {Field::flange_height, "flangeHeight", "Flange height", false},
    {Field::root_radius, "rootRadius", "Root radius", false},
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
        {Field::wheel_profile, 16_mm, 29.4_mm, Condemns::at_low, "Flange Thickness"},  // 29.4 new, wears thin
        {Field::intermediate_wwp, 20_mm, 28_mm},
        {Field::bearing_seat_diameter, 130.043_mm, 130.068_mm},
        {Field::roller_bearing_outer_dia, 279.965_mm, 280_mm},       // 280 +0/-0.035
        {Field::roller_bearing_bore_dia, 129.975_mm, 130_mm},        // 130 +0/-0.025
        {Field::roller_bearing_width, 92.750_mm, 93_mm},             // 93 +0/-0.250
        {Field::axle_box_housing_bore_dia, 280.030_mm, 280.052_mm},  // 280 +0.030/+0.052
        {Field::wheel_disc_width, 127_mm, 131_mm},                   // 127 +4/-0
        {Field::flange_height, 28.5_mm, 35_mm, Condemns::at_high,
         "Flange Height"},  // 28.5 new, tread wear adds to it
        {Field::root_radius, 13_mm, 14_mm, Condemns::at_low, "Root Radius"},  // 14 new, wears sharp
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
std::string title_of(Field field) { return std::string(describe(field).title); }

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
      condemned(lowest, limits_.low);
    else if (lowest < limits_.low)
      add("below_limit", needs_attention, lowest,
          format(lowest) + " mm is below the limit of " + format(limits_.low) + " mm");
    if (at_high && highest >= limits_.high)
      condemned(highest, limits_.high);
    else if (highest > limits_.high)
      add("above_limit", needs_attention, highest,
          format(highest) + " mm is above the limit of " + format(limits_.high) + " mm");
  }

  void condemned(Micrometres measured, Micrometres limit) {
    add("condemned", replace_now, measured,
        format(measured) + " mm has reached the condemning limit of " + format(limit) + " mm, replace now");
  }

  void check_stated_range() {
    const Micrometres nominal = measurement_.nominal.value();
    const Micrometres low = measurement_.low.value(), high = measurement_.high.value();
    if (low == limits_.low && high == limits_.high) return;  // the limits have judged the nominal already
    const std::string stated = "the range written, " + format(low) + " to " + format(high) + " mm";
    const Params numbers = {{"stated_low", format(low)}, {"stated_high", format(high)}};
    add("stated_range_differs", fair, nominal,
        stated + ", is not the limits of " + format(limits_.low) + " to " + format(limits_.high) + " mm",
        numbers);
    if (nominal < low || nominal > high)
      add("nominal_out_of_range", needs_attention, nominal, format(nominal) + " mm is outside " + stated,
          numbers);
  }

  void check_label() {
    if (limits_.quantity.empty() || same_letters(measurement_.label, limits_.quantity)) return;
    const std::string quantity(limits_.quantity);
    add("label_differs", fair, measurement_.nominal.value(),
        "labelled \"" + measurement_.label + "\" where " + quantity + " is measured",
        {{"label", measurement_.label}, {"quantity", quantity}});
  }

  void add(std::string code, int severity, Micrometres measured, const std::string& what, Params more = {}) {
    Params params = {
        {"measured", format(measured)}, {"low", format(limits_.low)}, {"high", format(limits_.high)}};
    params.insert(params.end(), more.begin(), more.end());
    findings_.push_back({path_of(limits_.field), std::move(code), severity,
                         title_of(limits_.field) + ": " + what, std::move(params)});
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
  findings.push_back({path_of(order.larger),
                      "order_violated",
                      order.severity,
                      title_of(order.larger) + ": " + format(large) + " mm is not larger than the " +
                          title_of(order.smaller) + " of " + format(small) + " mm",
                      {{"measured", format(large)},
                       {"other", std::string(describe(order.smaller).wire)},
                       {"other_measured", format(small)}}});
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
    if (set.stock_type == stock_type && (!newest || set.version > newest->version)) newest = &set;
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
