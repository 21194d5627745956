#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/db/listing.hpp"
#include "core/events/events.hpp"
#include "features/identity/identity.hpp"
#include "features/maintenance_forms/wire.hpp"
#include "features/maintenance_forms/with_uuid.hpp"

namespace kpa::maintenance_forms {

/// The SQL of one kind of form, a constant in its store.cpp. `Form` is what is read of a record,
/// `WrittenForm` what is written; both have db::Columns. Statements that find a form by id only find forms
/// that the viewer may see.
template <class Form, class WrittenForm>
struct Statements {
  /// Stores a form and its event with the new content. No row when the number is taken, or the person has a
  /// form under this UUID.
  db::Change<Form(events::Origin, RawJson, ClientName, WrittenForm)> insert;
  /// The form that a person entered under this UUID.
  db::Query<Form(std::int64_t, identity::Viewer, Uuid)> by_uuid;
  /// Whether it was sent with this digest. No row when there is none.
  db::Query<bool(std::int64_t, ClientName)> was_sent_so;
  db::Query<Form(std::int64_t, identity::Viewer)> by_id;
  /// Like the statement above, with a lock until the transaction ends.
  db::Change<Form(std::int64_t, identity::Viewer)> for_update;
  /// For a locked form. Parameters: origin, id, content before and after for the event, and the form.
  /// Violates the index `numbers` when the number is taken.
  db::Change<Form(events::Origin, std::int64_t, RawJson, RawJson, WrittenForm)> update;
  /// Whether the viewer may see any form of this inspector, even if they may not see the inspector.
  db::Query<bool(std::int64_t, identity::Viewer)> any_of;
  db::List<Form> list;
  /// Forms that are a person's or that they entered, with ids greater than the third parameter, and how many.
  db::Query<Form(std::int64_t, identity::Viewer, std::int64_t, std::int64_t)> own;
  /// Those of them with these ids.
  db::Query<Form(std::int64_t, identity::Viewer, std::vector<std::int64_t>)> own_among;
  std::string_view numbers;  ///< the unique index of form numbers
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
      .column("uuid", &T::uuid)
      .column("depot_id", &T::depot_id)
      .column("status", &T::status)
      .column("revision", &T::revision)
      .column("rejection", &T::rejection)
      .column("created_by", &T::created_by)
      .column("version", &T::version)
      .column("created_at", &T::created_at)
      .column("updated_at", &T::updated_at);
}

/// SQL condition: whether a form is the person's at $1, or was entered by them.
std::string own(const Header& header);

/// The filters of every kind's list, and `more` of this kind only.
std::vector<db::Filter> filters(const Header& header, std::vector<db::Filter> more = {});
std::vector<db::Sort> sorts(const Header& header);

}  // namespace kpa::maintenance_forms
