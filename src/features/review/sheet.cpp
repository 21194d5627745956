#include <utility>

#include <boost/json/parse.hpp>

#include "features/review/decisions.hpp"
#include "features/review/differences.hpp"
#include "features/review/hints.hpp"
#include "features/review/queue.hpp"
#include "features/review/store.hpp"

namespace kpa::review {
namespace {

namespace json = boost::json;

constexpr std::int64_t most_earlier = 5;

/// The steps that somebody may take on the record, if they come with all that these need.
std::vector<Transition> open_steps(const Workflow& workflow, const Attempt& attempt) {
  std::vector<Transition> all;
  for (const Rule& rule : workflow.rules)
    if (is_open(rule, attempt)) all.push_back(rule.transition);
  return all;
}

std::vector<EarlierRecord> beside(const records::Kind& kind, std::vector<records::Earlier> earlier,
                                  const json::value& content) {
  std::vector<EarlierRecord> all;
  for (records::Earlier& record : earlier) {
    EarlierRecord one{.id = record.id,
                      .title = std::move(record.title),
                      .status = status_of(kind, record.status),
                      .created_at = std::move(record.created_at),
                      .content = std::move(record.content)};
    one.differences = differences(json::parse(one.content.text), content);
    all.push_back(std::move(one));
  }
  return all;
}

json::value value_of(const std::optional<RawJson>& text) {
  return text ? json::parse(text->text) : json::value();
}

}  // namespace

Task<Outcome<Sheet>> Queue::sheet(const http::Call& call, KindName kind_name, std::int64_t id) const {
  const records::Kind* kind = kinds_.of_slug(kind_name.slug);
  if (kind == nullptr || kind->reviewable() == nullptr) co_return Problem{.code = Code::not_found};
  const auto actors = co_await actors_of(database_, call.caller);
  const auto seen = co_await find(database_, *kind, id, actors);
  if (!seen) co_return Problem{.code = Code::not_found};
  const records::Reviewed& record = seen->record;
  const std::string name(kind->description().name);
  const auto open = co_await database_.first(store::open_review, name, id);
  const Workflow& in_force = open ? workflow(open->workflow) : newest_workflow();

  Sheet sheet;
  sheet.kind = kind_name.slug;
  sheet.id = id;
  sheet.title = record.title;
  sheet.status = status_of(*kind, record.status);
  sheet.version = record.version;
  sheet.revision = record.revision;
  if (open) sheet.assigned_to = open->assigned_to;
  sheet.inspector = record.inspector;
  sheet.created_by = record.created_by;
  sheet.depot_id = record.depot_id;
  sheet.severity = record.severity;
  sheet.workflow = in_force.version;
  sheet.subject = record.subject;
  sheet.amends_id = record.amends_id;
  sheet.amended_by = record.amended_by;
  const Attempt attempt{.status = sheet.status,
                        .severity = record.severity,
                        .role = call.caller.role,
                        .own = is_own(record, call.caller, seen->actor)};
  sheet.open_transitions = open_steps(in_force, attempt);

  const auto filled = co_await kind->reviewable()->filled(database_, id);
  if (!filled) co_return Problem{.code = Code::not_found};
  sheet.content = filled->content;
  const json::value content = json::parse(filled->content.text);
  if (record.rejection) {
    sheet.rejection = Encoded<Rejection>{*record.rejection};
    const auto rejected = json::parse(record.rejection->text).at("version").to_number<std::int64_t>();
    auto changes = co_await changed_since(database_, *kind, record, rejected);
    std::erase_if(changes, [](const Difference& one) { return one.field == "status"; });
    sheet.changed_since_rejection = std::move(changes);
  }
  sheet.decisions = co_await database_.all(store::decisions, name, id);
  auto earlier = co_await kind->reviewable()->earlier(database_, id, identity::viewer_of(seen->actor.caller),
                                                      most_earlier);
  sheet.earlier = beside(*kind, std::move(earlier), content);
  if (call.caller.is_staff() && !attempt.own)
    for (Hint& hint : hints(content, value_of(filled->timing)))
      sheet.hints.push_back({std::move(hint.code), std::move(hint.message)});
  co_return sheet;
}

}  // namespace kpa::review
