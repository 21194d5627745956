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

constexpr auto fields = std::to_array<FieldInfo>({
    {"treadDiameterNew", text("Tread diameter (new)"), true, "915 (900-1000)"},
    {"lastShopIssueSize", text("Last shop issue size"), true, "837 (800-900)"},
    {"condemningDia", text("Condemning diameter"), true, "825 (800-900)"},
    {"wheelGauge", text("Wheel gauge"), true, "1600 (+2,-1)"},
    {"variationSameAxle", text("Variation on the same axle"), true, "0.5"},
    {"variationSameBogie", text("Variation on the same bogie"), true, "5"},
    {"variationSameCoach", text("Variation on the same coach"), true, "13"},
    {"wheelProfile", text("Wheel profile (flange thickness)"), true, "29.4 Flange Thickness"},
    {"intermediateWWP", text("Intermediate WWP"), true, "20 TO 28"},
    {"bearingSeatDiameter", text("Bearing seat diameter"), true, "130.043 TO 130.068"},
    {"rollerBearingOuterDia", text("Roller bearing outer diameter"), true, "280 (+0.0/-0.035)"},
    {"rollerBearingBoreDia", text("Roller bearing bore diameter"), true, "130 (+0.0/-0.025)"},
    {"rollerBearingWidth", text("Roller bearing width"), true, "93 (+0/-0.250)"},
    {"axleBoxHousingBoreDia", text("Axle box housing bore diameter"), true, "280 (+0.030/+0.052)"},
    {"wheelDiscWidth", text("Wheel disc width"), true, "127 (+4/-0)"},
    {"flangeHeight", text("Flange height"), false, "28.5 Flange Height"},
    {"rootRadius", text("Root radius"), false, "14 Root Radius"},
});

/// The index of a field in the table; an unknown name does not compile.
consteval std::size_t field(std::string_view wire) {
  for (std::size_t place = 0; place < fields.size(); ++place)
    if (fields[place].wire == wire) return place;
  throw "no such field";
}

constexpr auto icf_1 = std::to_array<Limits>({
    {field("treadDiameterNew"), 900_mm, 1000_mm},
    {field("lastShopIssueSize"), 800_mm, 900_mm},
    {field("condemningDia"), 800_mm, 900_mm},
    {field("wheelGauge"), 1599_mm, 1602_mm},     // 1600 +2/-1
    {field("variationSameAxle"), 0_mm, 0.5_mm},  // a difference of diameters, never negative
    {field("variationSameBogie"), 0_mm, 5_mm},
    {field("variationSameCoach"), 0_mm, 13_mm},
    {field("wheelProfile"), 16_mm, 29.4_mm, Condemns::at_low,
     text("Flange Thickness")},  // 29.4 new, wears thin
    {field("intermediateWWP"), 20_mm, 28_mm},
    {field("bearingSeatDiameter"), 130.043_mm, 130.068_mm},
    {field("rollerBearingOuterDia"), 279.965_mm, 280_mm},      // 280 +0/-0.035
    {field("rollerBearingBoreDia"), 129.975_mm, 130_mm},       // 130 +0/-0.025
    {field("rollerBearingWidth"), 92.750_mm, 93_mm},           // 93 +0/-0.250
    {field("axleBoxHousingBoreDia"), 280.030_mm, 280.052_mm},  // 280 +0.030/+0.052
    {field("wheelDiscWidth"), 127_mm, 131_mm},                 // 127 +4/-0
    {field("flangeHeight"), 28.5_mm, 35_mm, Condemns::at_high,
     text("Flange Height")},  // 28.5 new, tread wear adds to it
    {field("rootRadius"), 13_mm, 14_mm, Condemns::at_low, text("Root Radius")},  // 14 new, wears sharp
});

// A wheel's diameter shrinks with every turning, from the new tread to the condemning size, at which it must
// no longer run.
constexpr std::array<Order, 2> orders = {{
    {field("treadDiameterNew"), field("lastShopIssueSize"), needs_attention},
    {field("lastShopIssueSize"), field("condemningDia"), replace_now},
}};

std::string path_of(std::size_t field) { return "fields." + std::string(fields[field].wire); }

/// Adds the English message.
Finding worded(Finding finding) {
  finding.message = in_english(explain(finding));
  return finding;
}

i18n::Text quantity_of(const Limits& limits) {
  return limits.quantity.empty() ? fields[limits.field].title : limits.quantity;
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

// Whether a label abbreviates a title, each word of one beginning like the word of the other: `Condemn Dia`
// for `Condemning diameter`.
bool is_short_for(std::string_view label, std::string_view title) {
  constexpr std::size_t shortest = 3, stem = 6;
  const auto same_stem = [](const std::string& one, const std::string& other) {
    const std::size_t length = std::min({one.size(), other.size(), stem});
    return length >= shortest && one.compare(0, length, other, 0, length) == 0;
  };
  const auto words = words_of(label);
  return words.size() > 1 && std::ranges::equal(words, words_of(title), same_stem);
}

// Whether a label names the field that it is in: by quantity, by title (whole, abbreviated, or without its
// brackets), or by JSON name. `mm` may follow.
bool is_own_label(const Limits& limits, std::string_view label) {
  for (const std::string_view unit : {" mm", " in"})
    if (label.size() > unit.size() && same_letters(label.substr(label.size() - unit.size()), unit))
      label.remove_suffix(unit.size());
  const FieldInfo& info = fields[limits.field];
  const std::string_view title = info.title.english();
  return is_short_for(label, title) ||
         std::ranges::any_of(
             std::array{limits.quantity.english(), title, title.substr(0, title.find('(')), info.wire},
             [&](std::string_view name) { return same_words(label, name); });
}

// Collects the findings about one field.
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
    // The same limits: the nominal has been checked already.
    if (low == limits_.low && high == limits_.high) return;
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
  const auto& larger = measurements[order.larger];
  const auto& smaller = measurements[order.smaller];
  if (!larger || !smaller) return;
  const Micrometres large = larger->nominal ? *larger->nominal : larger->high.value();
  const Micrometres small = smaller->nominal ? *smaller->nominal : smaller->low.value();
  if (large > small) return;
  findings.push_back(worded({path_of(order.larger),
                             "order_violated",
                             order.severity,
                             {},
                             {{"measured", format(large)},
                              {"other", fields[order.smaller].wire},
                              {"other_measured", format(small)}}}));
}

}  // namespace

std::span<const FieldInfo> all_fields() { return fields; }

std::span<const Order> all_orders() { return orders; }

std::optional<std::size_t> find_field(std::string_view wire) {
  const auto row = std::ranges::find(fields, wire, &FieldInfo::wire);
  if (row == fields.end()) return {};
  return static_cast<std::size_t>(row - fields.begin());
}

const std::vector<RuleSet>& all_rule_sets() {
  static const std::vector<RuleSet> sets = {{"ICF", 1, {icf_1.begin(), icf_1.end()}}};
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
    if (const auto& measurement = measurements[limits.field])
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
