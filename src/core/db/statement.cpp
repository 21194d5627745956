#include "core/db/statement.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace kpa::db {
std::vector<const AnyStatement*>& AnyStatement::all() {
  static std::vector<const AnyStatement*> registry;
  return registry;
}

AnyStatement::AnyStatement(std::string_view its_name, std::string_view text, bool only_reads,
                           Freshness how_fresh)
    : name(its_name), sql(text), read_only(only_reads), freshness(how_fresh) {
  all().push_back(this);
}

AnyStatement::~AnyStatement() { std::erase(all(), this); }

void refuse_null(const std::string& column) { throw std::runtime_error("column " + column + " is null"); }

void ColumnList::add(std::string_view name, std::ptrdiff_t place, std::size_t row_size,
                     const ColumnValue& value) {
  if (place < 0 || static_cast<std::size_t>(place) >= row_size)
    throw std::logic_error("column " + std::string(name) + " is kept outside of its row");
  reads_.push_back({slots_.size(), place, &value, {}});
  writes_.push_back({slots_.size(), place, &value, {}});
  slots_.push_back({std::string(name), {value.oids.begin(), value.oids.end()}, value.nullable});
}

void ColumnList::add_read(std::vector<Slot> slots, Read read) {
  reads_.push_back({slots_.size(), 0, nullptr, std::move(read)});
  std::move(slots.begin(), slots.end(), std::back_inserter(slots_));
}

void ColumnList::add_written(Slot slot, Write write) {
  writes_.push_back({slots_.size(), 0, nullptr, std::move(write)});
  slots_.push_back(std::move(slot));
}

void ColumnList::read_into(void* row, const Cells& cells) const {
  for (const auto& step : reads_)
    if (step.value != nullptr)
      step.value->read(cells[step.slot], static_cast<char*>(row) + step.place, slots_[step.slot].name);
    else
      step.itself(row, cells.from(step.slot));
}

void ColumnList::write_from(const void* row, Parameters& out) const {
  for (const auto& step : writes_)
    if (step.value != nullptr)
      step.value->write(static_cast<const char*>(row) + step.place, out);
    else
      step.itself(row, out);
}

void append_rfc3339(std::string_view timestamptz, std::string& out) {
  // PostgreSQL's notation; the time zone of our connections is UTC (set by the pool).
  constexpr std::string_view utc = "+00", like = "2024-01-15 10:00:00";
  if (timestamptz.size() < like.size() + utc.size() || timestamptz[10] != ' ' ||
      !timestamptz.ends_with(utc)) {
    out += format(ColumnType<Instant>::read(timestamptz));
    return;
  }
  timestamptz.remove_suffix(utc.size());
  out.append(timestamptz.substr(0, 10)).append(1, 'T').append(timestamptz.substr(11));
  constexpr std::size_t with_fraction = like.size() + std::string_view(".123456").size();
  if (timestamptz.size() > like.size() && timestamptz.size() < with_fraction)
    out.append(with_fraction - timestamptz.size(), '0');
  out += 'Z';
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
