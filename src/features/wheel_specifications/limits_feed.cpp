#include "features/wheel_specifications/limits_feed.hpp"

#include "core/schema/json.hpp"
#include "features/wheel_specifications/rules.hpp"

namespace kpa::wheel_specifications {
namespace {

std::string_view name_of_condemning(Condemns condemns) {
  switch (condemns) {
    case Condemns::never: return "never";
    case Condemns::at_low: return "at_low";
    case Condemns::at_high: return "at_high";
  }
  return "never";
}

/// `{"stockType": "ICF", "version": 1, "limits": {"wheelGauge": {"low": 1599, "high": 1602, …}}}`, in
/// millimetres.
std::string json_of(const RuleSet& rules) {
  std::string out = "{\"stockType\":";
  schema::write_string(rules.stock_type, out);
  out.append(",\"version\":").append(std::to_string(rules.version)).append(",\"limits\":{");
  for (const auto& limits : rules.limits) {
    if (!out.ends_with('{')) out += ',';
    schema::write_string(all_fields()[limits.field].wire, out);
    out.append(":{\"low\":").append(format(limits.low)).append(",\"high\":").append(format(limits.high));
    out.append(",\"condemns\":\"").append(name_of_condemning(limits.condemns)).append("\"}");
  }
  return out += "}}";
}

}  // namespace

LimitsFeed::LimitsFeed() : Feed({.name = "wheel-limits", .record = {}}) {}

Task<std::vector<sync::Item>> LimitsFeed::page(const http::Call&, std::int64_t after,
                                               std::int64_t most) const {
  std::vector<sync::Item> items;
  const auto& all = all_rule_sets();
  for (std::size_t place = static_cast<std::size_t>(after); place < all.size(); ++place) {
    if (static_cast<std::int64_t>(items.size()) == most) break;
    items.push_back({.id = static_cast<std::int64_t>(place) + 1,
                     .version = all[place].version,
                     .record = {json_of(all[place])}});
  }
  co_return items;
}

Task<std::vector<sync::Item>> LimitsFeed::among(const http::Call&, std::vector<std::int64_t>) const {
  co_return std::vector<sync::Item>();
}

std::string LimitsFeed::state() const { return "limits " + std::to_string(all_rule_sets().size()); }

}  // namespace kpa::wheel_specifications
