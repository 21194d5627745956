#include "core/db/statement.hpp"

#include <algorithm>

namespace kpa::db {
std::vector<const AnyStatement*>& AnyStatement::all() {
  static std::vector<const AnyStatement*> registry;
  return registry;
}

AnyStatement::AnyStatement(std::string its_name, std::string text, bool only_reads, Freshness how_fresh)
    : name(std::move(its_name)), sql(std::move(text)), read_only(only_reads), freshness(how_fresh) {
  all().push_back(this);
}

AnyStatement::~AnyStatement() { std::erase(all(), this); }

std::string rfc3339(std::string_view timestamptz) {
  // PostgreSQL's notation; the time zone of our connections is UTC (set by the pool).
  constexpr std::string_view utc = "+00", like = "2024-01-15 10:00:00";
  if (timestamptz.size() < like.size() + utc.size() || timestamptz[10] != ' ' || !timestamptz.ends_with(utc))
    return format(ColumnType<Instant>::read(timestamptz));
  std::string made(timestamptz.substr(0, timestamptz.size() - utc.size()));
  made[10] = 'T';
  constexpr std::size_t with_fraction = like.size() + std::string_view(".123456").size();
  if (made.size() > like.size() && made.size() < with_fraction) made.append(with_fraction - made.size(), '0');
  made += 'Z';
  return made;
}

std::string column_list(const std::vector<Slot>& slots) {
  std::string list;
  for (const Slot& slot : slots) list.append(list.empty() ? "" : ", ").append(slot.name);
  return list;
}

std::string placeholders(std::size_t first, std::size_t last) {
  std::string text;
  for (std::size_t number = first; number <= last; ++number)
    text.append(number == first ? "$" : ", $").append(std::to_string(number));
  return text;
}

std::string with_columns(std::string_view sql, const std::vector<Slot>& answered,
                         const std::vector<Slot>& written) {
  constexpr std::string_view values = "{$", more = "…}";
  std::string made;
  while (!sql.empty()) {
    const std::size_t brace = std::min(sql.find('{'), sql.size());
    made += sql.substr(0, brace);
    sql.remove_prefix(brace);
    if (sql.empty()) break;
    const std::size_t after = std::min(sql.find('}'), sql.size() - 1) + 1;
    const std::string_view mark = sql.substr(0, after);
    if (mark == "{answered}") {
      made += column_list(answered);
    } else if (mark == "{written}") {
      made += column_list(written);
    } else if (mark.starts_with(values) && mark.ends_with(more)) {
      const std::size_t first = std::stoul(std::string(mark.substr(values.size())));
      made += placeholders(first, first + written.size() - 1);
    } else {
      made += mark;
    }
    sql.remove_prefix(after);
  }
  return made;
}

}  // namespace kpa::db
