#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/array.hpp>

#include "core/schema/finding.hpp"
#include "core/schema/object.hpp"
#include "core/schema/page_query.hpp"
#include "core/schema/spelling.hpp"
#include "core/schema/uuid.hpp"
#include "features/form_numbers/form_numbers.hpp"
#include "features/review/review.hpp"

namespace kpa::maintenance_forms {

/// What differs between kinds of form in the common header: two member names, and the prefix of numbers.
struct Header {
  std::string_view number_series;  ///< `WS`: prefix of numbers assigned by the server
  /// Column of the form's person: `submitted_by`; the JSON member is in camelCase.
  std::string_view inspector;
  std::string_view work_date;  ///< column of the date of the work: `submitted_date`; the JSON member likewise
};

/// When a field was filled in, in milliseconds by the device's monotonic clock: only differences mean
/// something.
struct DeviceTime {
  std::string field;
  std::int64_t at = 0;
};

}  // namespace kpa::maintenance_forms

template <>
const kpa::schema::Object<kpa::maintenance_forms::DeviceTime>& kpa::schema::describe();

namespace kpa::maintenance_forms {

/// What an inspector sends, for every kind.
struct Sent {
  std::optional<std::string> form_number;
  std::optional<schema::Identifier> inspector;
  Date work_date{};
  std::optional<std::vector<DeviceTime>> device_times;
};

/// What every kind's table stores, with the results of the kind's rules.
struct Written {
  std::string form_number;
  std::int64_t inspector = 0;
  Date work_date{};
  std::optional<std::int64_t> amends_id;
  std::optional<Encoded<std::vector<DeviceTime>>> device_times;
  schema::Findings findings{{"[]"}};
  std::int64_t worst_severity = 1;
};

/// The part of a form in answers that is common to every kind.
struct Stored {
  std::int64_t id = 0;
  std::optional<Uuid> uuid;
  std::string form_number;
  std::int64_t inspector = 0;
  Encoded<Date> work_date;
  std::optional<std::int64_t> depot_id;
  std::optional<std::int64_t> amends_id;
  std::optional<Encoded<std::vector<DeviceTime>>> device_times;
  review::Status status = review::Status::saved;
  std::int64_t revision = 1;
  std::optional<Encoded<review::Rejection>> rejection;
  schema::Findings findings;
  std::int64_t worst_severity = 1;
  std::int64_t created_by = 0;
  std::int64_t version = 1;
  Encoded<Instant> created_at;
  Encoded<Instant> updated_at;
};

/// Filters of every kind's list.
struct FormFilters {
  std::optional<std::string> form_number;
  std::optional<schema::Identifier> inspector;
  std::optional<Date> work_date;
  std::optional<Date> work_date_from;
  std::optional<Date> work_date_to;
  std::optional<review::Status> status;
  std::optional<Instant> created_after;
  std::optional<Instant> created_before;
  std::optional<bool> has_findings;
};

/// Not in the future, and not before 1950 (the Integral Coach Factory opened in 1955): earlier dates are
/// typing errors.
schema::Constraint<Date> date_of_work();
/// `WS-2024-001`, as in the reference.
boost::json::string example_number(const Header& header);
/// `submittedBy`: JSON name of the inspector.
std::string inspector_member(const Header& header);

/// Declares T (derived from Sent) with the common members; the kind adds its own. `name` is its component in
/// the OpenAPI document: `NewWheelSpecification`.
template <class T>
schema::Object<T> describe_sent(std::string name, const Header& header) {
  return schema::object<T>(std::move(name))
      .field("formNumber", &T::form_number, form_numbers::form_number(),
             "Unique number of the form; assigned by the server when left out", example_number(header))
      .field(
          inspector_member(header), &T::inspector,
          "Whose form it is: id, employee id or phone number; the caller when left out. Only staff may name "
          "somebody else")
      .field(schema::camel_case(header.work_date), &T::work_date, date_of_work(), "Date of the work",
             "2024-01-15")
      .field("deviceTimes", &T::device_times, schema::of_size<DeviceTime>(0, 200),
             "When each field was filled in, by the device's own clock",
             boost::json::array{boost::json::object{{"field", "fields.wheelGauge"}, {"at", 51'200}}});
}

/// Declares T (derived from Stored) likewise; `explain` gives the messages of the kind's findings, if it has
/// any.
template <class T>
schema::Object<T> describe_stored(std::string name, const Header& header, Explain explain = nullptr) {
  return schema::object<T>(std::move(name))
      .field("id", &T::id, "Number of the record", 1)
      .field("uuid", &T::uuid, "The name that its client gave it, if any", nullptr)
      .field("formNumber", &T::form_number, "Unique number of the form", example_number(header))
      .field(inspector_member(header), &T::inspector, "Id of the person whose form it is", 123)
      .field(schema::camel_case(header.work_date), &T::work_date, "Date of the work", "2024-01-15")
      .field("depotId", &T::depot_id, "Id of the depot where the work was done: the inspector's at that time",
             nullptr)
      .field("amendsId", &T::amends_id, "Id of the approved form that this one corrects")
      .field("deviceTimes", &T::device_times, "When each field was filled in, by the device's own clock")
      .field("status", &T::status, "Status of the form", "Saved")
      .field("revision", &T::revision, "Incremented each time that it is reopened after a rejection", 1)
      .field("rejection", &T::rejection,
             "Why it was rejected last, and which fields need another look; null once it is approved")
      .member(std::make_unique<schema::FindingsField<T, Stored>>("findings", &Stored::findings, explain,
                                                                 "Findings of the rules that need attention"))
      .field("worstSeverity", &T::worst_severity,
             "The worst severity: 1 good, 2 fair, 3 needs attention, 4 replace now", 1)
      .field("createdBy", &T::created_by, "Id of the person who entered it", 123)
      .field("version", &T::version, "Incremented with each change; the ETag is made from it", 1)
      .field("createdAt", &T::created_at, "When it was entered")
      .field("updatedAt", &T::updated_at, "When it was last changed")
      .versioned(&T::version);
}

/// Declares T (derived from FormFilters) likewise.
template <class T>
schema::Object<T> describe_filters(std::string name, const Header& header) {
  const std::string inspector(header.inspector), date(header.work_date);
  return schema::object<T>(std::move(name))
      .field("form_number", &T::form_number, schema::of_length(1, 50),
             "Part of the form number; case does not matter", example_number(header).subview(0, 7))
      .field(inspector, &T::inspector, "Id, employee id or phone number of the person whose forms to list",
             "123")
      .field(date, &T::work_date, "Date of the work", "2024-01-15")
      .field(date + "_from", &T::work_date_from, "First date of the work", "2024-01-01")
      .field(date + "_to", &T::work_date_to, "Last date of the work", "2024-12-31")
      .field("status", &T::status, "Status of the form", "Submitted")
      .field("created_after", &T::created_after, "Entered after this time", "2024-01-01T00:00:00Z")
      .field("created_before", &T::created_before, "Entered before this time", "2099-01-01T00:00:00Z")
      .field("has_findings", &T::has_findings, "Only forms with findings, or only without");
}

/// Adds the parameters of pages to the query of a list.
template <class T>
schema::Object<T> with_page(schema::Object<T> filters, const Header& header) {
  return schema::with_page(std::move(filters), {"created_at", std::string(header.work_date), "form_number"},
                           "-created_at", "WyItY3JlYXRlZF9hdCIsIjIwMjQtMDEtMTVUMTA6MDA6MDBaIiwxXQ");
}

}  // namespace kpa::maintenance_forms
