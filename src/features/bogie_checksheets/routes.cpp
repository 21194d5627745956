#include "features/bogie_checksheets/routes.hpp"

namespace kpa::bogie_checksheets {
namespace {

using Answer = http::Envelope<BogieChecksheet>;
using http::Call;
using http::Role;

// Older clients leave out the last letter.
constexpr auto collection = "/api/forms/bogie-checksheets";
constexpr auto collection_alias = "/api/forms/bogie-checksheet";
constexpr auto one = "/api/forms/bogie-checksheets/{id}";
constexpr auto one_alias = "/api/forms/bogie-checksheet/{id}";

Task<Outcome<http::Whole<events::Entry>>> history(const Service& service, const Call& call, std::int64_t id) {
  auto entries = co_await service.history(call, id);
  if (!entries) co_return entries.error();
  co_return http::Whole<events::Entry>{.message = {}, .data = std::move(*entries)};
}

}  // namespace

void declare_routes(http::Router& router, const Service& service) {
  const http::Routes routes(router, "Bogie checksheets");

  routes.post(collection)
      .alias(collection_alias)
      .summary("Store a bogie checksheet")
      .description(
          "Every condition of the vocabulary is accepted; the components that need attention are answered as "
          "`findings`. Send an `Idempotency-Key`, so that a repeat after a lost answer stores nothing twice.")
      .allow(Role::user)
      .once()
      .body<NewBogieChecksheet>()
      .answers<Answer>(201, "Bogie checksheet submitted successfully.")
      .fails_with({Code::form_number_taken})
      .handle([&service](const Call& call, NewBogieChecksheet form) {
        return service.create(call, std::move(form));
      });

  routes.get(collection)
      .alias(collection_alias)
      .summary("List bogie checksheets")
      .description("People see their own, staff see all. Filters combine.")
      .allow(Role::user)
      .query<ListQuery>()
      .answers<http::Page<BogieChecksheet>>(200, "All bogie checksheets fetched successfully.")
      .handle([&service](const Call& call, ListQuery query) { return service.list(call, std::move(query)); });

  routes.get(one)
      .alias(one_alias)
      .summary("Read a bogie checksheet")
      .allow(Role::user)
      .path<std::int64_t>("id", "Number of the record")
      .answers<Answer>(200, "Bogie checksheet fetched successfully.")
      .handle([&service](const Call& call, std::int64_t id) { return service.get(call, id); });

  routes.put(one)
      .alias(one_alias)
      .summary("Replace a saved bogie checksheet")
      .allow(Role::user)
      .conditional()
      .path<std::int64_t>("id", "Number of the record")
      .body<NewBogieChecksheet>()
      .answers<Answer>(200, "Bogie checksheet updated successfully.")
      .fails_with({Code::form_number_taken, Code::state_conflict})
      .handle([&service](const Call& call, std::int64_t id, NewBogieChecksheet form) {
        return service.replace(call, id, std::move(form));
      });

  routes.patch(one)
      .alias(one_alias)
      .summary("Change members of a saved bogie checksheet")
      .description("A JSON Merge Patch (RFC 7396).")
      .allow(Role::user)
      .conditional()
      .path<std::int64_t>("id", "Number of the record")
      .body<schema::Patch<NewBogieChecksheet>>()
      .answers<Answer>(200, "Bogie checksheet updated successfully.")
      .fails_with({Code::form_number_taken, Code::state_conflict})
      .handle([&service](const Call& call, std::int64_t id, schema::Patch<NewBogieChecksheet> patch) {
        return service.change(call, id, std::move(patch));
      });

  routes.post("/api/forms/bogie-checksheets/{id}/submit")
      .alias("/api/forms/bogie-checksheet/{id}/submit")
      .summary("Submit a saved bogie checksheet for review")
      .allow(Role::user)
      .once()
      .conditional()
      .path<std::int64_t>("id", "Number of the record")
      .answers<Answer>(200, "Bogie checksheet submitted for review.")
      .fails_with({Code::state_conflict})
      .handle([&service](const Call& call, std::int64_t id) { return service.submit(call, id); });

  routes.get("/api/forms/bogie-checksheets/{id}/history")
      .alias("/api/forms/bogie-checksheet/{id}/history")
      .summary("Read everything that happened to a bogie checksheet")
      .allow(Role::user)
      .path<std::int64_t>("id", "Number of the record")
      .answers<http::Whole<events::Entry>>(200, "History fetched successfully.")
      .handle([&service](const Call& call, std::int64_t id) { return history(service, call, id); });
}

}  // namespace kpa::bogie_checksheets
