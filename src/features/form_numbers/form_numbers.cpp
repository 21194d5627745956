#include "features/form_numbers/form_numbers.hpp"

#include "core/time.hpp"

namespace kpa::form_numbers {
namespace {

/// A Query although it takes a number: it may be sent again after a lost connection, because an unused number
/// is simply skipped.
const db::Query<std::int64_t(std::string, std::int64_t)> take_next{
    "form_numbers_take_next", "SELECT next_form_number($1, $2::integer)"};

constexpr std::size_t digits = 6;

}  // namespace

schema::Constraint<std::string> form_number() {
  return schema::of_length(1, 50) &
         schema::matching("[A-Za-z0-9_/.-]+", i18n::text("made of letters, digits, '-', '_', '/' and '.'"));
}

Problem taken() {
  return field_failure(Code::form_number_taken, "formNumber", "taken",
                       describe(Code::form_number_taken).message);
}

Problem none_free() {
  return {.code = Code::form_number_taken,
          .message = {
              i18n::text("The next {count} numbers of the series are in use already. Send the form again, "
                         "or give it a number of your own."),
              {{"count", std::to_string(most_taken)}}}};
}

Task<std::string> next(db::Queries& unit, std::string series) {
  const auto year = static_cast<int>(today().year());
  const auto number = co_await unit.first(take_next, series, year);
  std::string counted = std::to_string(number.value());
  if (counted.size() < digits) counted.insert(0, digits - counted.size(), '0');
  co_return series + '-' + std::to_string(year) + '-' + counted;
}

}  // namespace kpa::form_numbers
