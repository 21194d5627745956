#include "features/records/reviewable.hpp"

#include "features/records/records.hpp"

namespace kpa::records {
namespace {

/// Replaces `{name}` by what a kind says of itself.
std::string sql(std::string_view text, const Description& of) {
  const ReviewFacts& review = of.review.value();
  const std::pair<std::string_view, std::string_view> facts[] = {{"{table}", of.table},
                                                                 {"{name}", of.name},
                                                                 {"{title}", of.title},
                                                                 {"{seen}", of.seen},
                                                                 {"{inspector}", review.inspector},
                                                                 {"{created_by}", review.created_by},
                                                                 {"{created_at}", review.created_at},
                                                                 {"{also}", review.also_sets},
                                                                 {"{severity}", review.severity},
                                                                 {"{subject}", review.subject},
                                                                 {"{key}", review.subject_key},
                                                                 {"{content}", review.content},
                                                                 {"{timing}", review.timing}};
  std::string made(text);
  for (const auto& [place, fact] : facts)
    for (auto at = made.find(place); at != made.npos; at = made.find(place, at + fact.size()))
      made.replace(at, place.size(), fact);
  return made;
}

std::string named(const Description& of, std::string_view what) {
  return std::string(of.name).append("_").append(what);
}

std::string one(const Description& of) {
  return sql(R"(
      SELECT id, version, {title} AS title, status, {inspector} AS inspector, {created_by} AS created_by, depot_id,
             {severity} AS severity, revision, {subject} AS subject, amends_id,
             (SELECT later.id FROM {table} later WHERE later.amends_id = {table}.id) AS amended_by, rejection,
             (SELECT coalesce(jsonb_agg(DISTINCT events.actor_id), '[]') FROM events
              WHERE events.entity_type = '{name}' AND events.entity_id = {table}.id
                AND events.action IN ('created', 'updated')) AS written_by
      FROM {table} WHERE id = $1 AND {seen})",
             of);
}

}  // namespace

Reviewable::Reviewable(const Description& of)
    : find_(named(of, "reviewed"), one(of)),
      lock_(named(of, "reviewed_locked"), one(of) + " FOR UPDATE"),
      filled_(named(of, "filled"),
              sql("SELECT {content} AS content, {timing} AS timing FROM {table} WHERE id = $1", of)),
      earlier_(named(of, "earlier"), sql(R"(
          SELECT id, {title} AS title, status, {created_at} AS created_at, {content} AS content FROM {table}
          WHERE {key} = (SELECT {key} FROM {table} WHERE id = $1)
            AND ({created_at}, id) < (SELECT {created_at}, id FROM {table} WHERE id = $1) AND {seen}
          ORDER BY {created_at} DESC, id DESC LIMIT $4::bigint)",
                                         of)),
      move_(named(of, "move"), sql(R"(
          WITH record AS (
              UPDATE {table} SET status = $6, revision = $7, rejection = $8, version = version + 1, updated_at = now(){also}
              WHERE id = $4
              RETURNING id, version)
          SELECT record.version FROM record, LATERAL append_event(
              $1, '{name}', record.id, record.version, $5::text, $9, $10, $2, $3))",
                                   of)),
      note_(named(of, "note"), sql(R"(
          SELECT version FROM {table}, LATERAL append_event(
              $1, '{name}', {table}.id, {table}.version, $5::text, $6, $7, $2, $3)
          WHERE id = $4)",
                                   of)) {}

}  // namespace kpa::records

template <>
const kpa::db::Columns<kpa::records::Reviewed>& kpa::db::columns() {
  using R = records::Reviewed;
  static const auto made = Columns<R>()
                               .column("id", &R::id)
                               .column("version", &R::version)
                               .column("title", &R::title)
                               .column("status", &R::status)
                               .column("inspector", &R::inspector)
                               .column("created_by", &R::created_by)
                               .column("depot_id", &R::depot_id)
                               .column("severity", &R::severity)
                               .column("revision", &R::revision)
                               .column("subject", &R::subject)
                               .column("amends_id", &R::amends_id)
                               .column("amended_by", &R::amended_by)
                               .column("rejection", &R::rejection)
                               .column("written_by", &R::written_by);
  return made;
}

template <>
const kpa::db::Columns<kpa::records::Filled>& kpa::db::columns() {
  using F = records::Filled;
  static const auto made = Columns<F>().column("content", &F::content).column("timing", &F::timing);
  return made;
}

template <>
const kpa::db::Columns<kpa::records::Earlier>& kpa::db::columns() {
  using E = records::Earlier;
  static const auto made = Columns<E>()
                               .column("id", &E::id)
                               .column("title", &E::title)
                               .column("status", &E::status)
                               .column("created_at", &E::created_at)
                               .column("content", &E::content);
  return made;
}

template <>
const kpa::db::Columns<kpa::records::Move>& kpa::db::columns() {
  using M = records::Move;
  static const auto made = Columns<M>()
                               .column("action", &M::action)
                               .column("status", &M::status)
                               .column("revision", &M::revision)
                               .column("rejection", &M::rejection)
                               .column("before", &M::before)
                               .column("after", &M::after);
  return made;
}
