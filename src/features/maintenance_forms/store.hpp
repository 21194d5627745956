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
/// `WrittenForm` what is written; both have db::Columns. Statements that find a form by id only find forms
/// that the viewer may see.
template <class Form, class WrittenForm>
struct Statements {
  /// Stores a form and its event with the new content. No row when the number is taken.
  db::Change<Form(events::Origin, RawJson, WrittenForm)> insert;
  db::Query<Form(std::int64_t, identity::Viewer)> by_id;
  /// Like the statement above, with a lock until the transaction ends.
  db::Change<Form(std::int64_t, identity::Viewer)> for_update;
  /// For a locked form. Parameters: origin, id, content before and after for the event, and the form.
  /// Violates the index `numbers` when the number is taken.
  db::Change<Form(events::Origin, std::int64_t, RawJson, RawJson, WrittenForm)> update;
  /// Whether the viewer may see any form of this inspector, even if they may not see the inspector.
  db::Query<bool(std::int64_t, identity::Viewer)> any_of;
  db::List<Form> list;
  std::string_view numbers;     ///< the unique index of form numbers
  std::string_view amendments;  ///< the unique index of amends_id
};

/// The columns of T (Written or Stored, or derived from one) that every kind's table has, beginning with
/// number and inspector; each kind adds its own.
template <class T>
db::Columns<T> written_columns(const Header& header) {
  return db::Columns<T>()
      .column("form_number", &T::form_number)
      .column(std::string(header.inspector), &T::inspector)
      .column(std::string(header.work_date), &T::work_date)
      .column("amends_id", &T::amends_id)
      .column("device_times", &T::device_times)
      .column("findings", &T::findings)
      .column("worst_severity", &T::worst_severity);
}
template <class T>
db::Columns<T> stored_columns(const Header& header) {
  return written_columns<T>(header)
      .column("id", &T::id)
      .column("depot_id", &T::depot_id)
      .column("status", &T::status)
      .column("revision", &T::revision)
      .column("rejection", &T::rejection)
      .column("created_by", &T::created_by)
      .column("version", &T::version)
      .column("created_at", &T::created_at)
      .column("updated_at", &T::updated_at);
}

/// The filters of every kind's list, and `more` of this kind only.
std::vector<db::Filter> filters(const Header& header, std::vector<db::Filter> more = {});
std::vector<db::Sort> sorts(const Header& header);

}  // namespace kpa::maintenance_forms
