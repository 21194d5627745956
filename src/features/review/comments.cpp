#include "features/review/comments.hpp"

#include <algorithm>
#include <utility>

#include "core/events/events.hpp"
#include "core/http/paging.hpp"
#include "core/schema/patch.hpp"
#include "features/review/actors.hpp"
#include "features/review/decisions.hpp"
#include "features/review/store_comments.hpp"

namespace kpa::review {
namespace {

/// The event of a comment is one of its record, in whose history it stands.
RawJson event_of(std::int64_t id, const std::optional<std::string>& field, const std::string& text) {
  std::string out = "{\"comment_id\":" + std::to_string(id) + ",\"field\":";
  if (field)
    schema::write_string(*field, out);
  else
    out += "null";
  out += ",\"text\":";
  schema::write_string(text, out);
  return {out + '}'};
}

}  // namespace

const records::Kind* Comments::kind_of(std::string_view slug) const {
  const records::Kind* kind = kinds_.of_slug(slug);
  return kind != nullptr && kind->reviewable() != nullptr ? kind : nullptr;
}

Task<Outcome<Comment>> Comments::write(const http::Call& call, KindName kind_name, std::int64_t id,
                                       NewComment comment) const {
  const records::Kind* kind = kind_of(kind_name.slug);
  if (kind == nullptr) co_return Problem{.code = Code::not_found};
  const std::string name(kind->description().name);
  const auto actors = co_await actors_of(database_, call.caller);
  const auto work = [&](db::Queries& unit) -> Task<Outcome<Comment>> {
    const auto seen = co_await lock(unit, *kind, id, actors);
    if (!seen) co_return Problem{.code = Code::not_found};
    Problem problem{.code = Code::validation_failed};
    std::optional<Comment> answered;
    if (comment.answers_id) {
      answered = co_await unit.first(store::comment, name, id, *comment.answers_id);
      if (!answered)
        problem.fields.push_back(
            {"answersId", "unknown_comment", {}, i18n::text("The record has no such comment")});
    }
    store::WrittenComment row{.kind = name,
                              .record_id = id,
                              .text = comment.text,
                              .field = answered ? answered->field : comment.field,
                              .answers_id = comment.answers_id,
                              .thread_id = answered ? std::optional(answered->thread_id) : std::nullopt,
                              .mentions = comment.mentions};
    if (comment.field) {
      const std::vector<Pin> pins(1, Pin{*comment.field, std::nullopt});
      auto unknown = co_await unknown_fields(unit, *kind, id, pins);
      for (FieldProblem& one : unknown) {
        one.path = "field";
        problem.fields.push_back(std::move(one));
      }
      if (answered && answered->field != comment.field)
        problem.fields.push_back({"field",
                                  "not_of_thread",
                                  {},
                                  i18n::text("Must be the field that the answered comment is about")});
    }
    if (!comment.mentions.empty()) {
      const auto known =
          co_await unit.all(store::mentionable, name, id, comment.mentions, identity::viewer_of(call.caller));
      for (std::size_t at = 0; at < comment.mentions.size(); ++at) {
        const std::int64_t person = comment.mentions[at];
        bool may = std::ranges::find(known, person) != known.end();
        if (may) {  // and the record must be there for them
          const auto as = co_await caller_for(unit, person);
          const auto theirs = co_await kind->reviewable()->find(unit, id, identity::viewer_of(as));
          may = theirs.has_value();
        }
        if (!may)
          problem.fields.push_back({"mentions[" + std::to_string(at) + "]",
                                    "unknown_person",
                                    {},
                                    i18n::text("There is nobody with this id who sees the record")});
      }
    }
    if (!problem.fields.empty()) co_return problem;
    auto made = co_await unit.first(store::insert_comment, call.caller.user_id, row);
    const RawJson event = event_of(made->id, made->field, made->text);
    RawJson nothing;
    kind->reviewable()->note(unit, events::origin_of(call), id, "commented", nothing, event);
    co_return std::move(made).value();
  };
  co_return co_await call.unit.transaction(work);
}

Task<Outcome<http::Page<Comment>>> Comments::page(const http::Call& call, KindName kind_name, std::int64_t id,
                                                  CommentQuery query) const {
  const records::Kind* kind = kind_of(kind_name.slug);
  if (kind == nullptr) co_return Problem{.code = Code::not_found};
  const auto actors = co_await actors_of(database_, call.caller);
  if (!co_await find(database_, *kind, id, actors)) co_return Problem{.code = Code::not_found};
  db::Selection selection;
  selection.where("kind", std::string(kind->description().name));
  selection.where("record", id);
  selection.where("field", query.field);
  selection.where("thread", query.thread);
  if (const auto placed = http::place(query, "id", per_page_, selection); !placed) co_return placed.error();
  auto listed = co_await store::comments.fetch(database_, selection);
  co_return http::Page<Comment>{
      .data = std::move(listed.rows),
      .pagination = http::pagination_of(selection, listed.total, listed.total_is_exact, listed.next)};
}

Task<Outcome<Comment>> Comments::edit(const http::Call& call, KindName kind_name, std::int64_t id,
                                      std::int64_t comment, EditedComment edited) const {
  const records::Kind* kind = kind_of(kind_name.slug);
  if (kind == nullptr) co_return Problem{.code = Code::not_found};
  const std::string name(kind->description().name);
  const auto actors = co_await actors_of(database_, call.caller);
  const auto work = [&](db::Queries& unit) -> Task<Outcome<Comment>> {
    const auto seen = co_await lock(unit, *kind, id, actors);
    if (!seen) co_return Problem{.code = Code::not_found};
    const auto before = co_await unit.first(store::comment, name, id, comment);
    if (!before || before->written_by != call.caller.user_id) co_return Problem{.code = Code::not_found};
    if (!call.expects(before->version)) co_return Problem{.code = Code::precondition_failed};
    if (before->text == edited.text) co_return *before;
    auto after = co_await unit.first(store::edit_comment, comment, edited.text);
    if (!after)
      co_return Problem{.code = Code::state_conflict,
                        .message = i18n::text("A comment can be edited for five minutes only.")};
    const RawJson was = event_of(comment, before->field, before->text);
    const RawJson is = event_of(comment, after->field, after->text);
    kind->reviewable()->note(unit, events::origin_of(call), id, "comment_edited", was, is);
    co_return std::move(after).value();
  };
  co_return co_await call.unit.transaction(work);
}

}  // namespace kpa::review

namespace kpa::schema {

using namespace review;

template <>
const Object<NewComment>& describe() {
  using C = NewComment;
  static const auto made =
      object<C>("NewComment")
          .field("text", &C::text, of_length(1, 2000), "What is to be said", "Please measure the gauge again")
          .field("field", &C::field, of_length(1, 200),
                 "Path of the field that it is about; the whole record when left out", "fields.wheelGauge")
          .field("answersId", &C::answers_id, "Id of the comment that it answers", nullptr)
          .field("mentions", &C::mentions, of_size<std::int64_t>(0, 20), "Ids of people whom it is meant for",
                 json::array())
          .or_default();
  return made;
}
template <>
const Object<EditedComment>& describe() {
  using C = EditedComment;
  static const auto made = object<C>("EditedComment")
                               .field("text", &C::text, of_length(1, 2000), "The new text",
                                      "Please measure the gauge again, at three places");
  return made;
}
template <>
const Object<Comment>& describe() {
  using C = Comment;
  static const auto made =
      object<C>("Comment")
          .field("id", &C::id, "Number of the comment", 1)
          .field("text", &C::text, "What it says", "Please measure the gauge again")
          .field("field", &C::field, "Path of the field that it is about", "fields.wheelGauge")
          .field("answersId", &C::answers_id, "Id of the comment that it answers", nullptr)
          .field("threadId", &C::thread_id, "Id of the comment that began the thread", 1)
          .field("mentions", &C::mentions, "Ids of the people whom it is meant for", json::array())
          .field("writtenBy", &C::written_by, "Id of its author", 123)
          .field("version", &C::version, "Incremented with each edit; the ETag is made from it", 1)
          .field("createdAt", &C::created_at, "When it was written")
          .field("editedAt", &C::edited_at, "When it was last edited")
          .versioned(&C::version);
  return made;
}
template <>
const Object<CommentQuery>& describe() {
  using C = CommentQuery;
  static const auto made = with_page(
      object<C>("CommentQuery")
          .field("field", &C::field, of_length(1, 200), "Only comments on this field", "fields.wheelGauge")
          .field("thread", &C::thread, "Only the thread that this comment began", 1),
      {"id"}, "id", "WyJpZCIsIjEiLDFd");
  return made;
}

}  // namespace kpa::schema
