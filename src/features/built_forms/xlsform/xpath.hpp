#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/i18n/message.hpp"

/// Expressions of XLSForms (XPath 1.0 with the functions of ODK XForms, "XPath Functions") as expressions of
/// this service (docs/expressions.md).
namespace kpa::built_forms::xlsform {

/// What an expression gives, as far as it can be told.
enum class Kind { unknown, text, number, truth, date, time, date_time, texts, rows, many };

/// What `${name}` stands for.
struct Reference {
  std::string text;  ///< `wheels.diameter`
  Kind kind = Kind::unknown;
};

struct Names {
  std::function<std::optional<Reference>(std::string_view name)> find;
  std::optional<Reference> self = {};  ///< what `.` stands for
};

struct Translated {
  std::string text;  ///< empty: there is nothing but a pattern
  Kind kind = Kind::unknown;
  std::optional<std::string> pattern = {};  ///< of `regex(., '…')`, which stands alone or behind `and`
};

/// Why an expression cannot be translated.
struct Untranslatable {
  std::string code;  ///< stable, snake_case
  i18n::Message message;
};

/// Differences are evened out: `!=` and `not()` of what nobody answered are true in XLSForms and unknown
/// here, values of choices are texts even where they look like numbers, and empty texts are no answer.
/// Without `wanted`, the expression may give anything.
std::variant<Translated, Untranslatable> from_xpath(std::string_view xpath, const Names& names,
                                                    std::optional<Kind> wanted = {});

}  // namespace kpa::built_forms::xlsform
