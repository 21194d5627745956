#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/decimal.hpp"
#include "core/finding.hpp"
#include "features/wheel_specifications/tolerance.hpp"

namespace kpa::wheel_specifications {

/// One measurement of a wheel. From the table of them follow the members, their columns (the names in
/// snake_case) and the documentation.
struct FieldInfo {
  std::string_view wire;  ///< name in JSON
  i18n::Text title;       ///< for a person
  bool required;
  std::string_view example;  ///< the reference's, for the documentation
};

/// All of them, in the order of the form.
std::span<const FieldInfo> all_fields();
/// The place of a field in the form, by its name in JSON.
std::optional<std::size_t> find_field(std::string_view wire);

/// The end of the limits at which a worn wheel has to be replaced.
enum class Condemns { never, at_low, at_high };

/// What one field may measure, both ends included; the condemning end itself is already condemned.
struct Limits {
  std::size_t field;  ///< its place in the form
  Micrometres low;
  Micrometres high;
  Condemns condemns = Condemns::never;
  i18n::Text quantity = {};  ///< what a label names here; empty: the field's own title
};

/// The limits of one stock type. A version that judged a form never changes: other limits are a new version.
/// How a text is understood, its labels and remarks too, is the same for all versions and no part of one.
struct RuleSet {
  std::string_view stock_type;
  int version;
  std::vector<Limits> limits;  ///< in the order of the form
};

/// The stock type of a form that does not name one.
constexpr std::string_view default_stock_type = "ICF";

/// All rule sets, of every stock type and version.
const std::vector<RuleSet>& all_rule_sets();
/// The newest version for a stock type, as somebody typed it (see is_choice()); nullptr when there is none.
const RuleSet* newest_rule_set(std::string_view stock_type = default_stock_type);

/// What a form measured, in the order of the fields; a field that was not measured is absent. Kept on the
/// heap, because a form goes through many hands.
class Measurements {
 public:
  std::optional<Measurement>& operator[](std::size_t field) { return all_[field]; }
  const std::optional<Measurement>& operator[](std::size_t field) const { return all_[field]; }

 private:
  std::vector<std::optional<Measurement>> all_ = std::vector<std::optional<Measurement>>(all_fields().size());
};

/// Judges what was measured. A value, labelled or not, and the nominal before a range are the measured size;
/// of a bare range and of deviations, all that they span must lie within the limits. Codes, with severity:
///   below_limit, above_limit  3  an end is beyond the limits
///   condemned                 4  an end has reached the condemning limit
///   stated_range_differs      2  the range written behind the nominal is not the rule set's
///   nominal_out_of_range      3  the nominal is outside such a range
///   label_differs             2  the label is another than the field's: see Limits::quantity
///   not_measured              3  the label says that nothing was measured
///   rejected                  4  the label says that the part is no longer fit; see remark_in()
///   order_violated            3  the new tread is not larger than the last shop issue size, or
///                             4  that size is not larger than the condemning diameter
/// Order is judged by nominals, and by those ends of bare ranges that suit it best.
/// Params are measured, low, high; further stated_low, stated_high, or label, and of label_differs quantity.
/// Those of order_violated are measured, other, other_measured.
std::vector<Finding> evaluate(const RuleSet& rules, const Measurements& measurements);

/// The worst severity among the findings; severity::good when there are none.
int worst_severity(const std::vector<Finding>& findings);

}  // namespace kpa::wheel_specifications
