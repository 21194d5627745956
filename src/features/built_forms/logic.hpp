#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "core/expressions/expressions.hpp"
#include "core/schema/issues.hpp"
#include "features/built_forms/definition.hpp"

namespace kpa::built_forms {

/// What the expressions of a form make of answers. Paths are `axles[0].load`.
struct Settled {
  boost::json::object answers;         ///< without those that are hidden, with those that are calculated
  std::vector<std::string> pruned;     ///< answered, but hidden; of a group, it alone
  std::vector<std::string> hidden;     ///< hidden, answered or not
  std::vector<std::string> read_only;  ///< visible fields that must stay as they are
  std::vector<FieldProblem> problems;  ///< what must be answered and is not, and rules that are violated
};

/// The expressions of a form's fields, as trees.
class Logic {
 public:
  /// Parses the expressions. Adds an issue, under paths such as `fields[2].visible_if`, for everything that
  /// is wrong with them, for calculations that depend on themselves, and for names that expressions cannot
  /// mention; then it is of no use. `fields` must outlive it.
  Logic(const std::vector<Field>& fields, schema::Issues& issues);
  /// Takes the trees from what json() gave for these fields. Throws std::runtime_error if it is of others.
  Logic(const std::vector<Field>& fields, const boost::json::value& stored);

  /// For clients, in the order of evaluation, the fields that have expressions:
  /// [{"field": "axles.total", "visible_if": tree, "calculation": tree}]. A tree evaluates over the row that
  /// the field is in, and what is around.
  boost::json::array json() const;

  /// Settles answers in their normal forms, which may be anything of their types. A group that does not
  /// repeat is there as long as it is visible, answered or not.
  Settled settled(boost::json::object answers, const expressions::Moment& moment) const;

 private:
  friend class LogicBuilder;
  friend class Settling;

  /// A field with its expressions.
  struct Part {
    const Field* field;
    std::string path;   ///< `axles.load`
    std::string where;  ///< in the definition: `fields[2].fields[0]`
    std::size_t group;  ///< the part that it is in, or `none`
    bool repeats = false;
    std::optional<expressions::Tree> visible = {};
    std::optional<expressions::Tree> required = {};
    std::optional<expressions::Tree> read_only = {};
    std::optional<expressions::Tree> rule = {};
    std::optional<expressions::Tree> calculation = {};
  };
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  /// Whether a group, or the form for `none`, has a field of this name.
  bool has_field(std::size_t group, std::string_view name) const {
    const auto fields = names_.find(group);
    return fields != names_.end() && fields->second.contains(name);
  }

  std::vector<Part> parts_;         // as in the form, a group before its fields
  std::vector<std::size_t> order_;  // each after its group and what it depends on
  std::map<std::size_t, std::set<std::string, std::less<>>> names_;  // of the fields of each group
};

}  // namespace kpa::built_forms
