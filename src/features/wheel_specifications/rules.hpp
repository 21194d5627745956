#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/decimal.hpp"
#include "core/enum_names.hpp"
#include "core/finding.hpp"
#include "core/measurements/measurements.hpp"

namespace kpa::wheel_specifications {

using measurements::Measurement;
using measurements::Notation;

/// One measurement of a wheel. JSON members, columns (the names in snake_case) and documentation are made
/// from the table of fields.
struct FieldInfo {
  std::string_view wire;  ///< name in JSON
  i18n::Text title;       ///< for a person
  bool required;
  std::string_view example;  ///< from the reference, for the documentation
};

/// All fields, in the order of the form.
std::span<const FieldInfo> all_fields();
/// The index of a field in the form, by its JSON name.
std::optional<std::size_t> find_field(std::string_view wire);

/// The limit at which a worn wheel must be replaced.
enum class Condemns { never, at_low, at_high };

/// The allowed sizes of one field, both limits included; but at a limit that condemns, the wheel is
/// condemned.
struct Limits {
  std::size_t field;  ///< its index in the form
  Micrometres low;
  Micrometres high;
  Condemns condemns = Condemns::never;
  i18n::Text quantity = {};  ///< quantity that a label should name here; empty: the field's title
};

/// The limits of one stock type. A version that has judged a form is never changed; new limits are a new
/// version. How texts, labels and remarks are read is the same for all versions.
struct RuleSet {
  std::string_view stock_type;
  int version;
  std::vector<Limits> limits;  ///< in the order of the form
};

/// The stock type of a form without one.
constexpr std::string_view default_stock_type = "ICF";

/// All rule sets of all stock types, in all versions.
const std::vector<RuleSet>& all_rule_sets();
/// The newest version for a stock type, in the notations that people type (see is_choice()); null when
/// unknown.
const RuleSet* newest_rule_set(std::string_view stock_type = default_stock_type);

/// A size that must be larger than another.
struct Order {
  std::size_t larger;  ///< index of the field in the form
  std::size_t smaller;
  int severity;  ///< of the finding when it is not
};
/// The same for all versions.
std::span<const Order> all_orders();

/// The measurements of a form, in the order of the fields; empty for fields not measured. On the heap,
/// because a form is moved often.
class Measurements {
 public:
  std::optional<Measurement>& operator[](std::size_t field) { return all_[field]; }
  const std::optional<Measurement>& operator[](std::size_t field) const { return all_[field]; }

 private:
  std::vector<std::optional<Measurement>> all_ = std::vector<std::optional<Measurement>>(all_fields().size());
};

/// Compares measurements with their limits. The measured size is the value, with or without label, or the
/// nominal before a range; of a range alone, and of deviations, the whole range must be within the limits.
/// Codes, with severity:
///   below_limit, above_limit  3  a size is beyond the limits
///   condemned                 4  a size has reached the limit that condemns
///   stated_range_differs      2  the range after the nominal is not that of the rule set
///   nominal_out_of_range      3  the nominal is outside that written range
///   label_differs             2  the label is not that of the field: see Limits::quantity
///   not_measured              3  the label says that nothing was measured
///   rejected                  4  the label says that the part is unfit; see remark_in()
///   order_violated            3  the new tread is not larger than the last shop issue size, or
///                             4  that size is not larger than the condemning diameter
/// Order is checked between nominals, or the ends of ranges that fit it best. Params are measured, low, high;
/// in addition stated_low and stated_high, or label, and for label_differs quantity. Those of order_violated
/// are measured, other, other_measured.
std::vector<Finding> evaluate(const RuleSet& rules, const Measurements& measurements);

/// The worst severity of the findings; severity::good when there are none.
int worst_severity(const std::vector<Finding>& findings);

}  // namespace kpa::wheel_specifications

template <>
struct kpa::EnumNames<kpa::wheel_specifications::Condemns> {
  using C = kpa::wheel_specifications::Condemns;
  static constexpr std::array<std::pair<C, std::string_view>, 3> table = {
      {{C::never, "never"}, {C::at_low, "at_low"}, {C::at_high, "at_high"}}};
};
