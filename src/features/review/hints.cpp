#include "features/review/hints.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace kpa::review {
namespace {

namespace json = boost::json;

/// So many readings of one value are unlikely on real wheels.
constexpr std::size_t most_identical = 10;
/// Nobody measures so many things in so many milliseconds.
constexpr std::size_t fast_count = 15;
constexpr std::int64_t fast_within = 4000;

/// Counts the readings by their text: numbers, and texts that begin with one. Conditions such as `Good` are
/// often the same on every part.
void count_readings(const json::value& value, std::map<std::string, std::size_t>& counts) {
  if (const auto* object = value.if_object()) {
    for (const auto& [name, member] : *object) count_readings(member, counts);
  } else if (const auto* array = value.if_array()) {
    for (const auto& item : *array) count_readings(item, counts);
  } else if (value.is_number()) {
    ++counts[json::serialize(value)];
  } else if (const auto* text = value.if_string();
             text != nullptr && !text->empty() &&
             std::isdigit(static_cast<unsigned char>(text->front())) != 0) {
    ++counts[std::string(*text)];
  }
}

/// The moments at which fields were filled in, in order.
std::vector<std::int64_t> moments(const json::value& timing) {
  std::vector<std::int64_t> all;
  if (const auto* list = timing.if_array())
    for (const auto& one : *list)
      if (const auto* object = one.if_object())
        if (const auto* at = object->if_contains("at"); at != nullptr && at->is_int64())
          all.push_back(at->get_int64());
  std::ranges::sort(all);
  return all;
}

/// In how many milliseconds the fastest `fast_count` fields were filled in; nothing when there are fewer.
std::optional<std::int64_t> fastest(const std::vector<std::int64_t>& moments) {
  std::optional<std::int64_t> least;
  for (std::size_t last = fast_count - 1; last < moments.size(); ++last) {
    const auto took = moments[last] - moments[last - (fast_count - 1)];
    if (!least || took < *least) least = took;
  }
  return least;
}

std::string seconds(std::int64_t milliseconds) {
  const auto tenths = (milliseconds + 50) / 100;
  return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10);
}

}  // namespace

std::vector<Hint> hints(const json::value& content, const json::value& timing) {
  std::vector<Hint> found;
  std::map<std::string, std::size_t> counts;
  count_readings(content, counts);
  for (const auto& [reading, count] : counts)
    if (count >= most_identical)
      found.push_back({"identical_readings",
                       {i18n::text("{count} readings are the same: {reading}"),
                        {{"count", std::to_string(count)}, {"reading", reading}}}});
  if (const auto took = fastest(moments(timing)); took && *took <= fast_within)
    found.push_back({"filled_in_fast",
                     {i18n::text("{count} fields were filled in within {seconds} seconds"),
                      {{"count", std::to_string(fast_count)}, {"seconds", seconds(*took)}}}});
  return found;
}

}  // namespace kpa::review
