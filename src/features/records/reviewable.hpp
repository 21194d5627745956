#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/db/database.hpp"
#include "core/events/events.hpp"
#include "features/identity/identity.hpp"

namespace kpa::records {

struct Description;

/// What is known of a record of any kind.
struct Record {
  std::int64_t id = 0;
  std::int64_t version = 0;
  std::string title;  ///< shown to people: `WS-2026-000001`
};

/// How a kind describes the review of its records. Its table has the columns status, revision, rejection,
/// amends_id, depot_id and updated_at.
struct ReviewFacts {
  std::string_view inspector;                  ///< column with the person whose record it is: `submitted_by`
  std::string_view created_by = "created_by";  ///< column with the person who entered it
  std::string_view created_at = "created_at";  ///< column with the time when it came
  std::string_view saved = "saved";            ///< status in which its author may change it
  std::string_view submitted = "submitted";    ///< status in which it waits for its first reviewer
  std::string_view severity = "worst_severity";  ///< SQL: 1 to 4
  /// SQL: what was examined, as painted on it. NULL where nobody can say.
  std::string_view subject = "NULL::text";
  /// SQL: the same in the form in which the kind's index has it, so that earlier records are found.
  std::string_view subject_key = "NULL::text";
  /// SQL: what people filled in, as a jsonb object with the members' names in the API; null where a field is
  /// empty. Only these fields can be pinned or commented on.
  std::string content;
  /// SQL: when each field was filled in by the device's own clock, `[{"field": …, "at": milliseconds}, …]`.
  std::string_view timing = "NULL::jsonb";
  /// SQL of further columns that a step sets, each with a comma in front: `, reviewed_by = $1`. $1 is who
  /// takes it, $6 the status that it leads to.
  std::string_view also_sets = "";
};

/// What a review needs to know of a record.
struct Reviewed : Record {
  std::string status;  ///< in the kind's own words
  std::int64_t inspector = 0;
  std::int64_t created_by = 0;
  std::optional<std::int64_t> depot_id;
  std::int64_t severity = 1;
  std::int64_t revision = 1;
  std::optional<std::string> subject;
  std::optional<std::int64_t> amends_id;
  std::optional<std::int64_t> amended_by;  ///< id of the record that amends this one
  std::optional<RawJson> rejection;        ///< why it was rejected last, until it is approved
  RawJson written_by{"[]"};                ///< ids of all who changed what is filled in
};

/// What people filled in.
struct Filled {
  RawJson content;
  std::optional<RawJson> timing;
};

/// An earlier record of what was examined.
struct Earlier {
  std::int64_t id = 0;
  std::string title;
  std::string status;
  Encoded<Instant> created_at;
  RawJson content;
};

/// A change of status. Whatever is written besides is part of the event's `after`.
struct Move {
  std::string action;  ///< of the event
  std::string status;
  std::int64_t revision = 1;
  std::optional<RawJson> rejection;
  RawJson before, after;  ///< of the event
};

/// The statements with which records of one kind are reviewed. Those without a viewer are for records that
/// were found, or locked, with one.
class Reviewable {
 public:
  explicit Reviewable(const Description& description);

  Task<std::optional<Reviewed>> find(db::Queries& database, std::int64_t id, identity::Viewer viewer) const {
    return database.first(find_, id, viewer);
  }
  Task<std::optional<Reviewed>> lock(db::Queries& unit, std::int64_t id, identity::Viewer viewer) const {
    return unit.first(lock_, id, viewer);
  }
  Task<std::optional<Filled>> filled(db::Queries& database, std::int64_t id) const {
    return database.first(filled_, id);
  }
  /// Up to `most` earlier records of the same subject, newest first.
  Task<std::vector<Earlier>> earlier(db::Queries& database, std::int64_t id, identity::Viewer viewer,
                                     std::int64_t most) const {
    return database.all(earlier_, id, viewer, most);
  }
  /// Changes a locked record and appends the event. Sent with the next statement: Queries::ahead().
  void move(db::Queries& unit, events::Origin origin, std::int64_t id, Move to) const {
    unit.ahead({}, move_, std::move(origin), id, std::move(to));
  }
  /// Appends an event about a locked record that leaves the record itself, and its version, as they are.
  void note(db::Queries& unit, events::Origin origin, std::int64_t id, std::string action, RawJson before,
            RawJson after) const {
    unit.ahead({}, note_, std::move(origin), id, std::move(action), std::move(before), std::move(after));
  }

 private:
  const db::Query<Reviewed(std::int64_t, identity::Viewer)> find_;
  const db::Change<Reviewed(std::int64_t, identity::Viewer)> lock_;
  const db::Query<Filled(std::int64_t)> filled_;
  const db::Query<Earlier(std::int64_t, identity::Viewer, std::int64_t)> earlier_;
  const db::Change<std::int64_t(events::Origin, std::int64_t, Move)> move_;
  const db::Change<std::int64_t(events::Origin, std::int64_t, std::string, RawJson, RawJson)> note_;
};

}  // namespace kpa::records

template <>
const kpa::db::Columns<kpa::records::Record>& kpa::db::columns();
