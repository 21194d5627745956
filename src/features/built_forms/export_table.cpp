#include "features/built_forms/export_table.hpp"

#include <algorithm>
#include <memory>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "core/schema/json.hpp"
#include "features/built_forms/explain.hpp"
#include "features/built_forms/field_type.hpp"
#include "features/maintenance_forms/maintenance_forms.hpp"

namespace kpa::built_forms {
namespace {

namespace json = boost::json;
using Base = ValueType::Base;
using Members = std::vector<std::pair<std::string, ValueType>>;

/// Adds what only an older version has. An answer of another type than the newest is written as its text.
void merge(Members& members, const Members& older) {
  for (const auto& [name, type] : older) {
    const auto known = std::ranges::find(members, name, &Members::value_type::first);
    if (known == members.end())
      members.emplace_back(name, type);
    else if (known->second.base == Base::row && type.base == Base::row)
      merge(known->second.members, type.members);
  }
}

std::string text_of(const json::value& answer) {
  if (answer.is_string()) return std::string(answer.get_string());
  if (answer.is_number()) return schema::digits_of(answer);
  return json::serialize(answer);
}

/// Of `09:05:00`, as a time of day is stored.
std::optional<tables::TimeOfDay> time_in(std::string_view text) {
  if (text.size() != std::string_view("09:05:00").size()) return std::nullopt;
  const auto digits = [&](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
  return std::chrono::hours(digits(0)) + std::chrono::minutes(digits(3)) + std::chrono::seconds(digits(6));
}

tables::Cell cell_of(const json::value& answer, Base base) {
  if (answer.is_null()) return {};
  if (answer.is_bool()) return answer.get_bool();
  if (answer.is_number()) return tables::Number{schema::digits_of(answer)};
  if (answer.is_array()) {
    tables::Texts texts;
    for (const auto& one : answer.get_array()) texts.push_back(text_of(one));
    return texts;
  }
  const std::string text = text_of(answer);
  if (base == Base::date)
    if (const auto date = parse_date(text)) return *date;
  if (base == Base::date_time)
    if (const auto moment = parse_instant(text)) return *moment;
  if (base == Base::time)
    if (const auto time = time_in(text)) return *time;
  return text;
}

/// Where an answer stands: names of groups that do not repeat, then the field's.
using Steps = std::vector<std::string>;

const json::value& answer_at(const json::value& answers, const Steps& steps) {
  static const json::value none;
  const json::value* here = &answers;
  for (const auto& step : steps) {
    const auto* const members = here->if_object();
    here = members == nullptr ? nullptr : members->if_contains(step);
    if (here == nullptr) return none;
  }
  return *here;
}

struct Column {
  std::string name;  ///< `wear.flange`
  Steps steps;
  Base base = Base::text;
};

/// A group that repeats, or anything else of which an answer has several rows.
struct Rows {
  std::string name;                 ///< `axles.wheels`: with the names of what it is in
  std::vector<Steps> steps;         ///< from the answers to its rows; one more for each group that it is in
  std::vector<std::string> groups;  ///< names of the columns with the places of rows, the outermost first
  std::vector<Column> columns;
};

struct Plan {
  std::vector<Column> columns;
  std::vector<Rows> rows;
};

void plan(const Members& members, const std::string& prefix, const Steps& steps, const Rows& within,
          std::vector<Column>& columns, std::vector<Rows>& rows) {
  for (const auto& [name, type] : members) {
    Steps here = steps;
    here.push_back(name);
    if (type.base != Base::row) {
      columns.push_back({prefix + name, std::move(here), type.base});
    } else if (!type.list) {
      plan(type.members, prefix + name + '.', here, within, columns, rows);
    } else {
      Rows made = within;
      made.name += (made.name.empty() ? "" : ".") + prefix + name;
      made.steps.push_back(std::move(here));
      made.groups.push_back('_' + made.name);
      made.columns.clear();
      std::vector<Rows> inner;
      plan(type.members, "", {}, made, made.columns, inner);
      rows.push_back(std::move(made));
      std::ranges::move(inner, std::back_inserter(rows));
    }
  }
}

Plan plan_of(const std::vector<Definition>& versions) {
  Members members;
  for (const auto& version : versions) merge(members, value_types(version.fields));
  Plan made;
  plan(members, "", {}, {}, made.columns, made.rows);
  return made;
}

void add_cells(const json::value& answers, const std::vector<Column>& columns, tables::Cells& cells) {
  for (const auto& column : columns) cells.push_back(cell_of(answer_at(answers, column.steps), column.base));
}

/// `places`: of the rows that this one is in, from 1.
void add_rows(const json::value& answers, const Rows& rows, tables::Cells places,
              std::vector<tables::Cells>& all) {
  const std::size_t depth = places.size();
  const auto& found = answer_at(answers, rows.steps[depth]);
  const auto* const list = found.if_array();
  if (list == nullptr) return;
  for (std::size_t index = 0; index < list->size(); ++index) {
    tables::Cells here = places;
    here.push_back(tables::number(static_cast<std::int64_t>(index) + 1));
    if (here.size() < rows.steps.size()) {
      add_rows((*list)[index], rows, std::move(here), all);
      continue;
    }
    add_cells((*list)[index], rows.columns, here);
    all.push_back(std::move(here));
  }
}

tables::Cell cell_of_id(const std::optional<std::int64_t>& id) {
  return id ? tables::number(*id) : tables::Cell();
}

/// Names of fields begin with a letter, so these never meet them.
void describe_submission(exports::Table<Submission>& made) {
  using S = Submission;
  using maintenance_forms::cell_of;
  made.column("_id", [](const S& one) { return tables::number(one.id); });
  made.column("_uuid", [](const S& one) { return one.uuid.text; });
  made.column("_form_version", [](const S& one) { return tables::number(one.form_version); });
  made.column("_status", [](const S& one) { return std::string(name_of(one.status)); });
  made.column("_submitted_by", [](const S& one) { return tables::number(one.submitted_by); });
  made.column("_submitted_at", [](const S& one) { return cell_of(one.submitted_at); });
  made.column("_updated_at", [](const S& one) { return cell_of(one.updated_at); });
  made.column("_depot_id", [](const S& one) { return cell_of_id(one.depot_id); });
  made.column("_amends_id", [](const S& one) { return cell_of_id(one.amends_id); });
  made.column("_reviewed_by", [](const S& one) { return cell_of_id(one.reviewed_by); });
  made.column("_reviewed_at",
              [](const S& one) { return one.reviewed_at ? cell_of(*one.reviewed_at) : tables::Cell(); });
  made.column("_revision", [](const S& one) { return tables::number(one.revision); });
  made.column("_worst_severity", [](const S& one) { return tables::number(one.worst_severity); });
  made.column("_notes", [](const S& one) { return tables::cell(one.notes); });
}

std::vector<std::string> titles_of(const Rows& rows) {
  std::vector<std::string> titles = rows.groups;
  for (const auto& column : rows.columns) titles.push_back(column.name);
  return titles;
}

}  // namespace

exports::Table<Submission> export_table(const std::vector<Definition>& versions) {
  exports::Table<Submission> made("submissions");
  describe_submission(made);
  const auto layout = std::make_shared<const Plan>(plan_of(versions));
  std::vector<std::string> names;
  for (const auto& column : layout->columns) names.push_back(column.name);
  made.columns(names, [layout](const Submission& one, tables::Cells& cells) {
    add_cells(json::parse(one.submission_data.text), layout->columns, cells);
  });
  made.part("_findings", {"path", "code", "severity", "message"},
            [](const Submission& one) { return maintenance_forms::finding_rows(one.findings, explain); });
  for (const auto& rows : layout->rows)
    made.part(rows.name, titles_of(rows), [layout, &rows](const Submission& one) {
      std::vector<tables::Cells> all;
      add_rows(json::parse(one.submission_data.text), rows, {}, all);
      return all;
    });
  return made;
}

}  // namespace kpa::built_forms
