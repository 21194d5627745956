#include <utility>

#include "features/review/review.hpp"
#include "features/review/store.hpp"

namespace kpa::review {
namespace {

/// A step that people take with what is their own, in nobody else's place.
Task<std::optional<Problem>> take_themselves(const http::Call& call, db::Queries& unit,
                                             const records::Kind& kind, std::int64_t id,
                                             Transition transition) {
  std::vector<Actor> themselves(1, Actor{call.caller});
  auto seen = co_await lock(unit, kind, id, std::move(themselves));
  if (!seen) co_return Problem{.code = Code::not_found};
  NewRejection nothing;
  const auto taken = co_await take_step(call, unit, kind, std::move(*seen), transition, std::move(nothing));
  if (!taken) co_return taken.error();
  co_return std::nullopt;
}

}  // namespace

Task<std::optional<Problem>> submit(const http::Call& call, db::Queries& unit, const records::Kind& kind,
                                    std::int64_t id) {
  return take_themselves(call, unit, kind, id, Transition::submit);
}

Task<std::optional<Problem>> reopen(const http::Call& call, db::Queries& unit, const records::Kind& kind,
                                    std::int64_t id) {
  return take_themselves(call, unit, kind, id, Transition::reopen);
}

std::string opening_sql(const records::Description& of) {
  const records::ReviewFacts& facts = of.review.value();
  std::string sql = "INSERT INTO reviews (" + db::column_list<store::Row>() + ") SELECT '";
  sql.append(of.name).append("', id, ").append(of.title).append(", 'submitted', version, revision, ");
  sql.append(facts.inspector)
      .append(", ")
      .append(facts.created_by)
      .append(", depot_id, ")
      .append(facts.severity);
  return sql + ", " + std::to_string(newest_workflow().version) + " FROM record";
}

Task<void> keep_queued(db::Queries& unit, const records::Kind& kind, std::int64_t id) {
  const identity::Viewer everything;
  auto record = co_await kind.reviewable()->find(unit, id, everything);
  if (!record) co_return;
  const auto open = co_await unit.first(store::open_review, std::string(kind.description().name), id);
  follow(unit, kind, *record, open ? open->workflow : newest_workflow().version);
}

Problem amended_already() {
  return {.code = Code::conflict, .message = i18n::text("This form is amended by another one already.")};
}

Task<std::optional<Problem>> refusal_to_amend(const http::Call& call, db::Queries& unit,
                                              const records::Kind& kind, std::int64_t id) {
  const auto record = co_await kind.reviewable()->find(unit, id, identity::viewer_of(call.caller));
  if (!record) co_return Problem{.code = Code::not_found};
  if (status_of(kind, record->status) != Status::approved)
    co_return Problem{.code = Code::state_conflict,
                      .message = i18n::text("Only an approved form is amended; change this one itself.")};
  if (record->amended_by) co_return amended_already();
  co_return std::nullopt;
}

}  // namespace kpa::review
