#include "features/wheel_specifications/remarks.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "core/text.hpp"

namespace kpa::wheel_specifications {
namespace {

constexpr std::array rejected = std::to_array<std::string_view>({
    "rejected",   "reject",  "rej",      "condemned",     "condemn",         "scrap",          "scrapped",
    "unfit",      "not fit", "unusable", "unserviceable", "not ok",          "not okay",       "not good",
    "failed",     "fail",    "faulty",   "defective",     "cracked",         "broken",         "damaged",
    "discarded",  "discard", "replace",  "rejection",     "not serviceable", "not acceptable", "not accepted",
    "not passed", "no good", "ng",
});

constexpr std::array not_measured = std::to_array<std::string_view>({
    "not measured",
    "not yet measured",
    "not been measured",
    "notmeasured",
    "unmeasured",
    "not taken",
    "not available",
    "unavailable",
    "not applicable",
    "not checked",
    "unchecked",
    "not done",
    "not recorded",
    "not known",
    "unknown",
    "not accessible",
    "inaccessible",
    "not possible",
    "not seen",
    "not fitted",
    "not found",
    "not given",
    "not required",
    "not present",
    "missing",
    "skipped",
    "pending",
    "no reading",
    "no measurement",
    "to be measured",
    "nm",
    "n m",
    "na",
    "n a",
    "nil",
    "none",
    "null",
});

// In lower case, with a space around each word; `N.A.` becomes `na`, and `N/A` becomes `n a`.
std::string spaced_words(std::string_view label) {
  std::string words = " ";
  for (const char c : label) {
    if (c == '.' || c == '\'') continue;
    if (is_letter(c))
      words += lower(c);
    else if (words.back() != ' ')
      words += ' ';
  }
  if (words.back() != ' ') words += ' ';
  return words;
}

// Whether the words contain the phrase and do not negate it: `not rejected` is not a rejection.
bool says(const std::string& words, std::string_view phrase) {
  const std::string whole = ' ' + std::string(phrase) + ' ';
  const std::size_t at = words.find(whole);
  return at != words.npos && !std::string_view(words).substr(0, at).ends_with(" not");
}

}  // namespace

std::span<const std::string_view> phrases_of(Remark remark) {
  switch (remark) {
    case Remark::rejected: return rejected;
    case Remark::not_measured: return not_measured;
    case Remark::none: break;
  }
  return {};
}

Remark remark_in(std::string_view label) {
  const std::string words = spaced_words(label);
  const auto said = [&](std::string_view phrase) { return says(words, phrase); };
  if (std::ranges::any_of(rejected, said)) return Remark::rejected;
  if (std::ranges::any_of(not_measured, said)) return Remark::not_measured;
  return Remark::none;
}

}  // namespace kpa::wheel_specifications
