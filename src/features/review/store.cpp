#include "features/review/store.hpp"

template <>
const kpa::db::Columns<kpa::review::store::Row>& kpa::db::columns() {
  using R = review::store::Row;
  static const auto made = Columns<R>()
                               .column("kind", &R::kind)
                               .column("record_id", &R::record_id)
                               .column("title", &R::title)
                               .column("status", &R::status)
                               .column("version", &R::version)
                               .column("revision", &R::revision)
                               .column("inspector", &R::inspector)
                               .column("created_by", &R::created_by)
                               .column("depot_id", &R::depot_id)
                               .column("severity", &R::severity)
                               .column("workflow", &R::workflow);
  return made;
}

template <>
const kpa::db::Columns<kpa::review::store::Open>& kpa::db::columns() {
  using O = review::store::Open;
  static const auto made =
      Columns<O>().column("workflow", &O::workflow).column("assigned_to", &O::assigned_to);
  return made;
}

template <>
const kpa::db::Columns<kpa::review::store::WrittenDecision>& kpa::db::columns() {
  using D = review::store::WrittenDecision;
  static const auto made = Columns<D>()
                               .column("kind", &D::kind)
                               .column("record_id", &D::record_id)
                               .column("version", &D::version)
                               .column("revision", &D::revision)
                               .column("decision", &D::decision)
                               .column("inspector", &D::inspector)
                               .column("created_by", &D::created_by)
                               .column("decided_by", &D::decided_by)
                               .column("on_behalf_of", &D::on_behalf_of)
                               .column("workflow", &D::workflow)
                               .column("reason", &D::reason)
                               .column("note", &D::note)
                               .column("pins", &D::pins);
  return made;
}

template <>
const kpa::db::Columns<kpa::review::store::Past>& kpa::db::columns() {
  using P = review::store::Past;
  static const auto made = Columns<P>().column("content", &P::content).column("status", &P::status);
  return made;
}

template <>
const kpa::db::Columns<kpa::review::store::Ranked>& kpa::db::columns() {
  using R = review::store::Ranked;
  static const auto made = Columns<R>()
                               .column("id", &R::id)
                               .column("is_active", &R::is_active)
                               .column("is_staff", &R::is_staff)
                               .column("is_superuser", &R::is_superuser)
                               .column("sees_all", &R::sees_all)
                               .column("lacks_second_factor", &R::lacks_second_factor);
  return made;
}

template <>
const kpa::db::Columns<kpa::review::Waiting>& kpa::db::columns() {
  using W = review::Waiting;
  static const auto made = Columns<W>()
                               .column("kind", &W::kind)
                               .column("record_id", &W::id)
                               .column("title", &W::title)
                               .column("status", &W::status)
                               .column("version", &W::version)
                               .column("revision", &W::revision)
                               .column("assigned_to", &W::assigned_to)
                               .column("inspector", &W::inspector)
                               .column("created_by", &W::created_by)
                               .column("depot_id", &W::depot_id)
                               .column("severity", &W::severity)
                               .column("workflow", &W::workflow)
                               .column("waiting_since", &W::waiting_since);
  return made;
}

template <>
const kpa::db::Columns<kpa::review::Decision>& kpa::db::columns() {
  using D = review::Decision;
  static const auto made = Columns<D>()
                               .column("id", &D::id)
                               .column("decision", &D::decision)
                               .column("decided_by", &D::decided_by)
                               .column("on_behalf_of", &D::on_behalf_of)
                               .column("reason", &D::reason)
                               .column("note", &D::note)
                               .column("pins", &D::pins)
                               .column("version", &D::version)
                               .column("revision", &D::revision)
                               .column("workflow", &D::workflow)
                               .column("decided_at", &D::decided_at);
  return made;
}

template <>
const kpa::db::Columns<kpa::review::QueueCount>& kpa::db::columns() {
  using Q = review::QueueCount;
  static const auto made =
      Columns<Q>().column("filter", &Q::filter).column("value", &Q::value).column("count", &Q::count);
  return made;
}

template <>
const kpa::db::Columns<kpa::review::store::Counted>& kpa::db::columns() {
  using C = review::store::Counted;
  static const auto made = Columns<C>()
                               .written("people", [](const C& counted) { return counted.people; })
                               .column("caller", &C::caller)
                               .column("sees_all", &C::sees_all)
                               .column("kind", &C::kind)
                               .column("status", &C::status)
                               .column("depot", &C::depot)
                               .column("severity", &C::severity)
                               .column("waiting_before", &C::waiting_before)
                               .column("inspector", &C::inspector)
                               .column("assigned_to", &C::assigned_to)
                               .column("unassigned", &C::unassigned);
  return made;
}

namespace kpa::review::store {
namespace {

std::string sql(std::string_view text, std::string_view columns) {
  constexpr std::string_view place = "{columns}";
  std::string made(text);
  made.replace(made.find(place), place.size(), columns);
  return made;
}

/// Whether somebody among the people at this placeholder, an array, sees a row of the queue that is not their
/// own.
std::string seen_for(std::string_view people) {
  return std::string("EXISTS (SELECT FROM sight_of_reviewers(")
      .append(people)
      .append(
          ") AS sight WHERE (sight.depot_id IS NULL OR sight.depot_id = reviews.depot_id) AND sight.person NOT IN "
          "(reviews.inspector, reviews.created_by))");
}

}  // namespace

const db::Query<Open(Name, Id)> open_review{
    "review_open", "SELECT workflow, assigned_to FROM reviews WHERE kind = $1 AND record_id = $2"};

const db::Change<Id(Row)> keep{"review_keep", sql(R"(
    INSERT INTO reviews ({columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    ON CONFLICT (kind, record_id) DO UPDATE
    SET (title, status, version, revision, inspector, created_by, depot_id, severity) =
        (excluded.title, excluded.status, excluded.version, excluded.revision, excluded.inspector,
         excluded.created_by, excluded.depot_id, excluded.severity)
    RETURNING id)",
                                                  db::column_list<Row>())};

const db::Change<void(Name, Id)> close{"review_close",
                                       "DELETE FROM reviews WHERE kind = $1 AND record_id = $2"};

const db::Change<void(Name, Id, std::optional<Id>)> assign{
    "review_assign", "UPDATE reviews SET assigned_to = $3 WHERE kind = $1 AND record_id = $2"};

const db::Change<void(WrittenDecision)> decide{
    "review_decide",
    sql("INSERT INTO review_decisions ({columns}) VALUES (", db::column_list<WrittenDecision>()) +
        db::placeholders(1, 13) + ")"};

const db::Query<Decision(Name, Id)> decisions{
    "review_decisions",
    sql("SELECT {columns} FROM review_decisions WHERE kind = $1 AND record_id = $2 ORDER BY id",
        db::column_list<Decision>())};

const db::Query<Past(Name, Id, std::int64_t)> past{"review_past", R"(
    SELECT (SELECT after FROM events
            WHERE entity_type = $1 AND entity_id = $2 AND entity_version <= $3 AND action IN ('created', 'updated')
            ORDER BY id DESC LIMIT 1) AS content,
           (SELECT after ->> 'status' FROM events
            WHERE entity_type = $1 AND entity_id = $2 AND entity_version <= $3 AND action NOT IN ('created', 'updated')
              AND after ->> 'status' IS NOT NULL
            ORDER BY id DESC LIMIT 1) AS status)"};

const db::List<Waiting> queue{"reviews",
                              db::column_list<Waiting>(),
                              "reviews",
                              {{"kind", "kind = ?"},
                               {"status", "status = ?"},
                               {"depot", "depot_id = ?"},
                               {"severity", "severity = ?"},
                               {"waiting_before", "waiting_since <= ?"},
                               {"inspector", "inspector = ?"},
                               {"assigned_to", "assigned_to = ?"},
                               {"unassigned", "(assigned_to IS NULL) = ?"},
                               {"not_of", "?::bigint NOT IN (inspector, created_by)"},
                               {"seen", "depot_id = ANY ((SELECT depots_seen_by(?))::bigint[])"},
                               {"seen_for", seen_for("?::bigint[]")}},
                              {{"waiting_since", "waiting_since", "timestamptz"}}};

const db::Query<Ranked(Id)> ranked{
    "review_ranked", "SELECT id, " + identity::standing_columns("users") + " FROM users WHERE id = $1"};

const db::Query<Ranked(Id, Date)> delegators{
    "review_delegators", "SELECT DISTINCT users.id, " + identity::standing_columns("users") + R"(
     FROM review_delegations JOIN users ON users.id = delegator
     WHERE delegate = $1 AND $2 BETWEEN starts_on AND ends_on AND ended_at IS NULL
     ORDER BY users.id)"};

const db::Query<QueueCount(Counted, std::int64_t)> counts{"review_counts", R"(
    WITH waiting AS (
        SELECT * FROM reviews
        WHERE $2::bigint NOT IN (inspector, created_by) AND ($3::boolean OR )" +
                                                                               seen_for("$1::bigint[]") +
                                                                               R"()
          AND ($4::text IS NULL OR kind = $4) AND ($5::text IS NULL OR status = $5)
          AND ($6::bigint IS NULL OR depot_id = $6) AND ($7::bigint IS NULL OR severity = $7)
          AND ($8::timestamptz IS NULL OR waiting_since <= $8) AND ($9::bigint IS NULL OR inspector = $9)
          AND ($10::bigint IS NULL OR assigned_to = $10) AND (NOT $11::boolean OR assigned_to IS NULL)
        ORDER BY waiting_since, id LIMIT $12::bigint)
    SELECT filter, value, count(*) AS count
    FROM waiting, LATERAL (
        VALUES ('total', ''), ('kind', kind), ('status', status), ('depot', depot_id::text),
               ('severity', severity::text), ('inspector', inspector::text),
               ('assigned', CASE WHEN assigned_to IS NULL THEN 'nobody' WHEN assigned_to = $2 THEN 'me'
                                 ELSE assigned_to::text END)
        UNION ALL
        SELECT 'older_than_days', days::text FROM unnest(ARRAY[1, 3, 7, 30]) AS days
        WHERE waiting_since <= now() - days * interval '1 day') AS facet (filter, value)
    WHERE value IS NOT NULL
    GROUP BY filter, value ORDER BY filter, count DESC, value)"};

}  // namespace kpa::review::store
