#pragma once

#include <string>
#include <utility>

#include "core/http/endpoint.hpp"
#include "core/http/router.hpp"
#include "features/maintenance_forms/service.hpp"
#include "features/permissions/permissions.hpp"

namespace kpa::maintenance_forms {

/// `Wheel specification`, of `wheel specification`.
std::string capitalised(std::string text);
/// The path by which older clients know `path`; empty when there is none.
std::string older_path(const Names& names, const std::string& path);

/// Declares the endpoints of one kind of form. `accepted` says what is stored, and what is answered of it.
template <Kind K>
void declare_routes(http::Router& router, const Service<K>& service, const std::string& accepted) {
  using Form = typename K::Form;
  using NewForm = typename K::NewForm;
  using ListQuery = typename K::ListQuery;
  using Answer = http::Envelope<Form>;
  using http::Call;

  const Names& names = K::names;
  const std::string singular(names.singular), plural(names.plural);
  const std::string collection(names.path), one = collection + "/{id}";
  const std::string kind(names.schema);
  const http::Routes routes(router, capitalised(plural));

  routes.post(collection)
      .operation("create" + kind)
      .alias(older_path(names, collection))
      .summary("Store a " + singular)
      .description(accepted +
                   " Send an `Idempotency-Key`, so that a repeat after a lost answer stores nothing twice.")
      .allow(permissions::submit_forms)
      .once()
      .body<NewForm>()
      .template answers<Answer>(201, names.sentences.created)
      .fails_with({Code::form_number_taken})
      .handle([&service](const Call& call, NewForm form) { return service.create(call, std::move(form)); });

  routes.get(collection)
      .operation("list" + kind + 's')
      .alias(older_path(names, collection))
      .summary("List " + plural)
      .description("People see their own, staff as far as their sight goes. Filters combine.")
      .allow(permissions::view_forms)
      .query<ListQuery>()
      .template answers<http::Page<Form>>(200, names.sentences.listed)
      .handle([&service](const Call& call, ListQuery query) { return service.list(call, std::move(query)); });

  routes.get(one)
      .operation("get" + kind)
      .alias(older_path(names, one))
      .summary("Read a " + singular)
      .allow(permissions::view_forms)
      .path<std::int64_t>("id", "Number of the record")
      .answers<Answer>(200, names.sentences.fetched)
      .handle([&service](const Call& call, std::int64_t id) { return service.get(call, id); });

  routes.put(one)
      .operation("replace" + kind)
      .alias(older_path(names, one))
      .summary("Replace a saved " + singular)
      .allow(permissions::submit_forms)
      .conditional()
      .path<std::int64_t>("id", "Number of the record")
      .body<NewForm>()
      .template answers<Answer>(200, names.sentences.updated)
      .fails_with({Code::form_number_taken, Code::state_conflict})
      .handle([&service](const Call& call, std::int64_t id, NewForm form) {
        return service.replace(call, id, std::move(form));
      });

  routes.patch(one)
      .operation("update" + kind)
      .alias(older_path(names, one))
      .summary("Change members of a saved " + singular)
      .description("A JSON Merge Patch (RFC 7396).")
      .allow(permissions::submit_forms)
      .conditional()
      .path<std::int64_t>("id", "Number of the record")
      .body<schema::Patch<NewForm>>()
      .template answers<Answer>(200, names.sentences.updated)
      .fails_with({Code::form_number_taken, Code::state_conflict})
      .handle([&service](const Call& call, std::int64_t id, schema::Patch<NewForm> patch) {
        return service.change(call, id, std::move(patch));
      });

  routes.post(one + "/submit")
      .operation("submit" + kind)
      .alias(older_path(names, one + "/submit"))
      .summary("Submit a saved " + singular + " for review")
      .allow(permissions::submit_forms)
      .once()
      .conditional()
      .path<std::int64_t>("id", "Number of the record")
      .answers<Answer>(200, names.sentences.submitted)
      .fails_with({Code::state_conflict})
      .handle([&service](const Call& call, std::int64_t id) { return service.submit(call, id); });

  routes.get(one + "/history")
      .operation("list" + kind + "History")
      .alias(older_path(names, one + "/history"))
      .summary("Read everything that happened to a " + singular)
      .description(
          "By pages, the oldest entry first unless `sort` says otherwise. Where `archived_until` is not null, "
          "older entries were taken out of the database, and an administrator has them in archives.")
      .allow(permissions::view_forms)
      .path<std::int64_t>("id", "Number of the record")
      .query<events::HistoryQuery>()
      .answers<events::Page<events::Entry>>(200, i18n::text("History fetched successfully."))
      .handle([&service](const Call& call, std::int64_t id, events::HistoryQuery query) {
        return service.history(call, id, std::move(query));
      });
}

}  // namespace kpa::maintenance_forms
