#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include <boost/json/parse.hpp>

#include "features/maintenance_forms/service.hpp"
#include "features/sync/sync.hpp"

namespace kpa::maintenance_forms {

/// What devices do with one kind of form, by its use cases. `Service` is the kind's.
template <class Service, class NewForm, class Form, class WrittenForm>
class SyncedForms final : public sync::Kind {
 public:
  /// All arguments must outlive it.
  SyncedForms(const sync::Description& description, const Service& service,
              const Statements<Form, WrittenForm>& statements)
      : Kind(description), service_(service), statements_(statements) {}

  Task<sync::Result> create(const http::Call& call, Uuid uuid, boost::json::object content) const override {
    auto form = schema::decode_value<NewForm>(boost::json::value(std::move(content)));
    if (!form) co_return form.error();
    WithUuid<NewForm> sent{std::move(uuid), std::move(*form)};
    const boost::json::value mine = boost::json::parse(schema::encode(sent.form));
    auto made = co_await service_.store(call, std::move(sent));
    if (!made) co_return made.error();
    if (made->how == How::differs)
      co_return sync::Conflicted{.id = made->form.id,
                                 .version = made->form.version,
                                 .fields = sync::differences(mine, schema::part_of<NewForm>(made->form))};
    co_return done(call, made->form, made->how == How::before);
  }

  Task<sync::Result> change(const http::Call& call, std::int64_t id, sync::Change change) const override {
    std::vector<sync::Conflict> conflicts;
    std::int64_t version = 0;
    const auto becomes = [&](const Form& before) {
      version = before.version;
      return sync::changed<NewForm>(before, change, conflicts, "deviceTimes");
    };
    auto changed = co_await service_.update(call, id, becomes);
    if (!conflicts.empty())
      co_return sync::Conflicted{.id = id, .version = version, .fields = std::move(conflicts)};
    if (!changed) co_return changed.error();
    co_return done(call, *changed, false);
  }

  Task<sync::Result> submit(const http::Call& call, std::int64_t id) const override {
    auto submitted = co_await service_.submit(call, id);
    if (!submitted) co_return submitted.error();
    co_return done(call, *submitted, false);
  }

  Task<sync::Result> reopen(const http::Call& call, std::int64_t id) const override {
    auto reopened = co_await service_.reopen(call, id);
    if (!reopened) co_return reopened.error();
    co_return done(call, *reopened, false);
  }

  Task<std::optional<std::int64_t>> find(const http::Call& call, Uuid uuid) const override {
    const auto form = co_await call.unit.first(statements_.by_uuid, call.caller.user_id,
                                               identity::viewer_of(call.caller), std::move(uuid));
    if (!form) co_return std::nullopt;
    co_return form->id;
  }

  Task<std::vector<sync::Item>> page(const http::Call& call, std::int64_t after,
                                     std::int64_t most) const override {
    const auto forms = co_await call.unit.all(statements_.own, call.caller.user_id,
                                              identity::viewer_of(call.caller), after, most);
    co_return items(call, forms);
  }
  Task<std::vector<sync::Item>> among(const http::Call& call, std::vector<std::int64_t> ids) const override {
    const auto forms = co_await call.unit.all(statements_.own_among, call.caller.user_id,
                                              identity::viewer_of(call.caller), std::move(ids));
    co_return items(call, forms);
  }

 private:
  static RawJson record(const http::Call& call, const Form& form) {
    const i18n::Speech speech(call.language());
    return RawJson{schema::encode(form)};
  }
  static sync::Done done(const http::Call& call, const Form& form, bool was_there) {
    return {.id = form.id, .version = form.version, .was_there = was_there, .record = record(call, form)};
  }
  static std::vector<sync::Item> items(const http::Call& call, const std::vector<Form>& forms) {
    std::vector<sync::Item> all;
    for (const auto& form : forms)
      all.push_back({.id = form.id, .version = form.version, .record = record(call, form)});
    return all;
  }

  const Service& service_;
  const Statements<Form, WrittenForm>& statements_;
};

}  // namespace kpa::maintenance_forms
