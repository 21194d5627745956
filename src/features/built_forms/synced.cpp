#include "features/built_forms/synced.hpp"

#include <utility>

#include "features/built_forms/permissions.hpp"
#include "features/built_forms/store_forms.hpp"
#include "features/review/review.hpp"

namespace kpa::built_forms {
namespace {

RawJson written(const http::Call& call, const auto& record) {
  const i18n::Speech speech(call.language());
  return RawJson{schema::encode(record)};
}

sync::Done done(const http::Call& call, const Submission& submission, bool was_there) {
  return {.id = submission.id,
          .version = submission.version,
          .was_there = was_there,
          .record = written(call, submission)};
}

/// The caller's submission with this UUID.
Task<std::optional<Known>> known(const http::Call& call, Uuid uuid) {
  auto found = co_await call.unit.first(statements::known_uuid, std::move(uuid));
  if (found && found->submitted_by != call.caller.user_id) found.reset();
  co_return found;
}

std::vector<sync::Item> items(const http::Call& call, const std::vector<Submission>& submissions) {
  std::vector<sync::Item> all;
  for (const auto& one : submissions)
    all.push_back({.id = one.id, .version = one.version, .record = written(call, one)});
  return all;
}

/// The id is the form's: there is one version at a time.
std::vector<sync::Item> items(const http::Call& call, const std::vector<WholeVersion>& versions) {
  std::vector<sync::Item> all;
  for (const auto& one : versions)
    all.push_back({.id = one.form_id, .version = one.form_version, .record = written(call, one)});
  return all;
}

}  // namespace

SyncedSubmissions::SyncedSubmissions(const Submissions& service)
    : Kind({.name = "submissions",
            .record = submission_record,
            .owner = {},
            .permission = submission_kind.description().view}),
      service_(service) {}

Task<sync::Result> SyncedSubmissions::create(const http::Call& call, Uuid uuid,
                                             boost::json::object content) const {
  auto sent = schema::decode_value<NewSubmission>(boost::json::value(std::move(content)));
  if (!sent) co_return sent.error();
  // Looked for first: where answers must be unique, a repeat would end the transaction with an error.
  const auto before = co_await known(call, uuid);
  sent->uuid = std::move(uuid);
  const boost::json::value mine = boost::json::parse(schema::encode(static_cast<SubmissionContent&>(*sent)));
  if (!before) {
    auto stored = co_await service_.create(call, std::move(*sent));
    if (!stored) co_return stored.error();
    co_return done(call, *stored, false);
  }
  const auto present = co_await call.unit.first(statements::submission, before->id, identity::Viewer{});
  if (before->sent_digest == digest_of(*sent)) co_return done(call, present.value(), true);
  co_return sync::Conflicted{
      .id = present->id,
      .version = present->version,
      .fields = sync::differences(mine, schema::part_of<SubmissionContent>(present.value()))};
}

Task<sync::Result> SyncedSubmissions::change(const http::Call& call, std::int64_t id,
                                             sync::Change change) const {
  const auto rejected = co_await call.unit.first(statements::rejected_version, id);
  if (rejected && *rejected == change.base_version) {
    http::Call seen = call;
    seen.expected_versions = {*rejected};
    const auto refused = co_await review::reopen(seen, call.unit, submission_kind, id);
    if (refused) co_return *refused;
    ++change.base_version;
  }
  std::vector<sync::Conflict> conflicts;
  std::int64_t version = 0;
  const auto becomes = [&](const Submission& before) {
    version = before.version;
    return sync::changed<SubmissionContent>(before, change, conflicts);
  };
  const auto changed = co_await service_.update(call, id, becomes);
  if (!conflicts.empty())
    co_return sync::Conflicted{.id = id, .version = version, .fields = std::move(conflicts)};
  if (!changed) co_return changed.error();
  co_return done(call, *changed, false);
}

Task<sync::Result> SyncedSubmissions::submit(const http::Call&, std::int64_t) const {
  co_return field_failure(Code::validation_failed, "operation", "not_for_this_kind",
                          i18n::text("A submission is submitted by being created"));
}

Task<sync::Result> SyncedSubmissions::reopen(const http::Call&, std::int64_t) const {
  co_return field_failure(Code::validation_failed, "operation", "not_for_this_kind",
                          i18n::text("A rejected submission is reopened by being changed"));
}

Task<std::optional<std::int64_t>> SyncedSubmissions::find(const http::Call& call, Uuid uuid) const {
  const auto found = co_await known(call, std::move(uuid));
  if (!found) co_return std::nullopt;
  co_return found->id;
}

Task<std::vector<sync::Item>> SyncedSubmissions::page(const http::Call& call, std::int64_t after,
                                                      std::int64_t most) const {
  const auto own = co_await call.unit.all(statements::own_submissions, call.caller.user_id, after, most);
  co_return items(call, own);
}

Task<std::vector<sync::Item>> SyncedSubmissions::among(const http::Call& call,
                                                       std::vector<std::int64_t> ids) const {
  const auto own =
      co_await call.unit.all(statements::own_submissions_among, call.caller.user_id, std::move(ids));
  co_return items(call, own);
}

FillableForms::FillableForms() : Feed({.name = "forms", .record = form_record, .for_everybody = true}) {}

Task<std::vector<sync::Item>> FillableForms::page(const http::Call& call, std::int64_t after,
                                                  std::int64_t most) const {
  const auto versions = co_await call.unit.all(statements::fillable_after, after, most);
  co_return items(call, versions);
}

Task<std::vector<sync::Item>> FillableForms::among(const http::Call& call,
                                                   std::vector<std::int64_t> ids) const {
  const auto versions = co_await call.unit.all(statements::fillable_among, std::move(ids));
  co_return items(call, versions);
}

}  // namespace kpa::built_forms
