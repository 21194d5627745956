#include "features/built_forms/explain.hpp"

#include <algorithm>

namespace kpa::built_forms {

i18n::Message explain(const Finding& finding) {
  using i18n::text;
  const bool at_high = std::ranges::find(finding.params, "high", &i18n::Param::name) != finding.params.end();
  const auto sentence = [&]() -> i18n::Text {
    if (finding.code == "below_limit") return text("{title}: {measured} mm is below the limit of {low} mm");
    if (finding.code == "above_limit") return text("{title}: {measured} mm is above the limit of {high} mm");
    if (finding.code != "condemned") return {};
    if (at_high)
      return text("{title}: {measured} mm has reached the condemning limit of {high} mm, replace now");
    return text("{title}: {measured} mm has reached the condemning limit of {low} mm, replace now");
  }();
  return {sentence, finding.params};
}

}  // namespace kpa::built_forms
