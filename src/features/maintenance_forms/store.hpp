#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/db/listing.hpp"
#include "core/events/events.hpp"
#include "features/accounts/accounts.hpp"
#include "features/maintenance_forms/wire.hpp"

namespace kpa::maintenance_forms {

/// The columns of T, which is made of Content or Stored, that every kind's table has; the kind adds its own.
template <class T>
db::Columns<T> content_columns(const Names& names) {
  return db::Columns<T>()
      .column("form_number", &T::form_number)
      .column(std::string(names.inspector), &T::inspector)
      .column(std::string(names.work_date), &T::work_date)
      .column("findings", &T::findings)
      .column("worst_severity", &T::worst_severity);
}
template <class T>
db::Columns<T> stored_columns(const Names& names) {
  return content_columns<T>(names)
      .column("id", &T::id)
      .column("depot_id", &T::depot_id)
      .column("status", &T::status)
      .column("created_by", &T::created_by)
      .column("version", &T::version)
      .column("created_at", &T::created_at)
      .column("updated_at", &T::updated_at);
}

/// Where the forms of one kind are kept. `Form` is what is read of a record, `Written` what is written; both
/// have db::Columns. One constant a kind, in its store.cpp.
template <class Form, class Written>
class Store {
 public:
  /// `filters`: those that the kind's list has beyond the common ones.
  explicit Store(const Names& names, std::vector<db::Filter> filters = {});

  /// Stores a new form and its event in one statement. Nothing when the form number is taken.
  Task<std::optional<Form>> insert(db::Queries& unit, Written content, RawJson after,
                                   events::Origin origin) const {
    return unit.first(insert_, std::move(content), std::move(origin), std::move(after));
  }
  /// Nothing when there is no such form, or none that the viewer sees.
  Task<std::optional<Form>> find(db::Queries& database, std::int64_t id, accounts::Viewer viewer) const {
    return database.first(find_, id, viewer);
  }
  /// The same, locked until the transaction ends.
  Task<std::optional<Form>> find_for_update(db::Queries& unit, std::int64_t id,
                                            accounts::Viewer viewer) const {
    return unit.first(find_for_update_, id, viewer);
  }
  /// Whether there is a form of this inspector that the viewer sees, be the inspector seen or not.
  Task<bool> sees_any_of(db::Queries& database, std::int64_t inspector, accounts::Viewer viewer) const {
    const auto any = co_await database.first(any_of_, inspector, viewer);
    co_return any.has_value();
  }
  /// Nothing when the new form number is taken; a transaction around it is then spoilt.
  Task<std::optional<Form>> update(db::Queries& unit, std::int64_t id, Written content, RawJson before,
                                   RawJson after, events::Origin origin) const;
  /// `action` is the event's: `submitted`.
  Task<Form> set_status(db::Queries& unit, std::int64_t id, review::Status from, review::Status to,
                        std::string action, events::Origin origin) const;
  Task<db::Listed<Form>> list(db::Queries& database, db::Selection selection) const {
    return list_.fetch(database, std::move(selection));
  }

 private:
  using S = review::Status;

  std::string statement(std::string_view what) const {
    return std::string(names_.entity_type).append("_").append(what);
  }
  /// `$n` for the value that is `offset` places behind those of the content.
  std::string behind_content(std::size_t offset) const {
    return "$" + std::to_string(content_size_ + offset);
  }
  /// SQL: the depot where the inspector of the written content works.
  std::string inspectors_depot() const {
    return "(SELECT users.depot_id FROM users WHERE users.id = " + inspector_ + ")";
  }
  /// `$n` of the inspector among the written values.
  static std::string inspector_value(const Names& names);
  static std::vector<db::Filter> with_common(const Names& names, std::vector<db::Filter> filters);

  const Names names_;
  const std::string table_{names_.table};
  const std::string answered_ = db::column_list<Form>();
  const std::string content_ = db::column_list<Written>();
  const std::size_t content_size_ = db::columns<Written>().slots().size();
  const std::string values_ = db::placeholders(1, content_size_);
  const std::string inspector_ = inspector_value(names_);
  const std::string one_seen_ = "SELECT " + answered_ + " FROM " + table_ + " WHERE id = $1 AND " +
                                accounts::seen_by(names_.inspector, "$2", "$3");

  const db::Change<Form(Written, events::Origin, RawJson)> insert_{
      statement("insert"),
      events::sql_of({.entity_type = names_.entity_type,
                      .change = "INSERT INTO " + table_ + " (" + content_ +
                                ", created_by, depot_id) VALUES (" + values_ + ", " + behind_content(1) +
                                ", " + inspectors_depot() + ") ON CONFLICT (lower(form_number)) DO NOTHING",
                      .origin = content_size_ + 1,
                      .action = "'created'",
                      .after = behind_content(4),
                      .answered = answered_})};

  const db::Query<Form(std::int64_t, accounts::Viewer)> find_{statement("by_id"), one_seen_};

  const db::Change<Form(std::int64_t, accounts::Viewer)> find_for_update_{statement("for_update"),
                                                                          one_seen_ + " FOR UPDATE"};

  const db::Query<bool(std::int64_t, accounts::Viewer)> any_of_{
      statement("any_of"), "SELECT true FROM " + table_ + " WHERE " + std::string(names_.inspector) +
                               " = $1 AND " + accounts::seen_by(names_.inspector, "$2", "$3") + " LIMIT 1"};

  const db::Change<Form(Written, events::Origin, std::int64_t, RawJson, RawJson)> update_{
      statement("update"),
      events::sql_of({.entity_type = names_.entity_type,
                      // The depot is where the work was done: another inspector did it elsewhere.
                      .change = "UPDATE " + table_ + " SET (" + content_ +
                                ", depot_id, version, updated_at) = (" + values_ + ", CASE WHEN " +
                                std::string(names_.inspector) + " = " + inspector_ + " THEN depot_id ELSE " +
                                inspectors_depot() +
                                " END, version + 1, now()) WHERE id = " + behind_content(4),
                      .origin = content_size_ + 1,
                      .action = "'updated'",
                      .before = behind_content(5),
                      .after = behind_content(6),
                      .answered = answered_})};

  const db::Change<Form(std::int64_t, S, events::Origin, std::string, S)> set_status_{
      statement("set_status"),
      events::sql_of({.entity_type = names_.entity_type,
                      .change = "UPDATE " + table_ +
                                " SET status = $2, version = version + 1, updated_at = now() WHERE id = $1",
                      .origin = 3,
                      .action = "$6",
                      .before = "jsonb_build_object('status', $7::text)",
                      .after = "jsonb_build_object('status', $2)",
                      .answered = answered_})};

  const db::List<Form> list_;
};

template <class Form, class Written>
Store<Form, Written>::Store(const Names& names, std::vector<db::Filter> filters)
    : names_(names),
      list_(table_, answered_, table_, with_common(names, std::move(filters)),
            {{"created_at", "created_at", "timestamptz"},
             {names.work_date, std::string(names.work_date), "date"},
             {"form_number", "lower(form_number)", "text"}}) {}

template <class Form, class Written>
std::string Store<Form, Written>::inspector_value(const Names& names) {
  const auto& slots = db::columns<Written>().slots();
  const auto found = std::ranges::find(slots, names.inspector, &db::Slot::name);
  return "$" + std::to_string(found - slots.begin() + 1);
}

template <class Form, class Written>
std::vector<db::Filter> Store<Form, Written>::with_common(const Names& names,
                                                          std::vector<db::Filter> filters) {
  const std::string inspector(names.inspector), date(names.work_date);
  filters.insert(filters.begin(), {{"form_number", "form_number ILIKE containing(?)"},
                                   {"inspector", inspector + " = ?"},
                                   {"work_date", date + " = ?"},
                                   {"work_date_from", date + " >= ?"},
                                   {"work_date_to", date + " <= ?"},
                                   {"status", "status = ?"},
                                   {"created_after", "created_at > ?"},
                                   {"created_before", "created_at < ?"},
                                   {"has_findings", "(findings <> '[]') = ?"},
                                   {"seen", accounts::seen_by_staff(inspector)}});
  return filters;
}

template <class Form, class Written>
Task<std::optional<Form>> Store<Form, Written>::update(db::Queries& unit, std::int64_t id, Written content,
                                                       RawJson before, RawJson after,
                                                       events::Origin origin) const {
  // Asking first whether the number is free would leave a gap for two who ask at once.
  try {
    co_return co_await unit.first(update_, std::move(content), std::move(origin), id, std::move(before),
                                  std::move(after));
  } catch (const db::Error& error) {
    if (error.constraint != names_.number_index) throw;
    co_return std::nullopt;
  }
}

template <class Form, class Written>
Task<Form> Store<Form, Written>::set_status(db::Queries& unit, std::int64_t id, review::Status from,
                                            review::Status to, std::string action,
                                            events::Origin origin) const {
  auto form = co_await unit.first(set_status_, id, to, std::move(origin), std::move(action), from);
  co_return std::move(form).value();
}

}  // namespace kpa::maintenance_forms
