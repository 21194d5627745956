#include "features/bogie_checksheets/service.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "features/bogie_checksheets/details.hpp"
#include "features/bogie_checksheets/export_table.hpp"

namespace kpa::bogie_checksheets {
namespace {

namespace forms = maintenance_forms;

Life life_of(const NewBogieChecksheet& form) {
  const BogieDetails& details = form.bogie_details;
  return {.built = split_maker(details.maker_year_built.value_or("")),
          .incoming = split_incoming(details.incoming_div_and_date.value_or("")),
          .overhauled = details.date_of_ioh,
          .inspected = form.work_date};
}

UnderstoodBogieDetails understood(const BogieDetails& details, Life life) {
  return {details, std::move(life.built.maker), life.built.year, std::move(life.incoming.division),
          life.incoming.date};
}

/// What is written of a form, but for its header, with what the rules find in it.
WrittenBogieChecksheet with_findings(const NewBogieChecksheet& form) {
  const Life life = life_of(form);
  WrittenBogieChecksheet written;
  written.details = understood(form.bogie_details, life);
  written.conditions = all_conditions(form.bogie_checksheet, form.bmbc_checksheet);
  auto [findings, worst] = evaluate(life);
  auto seen = evaluate(written.conditions);
  std::ranges::move(seen.findings, std::back_inserter(findings));
  written.findings = schema::encoded(findings);
  written.worst_severity = std::max(worst, seen.worst);
  return written;
}

}  // namespace

Task<Outcome<forms::Made<BogieChecksheet>>> Service::store(const http::Call& call, Sent sent) const {
  const forms::ClientName name = forms::client_name(sent);
  auto written = co_await judged(call, call.unit, sent.form, nullptr);
  if (!written) {
    // A repeat is one also where it would be refused by now: the inspector may have moved on.
    const auto before = co_await forms::made_before(call, call.unit, statements, name);
    if (before) co_return *before;
    co_return written.error();
  }
  co_return co_await store_judged(call, name, std::move(sent.form), std::move(*written));
}

Task<Outcome<forms::Made<BogieChecksheet>>> Service::store_judged(const http::Call& call,
                                                                  forms::ClientName name,
                                                                  NewBogieChecksheet form,
                                                                  WrittenBogieChecksheet written) const {
  auto made = co_await forms::store_new(call, header, kind, statements, std::move(name), std::move(form),
                                        std::move(written));
  if (made && made->how == forms::How::now) forms::log_change(call, record_name, "created", made->form.id);
  co_return made;
}

Task<Outcome<BogieChecksheet>> Service::create(const http::Call& call, Sent sent) const {
  co_return forms::answered(kind.description().path, co_await store(call, std::move(sent)));
}

Task<Outcome<BogieChecksheet>> Service::amend(const http::Call& call, std::int64_t id,
                                              NewBogieChecksheet form) const {
  const auto refused = co_await review::refusal_to_amend(call, call.unit, kind, id);
  if (refused) co_return *refused;
  auto written = co_await judged(call, call.unit, form, nullptr);
  if (!written) co_return written.error();
  written->amends_id = id;
  const forms::ClientName unnamed;
  co_return forms::answered(kind.description().path,
                            co_await store_judged(call, unnamed, std::move(form), std::move(*written)));
}

Task<Outcome<http::Page<BogieChecksheet>>> Service::list(const http::Call& call,
                                                         BogieChecksheetQuery query) const {
  auto selection = co_await forms::filters_named(call, query, database_, directory_, statements.any_of);
  selection.where("bogie_no", query.bogie_no);
  const bool filtered = !selection.filters.empty();
  if (const auto placed = forms::place_for_caller(call, query, per_page_, selection); !placed)
    co_return placed.error();
  auto page = forms::page_of(selection, co_await statements.list.fetch(database_, selection));
  if (filtered) page.message = i18n::text("Filtered bogie checksheets fetched successfully.");
  co_return page;
}

Task<Outcome<http::Download>> Service::download(const http::Call& call, BogieChecksheetExport query) const {
  auto selection = co_await forms::filters_named(call, query, database_, directory_, statements.any_of);
  selection.where("bogie_no", query.bogie_no);
  co_return co_await forms::download(call, exports_, std::move(query), std::move(selection), database_,
                                     statements, export_table());
}

Task<Outcome<BogieChecksheet>> Service::get(const http::Call& call, std::int64_t id) const {
  auto form = co_await database_.first(statements.by_id, id, identity::viewer_of(call.caller));
  if (!form) co_return Problem{.code = Code::not_found};
  co_return std::move(*form);
}

Task<Outcome<BogieChecksheet>> Service::replace(const http::Call& call, std::int64_t id,
                                                NewBogieChecksheet form) const {
  return update(call, id, [form = std::move(form)](const BogieChecksheet&) { return form; });
}

Task<Outcome<BogieChecksheet>> Service::change(const http::Call& call, std::int64_t id,
                                               schema::Patch<NewBogieChecksheet> patch) const {
  return update(call, id, [patch = std::move(patch)](const BogieChecksheet& before) {
    return patch.applied_to(before);
  });
}

Task<Outcome<BogieChecksheet>> Service::update(const http::Call& call, std::int64_t id,
                                               Becomes becomes) const {
  const auto work = [&](db::Queries& unit) -> Task<Outcome<BogieChecksheet>> {
    auto before = co_await unit.first(statements.for_update, id, identity::viewer_of(call.caller));
    if (auto refused = forms::refusal(call, before ? &*before : nullptr)) co_return *refused;
    auto form = becomes(*before);
    if (!form) co_return form.error();
    auto written = co_await judged(call, unit, *form, &*before);
    if (!written) co_return written.error();
    co_return co_await forms::store_change(call, unit, statements, std::move(*before), *form,
                                           std::move(*written));
  };
  co_return forms::logged(call, record_name, "updated", co_await call.unit.transaction(work));
}

Task<Outcome<BogieChecksheet>> Service::submit(const http::Call& call, std::int64_t id) const {
  co_return forms::logged(call, record_name, "submitted",
                          co_await forms::take_step(call, kind, statements, id, review::submit));
}

Task<Outcome<BogieChecksheet>> Service::reopen(const http::Call& call, std::int64_t id) const {
  co_return forms::logged(call, record_name, "reopened",
                          co_await forms::take_step(call, kind, statements, id, review::reopen));
}

Task<Outcome<WrittenBogieChecksheet>> Service::judged(const http::Call& call, db::Queries& unit,
                                                      NewBogieChecksheet& form,
                                                      const BogieChecksheet* before) const {
  return forms::with_header<WrittenBogieChecksheet>(with_findings(form), form, before, header, directory_,
                                                    unit, call);
}

}  // namespace kpa::bogie_checksheets
