#include "core/db/listing.hpp"

#include <algorithm>
#include <stdexcept>

namespace kpa::db {
namespace {

template <class T>
const T& declared(const std::vector<T>& among, std::string_view name) {
  const auto found = std::find_if(among.begin(), among.end(), [&](const T& one) { return one.name == name; });
  if (found == among.end()) throw std::logic_error("not declared for this list: " + std::string(name));
  return *found;
}

template <class T>
std::string position(const std::vector<T>& among, const T& one) {
  return std::to_string(&one - among.data());
}

struct Text {
  std::string name;
  std::string sql;
};

Command command(std::string name, std::string sql, Parameters parameters, Freshness freshness) {
  const auto text = std::make_shared<const Text>(Text{std::move(name), std::move(sql)});
  return {.name = text->name,
          .sql = text->sql,
          .parameters = std::move(parameters),
          .read_only = true,
          .freshness = freshness,
          .keeps = text};
}

std::string count_of(const std::string& table, const std::string& where) {
  return "(SELECT count(*) FROM (SELECT 1 FROM " + table + where + " LIMIT " +
         std::to_string(most_counted + 1) + ") AS counted)";
}

std::string next_placeholder(const Parameters& parameters) { return "$" + std::to_string(parameters.size()); }

/// The condition with every `?` replaced by the placeholder, and every `??` by `?`.
std::string with_value(std::string_view condition, std::string_view placeholder) {
  std::string text;
  for (std::size_t at = 0; at < condition.size(); ++at) {
    if (condition[at] != '?')
      text += condition[at];
    else if (condition.substr(at + 1).starts_with('?'))
      text += condition[at++];
    else
      text += placeholder;
  }
  return text;
}

}  // namespace

std::vector<const ListText*>& ListText::all() {
  static std::vector<const ListText*> registry;
  return registry;
}

ListText::ListText(std::string name, std::string columns, std::string table, std::vector<Filter> filters,
                   std::vector<Sort> sorts, Freshness freshness)
    : name_(std::move(name)),
      columns_(std::move(columns)),
      table_(std::move(table)),
      filters_(std::move(filters)),
      sorts_(std::move(sorts)),
      freshness_(freshness) {
  all().push_back(this);
}

ListText::~ListText() { std::erase(all(), this); }

std::string ListText::conditions(const Selection& selection, Parameters& parameters,
                                 std::string& shape) const {
  std::string where;
  for (const auto& [wanted, value] : selection.filters) {
    const Filter& filter = declared(filters_, wanted);
    parameters.append(value);
    where.append(where.empty() ? " WHERE " : " AND ")
        .append(with_value(filter.condition, next_placeholder(parameters)));
    shape.append("_f").append(position(filters_, filter));
  }
  return where;
}

Command ListText::page(const Selection& selection) const {
  const Sort& sort = declared(sorts_, selection.sort);
  const std::string direction = selection.descending ? " DESC" : " ASC";
  const std::string key(sort.expression);
  Parameters parameters;
  std::string shape = name_ + "_s" + position(sorts_, sort) + (selection.descending ? "d" : "a");
  const std::string where = conditions(selection, parameters, shape);
  std::string from = where;
  if (selection.after) {
    bind_value(parameters, selection.after->key);
    const std::string key_placeholder = next_placeholder(parameters);
    bind_value(parameters, selection.after->id);
    from += std::string(where.empty() ? " WHERE " : " AND ") + "(" + key + ", id) " +
            (selection.descending ? "<" : ">") + " (" + key_placeholder + "::" + std::string(sort.type) +
            ", " + next_placeholder(parameters) + "::bigint)";
    shape += "_k";
  }
  bind_value(parameters, selection.per_page + 1);
  const std::string limit = next_placeholder(parameters);
  std::string offset;
  if (!selection.after && selection.page > 1) {
    bind_value(parameters, (selection.page - 1) * selection.per_page);
    offset = " OFFSET " + next_placeholder(parameters) + "::bigint";
    shape += "_o";
  }
  if (!selection.counted) shape += "_n";
  std::string sql = "SELECT " + columns_ + ", (" + key + ")::text AS sort_key, id AS sort_id, " +
                    (selection.counted ? count_of(table_, where) : "0::bigint") + " AS total FROM " + table_ +
                    from + " ORDER BY " + key + direction + ", id" + direction + " LIMIT " + limit +
                    "::bigint" + offset;
  return command(std::move(shape), std::move(sql), std::move(parameters), freshness_);
}

Task<Rows> ListText::ask(Queries& database, Selection selection) const {
  try {
    co_return co_await database.execute(page(selection));
  } catch (const Error& error) {
    // Class 22 is "data exception". Our own values have the right types, so it must be the cursor's key,
    // which the client sent.
    if (!selection.after || !error.sqlstate.starts_with("22")) throw;
    throw Failure(field_failure(Code::validation_failed, "cursor", "not_a_cursor",
                                i18n::text("Must be the next_cursor of a page of this list in this order")),
                  error.message);
  }
}

Command ListText::count(const Selection& selection) const {
  Parameters parameters;
  std::string shape = name_ + "_count";
  const std::string where = conditions(selection, parameters, shape);
  return command(std::move(shape), "SELECT " + count_of(table_, where) + " AS total", std::move(parameters),
                 freshness_);
}

}  // namespace kpa::db
