#include "features/wheel_specifications/routes.hpp"

namespace kpa::wheel_specifications {
namespace {

using Answer = http::Envelope<WheelSpecification>;
using http::Call;
using http::Role;

constexpr auto collection = "/api/forms/wheel-specifications";
constexpr auto one = "/api/forms/wheel-specifications/{id}";

Task<Outcome<http::Whole<events::Entry>>> history(const Service& service, const Call& call, std::int64_t id) {
  auto entries = co_await service.history(call, id);
  if (!entries) co_return entries.error();
  co_return http::Whole<events::Entry>{.message = {}, .data = std::move(*entries)};
}

}  // namespace

void declare_routes(http::Router& router, const Service& service) {
  const http::Routes routes(router, "Wheel specifications");

  routes.post(collection)
      .summary("Store a wheel specification")
      .description(
          "Measurements within and outside the limits are accepted; what the limits say of them is answered as "
          "`findings`. Send an `Idempotency-Key`, so that a repeat after a lost answer stores nothing twice.")
      .allow(Role::user)
      .once()
      .body<NewWheelSpecification>()
      .answers<Answer>(201, "Wheel specification submitted successfully.")
      .fails_with({Code::form_number_taken})
      .handle([&service](const Call& call, NewWheelSpecification form) {
        return service.create(call, std::move(form));
      });

  routes.get(collection)
      .summary("List wheel specifications")
      .description("People see their own, staff see all. Filters combine.")
      .allow(Role::user)
      .query<ListQuery>()
      .answers<http::Page<WheelSpecification>>(200, "All wheel specifications fetched successfully.")
      .handle([&service](const Call& call, ListQuery query) { return service.list(call, std::move(query)); });

  routes.get(one)
      .summary("Read a wheel specification")
      .allow(Role::user)
      .path<std::int64_t>("id", "Number of the record")
      .answers<Answer>(200, "Wheel specification fetched successfully.")
      .handle([&service](const Call& call, std::int64_t id) { return service.get(call, id); });

  routes.put(one)
      .summary("Replace a saved wheel specification")
      .allow(Role::user)
      .conditional()
      .path<std::int64_t>("id", "Number of the record")
      .body<NewWheelSpecification>()
      .answers<Answer>(200, "Wheel specification updated successfully.")
      .fails_with({Code::form_number_taken, Code::state_conflict})
      .handle([&service](const Call& call, std::int64_t id, NewWheelSpecification form) {
        return service.replace(call, id, std::move(form));
      });

  routes.patch(one)
      .summary("Change members of a saved wheel specification")
      .description("A JSON Merge Patch (RFC 7396).")
      .allow(Role::user)
      .conditional()
      .path<std::int64_t>("id", "Number of the record")
      .body<schema::Patch<NewWheelSpecification>>()
      .answers<Answer>(200, "Wheel specification updated successfully.")
      .fails_with({Code::form_number_taken, Code::state_conflict})
      .handle([&service](const Call& call, std::int64_t id, schema::Patch<NewWheelSpecification> patch) {
        return service.change(call, id, std::move(patch));
      });

  routes.post("/api/forms/wheel-specifications/{id}/submit")
      .summary("Submit a saved wheel specification for review")
      .allow(Role::user)
      .once()
      .conditional()
      .path<std::int64_t>("id", "Number of the record")
      .answers<Answer>(200, "Wheel specification submitted for review.")
      .fails_with({Code::state_conflict})
      .handle([&service](const Call& call, std::int64_t id) { return service.submit(call, id); });

  routes.get("/api/forms/wheel-specifications/{id}/history")
      .summary("Read everything that happened to a wheel specification")
      .allow(Role::user)
      .path<std::int64_t>("id", "Number of the record")
      .answers<http::Whole<events::Entry>>(200, "History fetched successfully.")
      .handle([&service](const Call& call, std::int64_t id) { return history(service, call, id); });
}

}  // namespace kpa::wheel_specifications
