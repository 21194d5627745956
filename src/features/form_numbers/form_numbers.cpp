#include "features/form_numbers/form_numbers.hpp"

#include "core/time.hpp"

namespace kpa::form_numbers {
namespace {

/// The row stays locked until the transaction ends, so that no number is left out or given twice.
const db::Change<std::int64_t(std::string, std::int64_t)> take_next{
    "form_numbers_take_next",
    R"(INSERT INTO form_number_counters (series, year, last_number) VALUES ($1, $2, 1)
       ON CONFLICT (series, year) DO UPDATE SET last_number = form_number_counters.last_number + 1
       RETURNING last_number)"};

constexpr std::size_t digits = 6;

}  // namespace

schema::Constraint<std::string> form_number() {
  return schema::text(1, 50) &
         schema::matching("[A-Za-z0-9_/.-]+", i18n::text("made of letters, digits, '-', '_', '/' and '.'"));
}

Problem taken() {
  return field_failure(Code::form_number_taken, "formNumber", "taken",
                       describe(Code::form_number_taken).message);
}

Task<std::string> next(db::Queries& unit, std::string series) {
  const auto year = static_cast<int>(today().year());
  const auto number = co_await unit.first(take_next, series, year);
  std::string counted = std::to_string(number.value());
  if (counted.size() < digits) counted.insert(0, digits - counted.size(), '0');
  co_return series + '-' + std::to_string(year) + '-' + counted;
}

}  // namespace kpa::form_numbers
