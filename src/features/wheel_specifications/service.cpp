#include "features/wheel_specifications/service.hpp"

#include <utility>

#include "features/wheel_specifications/export_table.hpp"

namespace kpa::wheel_specifications {
namespace {

namespace forms = maintenance_forms;

/// What is written of a form, but for its header, with what the rules find in it.
Outcome<WrittenWheelSpecification> with_findings(const NewWheelSpecification& form) {
  const auto* rules = newest_rule_set(form.stock_type.value());
  if (rules == nullptr)
    return field_failure(Code::validation_failed, "stockType", "unknown_stock_type",
                         i18n::text("There are no limits for this type of stock"));
  const auto findings = evaluate(*rules, form.fields.values);
  WrittenWheelSpecification written;
  written.wheel_no = form.wheel_no;
  written.stock_type = rules->stock_type;
  written.rule_set_version = rules->version;
  written.measurements = form.fields.values;
  written.findings = schema::encoded(findings);
  written.worst_severity = worst_severity(findings);
  return written;
}

}  // namespace

Task<Outcome<forms::Made<WheelSpecification>>> Service::store(const http::Call& call, Sent sent) const {
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

Task<Outcome<forms::Made<WheelSpecification>>> Service::store_judged(
    const http::Call& call, forms::ClientName name, NewWheelSpecification form,
    WrittenWheelSpecification written) const {
  auto made = co_await forms::store_new(call, header, kind, statements, std::move(name), std::move(form),
                                        std::move(written));
  if (made && made->how == forms::How::now) forms::log_change(call, record_name, "created", made->form.id);
  co_return made;
}

Task<Outcome<WheelSpecification>> Service::create(const http::Call& call, Sent sent) const {
  co_return forms::answered(kind.description().path, co_await store(call, std::move(sent)));
}

Task<Outcome<WheelSpecification>> Service::amend(const http::Call& call, std::int64_t id,
                                                 NewWheelSpecification form) const {
  const auto refused = co_await review::refusal_to_amend(call, call.unit, kind, id);
  if (refused) co_return *refused;
  auto written = co_await judged(call, call.unit, form, nullptr);
  if (!written) co_return written.error();
  written->amends_id = id;
  const forms::ClientName unnamed;
  co_return forms::answered(kind.description().path,
                            co_await store_judged(call, unnamed, std::move(form), std::move(*written)));
}

Task<Outcome<http::Page<WheelSpecification>>> Service::list(const http::Call& call,
                                                            WheelSpecificationQuery query) const {
  auto selection = co_await forms::filters_named(call, query, database_, directory_, statements.any_of);
  selection.where("wheel_no", query.wheel_no);
  const bool filtered = !selection.filters.empty();
  if (const auto placed = forms::place_for_caller(call, query, per_page_, selection); !placed)
    co_return placed.error();
  auto page = forms::page_of(selection, co_await statements.list.fetch(database_, selection));
  if (filtered) page.message = i18n::text("Filtered wheel specifications fetched successfully.");
  co_return page;
}

Task<Outcome<http::Download>> Service::download(const http::Call& call,
                                                WheelSpecificationExport query) const {
  auto selection = co_await forms::filters_named(call, query, database_, directory_, statements.any_of);
  selection.where("wheel_no", query.wheel_no);
  co_return co_await forms::download(call, exports_, std::move(query), std::move(selection), database_,
                                     statements, export_table());
}

Task<Outcome<WheelSpecification>> Service::get(const http::Call& call, std::int64_t id) const {
  auto form = co_await database_.first(statements.by_id, id, identity::viewer_of(call.caller));
  if (!form) co_return Problem{.code = Code::not_found};
  co_return std::move(*form);
}

Task<Outcome<WheelSpecification>> Service::replace(const http::Call& call, std::int64_t id,
                                                   NewWheelSpecification form) const {
  return update(call, id, [form = std::move(form)](const WheelSpecification&) { return form; });
}

Task<Outcome<WheelSpecification>> Service::change(const http::Call& call, std::int64_t id,
                                                  schema::Patch<NewWheelSpecification> patch) const {
  return update(call, id, [patch = std::move(patch)](const WheelSpecification& before) {
    return patch.applied_to(before);
  });
}

Task<Outcome<WheelSpecification>> Service::update(const http::Call& call, std::int64_t id,
                                                  Becomes becomes) const {
  const auto work = [&](db::Queries& unit) -> Task<Outcome<WheelSpecification>> {
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

Task<Outcome<WheelSpecification>> Service::submit(const http::Call& call, std::int64_t id) const {
  co_return forms::logged(call, record_name, "submitted",
                          co_await forms::take_step(call, kind, statements, id, review::submit));
}

Task<Outcome<WheelSpecification>> Service::reopen(const http::Call& call, std::int64_t id) const {
  co_return forms::logged(call, record_name, "reopened",
                          co_await forms::take_step(call, kind, statements, id, review::reopen));
}

Task<Outcome<WrittenWheelSpecification>> Service::judged(const http::Call& call, db::Queries& unit,
                                                         NewWheelSpecification& form,
                                                         const WheelSpecification* before) const {
  if (!form.stock_type)
    form.stock_type = before == nullptr ? std::string(default_stock_type) : before->stock_type;
  return forms::with_header(with_findings(form), form, before, header, directory_, unit, call);
}

}  // namespace kpa::wheel_specifications
