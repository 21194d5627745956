#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/db/listing.hpp"
#include "core/events/events.hpp"
#include "features/identity/identity.hpp"
#include "features/maintenance_forms/wire.hpp"

namespace kpa::maintenance_forms {

/// The SQL of one kind of form, a constant in its store.cpp. `Form` is what is read of a record,
/// `WrittenForm` what is written; both have db::Columns. Every statement that finds a form by its id finds
/// only one that the viewer sees.
template <class Form, class WrittenForm>
struct Statements {
  /// Stores a form and the event that tells of it (what it is then). Nothing when the number is taken.
  db::Change<Form(events::Origin, RawJson, WrittenForm)> insert;
  db::Query<Form(std::int64_t, identity::Viewer)> by_id;
  /// The same, locked until the transaction ends.
  db::Change<Form(std::int64_t, identity::Viewer)> for_update;
  /// Of a locked form: its id, and for the event what it was and what it is then. Violates the index
  /// `numbers` when the number is taken.
  db::Change<Form(events::Origin, std::int64_t, RawJson, RawJson, WrittenForm)> update;
  /// Of a locked form: its id, the status it had and the one it gets, which is the event's action too.
  db::Change<Form(events::Origin, std::int64_t, review::Status, review::Status)> set_status;
  /// Whether there is a form of this inspector that the viewer sees, be the inspector seen or not.
  db::Query<bool(std::int64_t, identity::Viewer)> any_of;
  db::List<Form> list;
  std::string_view numbers;  ///< the unique index of form numbers
};

/// The columns of T, which is made of Written or Stored, that every kind's table has, its number and
/// inspector first; the kind adds its own.
template <class T>
db::Columns<T> written_columns(const Header& header) {
  return db::Columns<T>()
      .column("form_number", &T::form_number)
      .column(std::string(header.inspector), &T::inspector)
      .column(std::string(header.work_date), &T::work_date)
      .column("findings", &T::findings)
      .column("worst_severity", &T::worst_severity);
}
template <class T>
db::Columns<T> stored_columns(const Header& header) {
  return written_columns<T>(header)
      .column("id", &T::id)
      .column("depot_id", &T::depot_id)
      .column("status", &T::status)
      .column("created_by", &T::created_by)
      .column("version", &T::version)
      .column("created_at", &T::created_at)
      .column("updated_at", &T::updated_at);
}

/// What every kind's list can be narrowed with, and `more` that only this kind's can.
std::vector<db::Filter> filters(const Header& header, std::vector<db::Filter> more = {});
std::vector<db::Sort> sorts(const Header& header);

}  // namespace kpa::maintenance_forms
