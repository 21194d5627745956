#include <utility>

#include "core/http/endpoint.hpp"
#include "core/i18n/text.hpp"
#include "features/wheel_specifications/service.hpp"
#include "features/wheel_specifications/wheel_specifications.hpp"
#include "features/wheel_specifications/wire_rules.hpp"

namespace kpa::wheel_specifications {
namespace {

Task<Outcome<WheelRules>> rules_in_answer() { co_return wheel_rules(); }

}  // namespace

void WheelSpecifications::declare_routes(http::Router& router) {
  using http::Call;
  using i18n::text;
  using Answer = http::Envelope<WheelSpecification>;
  using Page = http::Page<WheelSpecification>;

  const Service& service = *service_;
  const http::Routes routes(router, "Wheel specifications",
                            "Measurements of wheels, with their tolerances and findings.");

  routes.post("/api/forms/wheel-specifications")
      .operation("createWheelSpecification")
      .summary("Store a wheel specification")
      .description(
          "Measurements outside the limits are accepted too; the answer reports them as `findings`. "
          "Send an `Idempotency-Key`, so that a repeat after a lost answer does not store the form "
          "twice.")
      .allow(maintenance_forms::permissions::submit_forms)
      .once()
      .body<Service::Sent>()
      .answers<Answer>(201, text("Wheel specification submitted successfully."))
      .fails_with({Code::form_number_taken, Code::conflict})
      .handle(
          [&service](const Call& call, Service::Sent sent) { return service.create(call, std::move(sent)); });

  routes.get("/api/forms/wheel-specifications")
      .operation("listWheelSpecifications")
      .summary("List wheel specifications")
      .description(
          "Users see their own forms; staff also see those that their `sight` covers. All filters must "
          "match.")
      .allow(maintenance_forms::permissions::view_forms)
      .query<WheelSpecificationQuery>()
      .answers<Page>(200, text("All wheel specifications fetched successfully."))
      .handle([&service](const Call& call, WheelSpecificationQuery query) {
        return service.list(call, std::move(query));
      });

  routes.get("/api/forms/wheel-specifications/export")
      .operation("exportWheelSpecifications")
      .summary("Export wheel specifications as CSV, workbook or JSON Lines")
      .description(maintenance_forms::about_exports)
      .allow(maintenance_forms::permissions::view_forms)
      .counts_as(http::LimitClass::export_)
      .query<WheelSpecificationExport>()
      .downloads(std::string(tables::media_type(tables::Format::csv)),
                 "\xEF\xBB\xBF"
                 "formNumber,id\r\n# end: 0 rows,\r\n")
      .or_downloads(std::string(tables::media_type(tables::Format::xlsx)))
      .or_downloads(std::string(tables::media_type(tables::Format::jsonl)))
      .handle([&service](const Call& call, WheelSpecificationExport query) {
        return service.download(call, std::move(query));
      });

  routes.get("/api/forms/wheel-specifications/rules")
      .operation("getWheelRules")
      .summary("Read the rules by which wheel specifications are judged")
      .description(
          "All that a client needs to tell the findings before the server does, without a network. Titles come in "
          "every language. The rules are part of the program, and devices get them by `GET /api/sync`, too.")
      .allow(maintenance_forms::permissions::view_forms)
      .answers<http::Envelope<WheelRules>>(200, text("Fetched successfully."))
      .handle([](const Call&) { return rules_in_answer(); });

  routes.get("/api/forms/wheel-specifications/{id}")
      .operation("getWheelSpecification")
      .summary("Read a wheel specification")
      .allow(maintenance_forms::permissions::view_forms)
      .path<std::int64_t>("id", "Number of the record")
      .answers<Answer>(200, text("Wheel specification fetched successfully."))
      .handle([&service](const Call& call, std::int64_t id) { return service.get(call, id); });

  routes.put("/api/forms/wheel-specifications/{id}")
      .operation("replaceWheelSpecification")
      .summary("Replace a saved wheel specification")
      .allow(maintenance_forms::permissions::submit_forms)
      .conditional()
      .path<std::int64_t>("id", "Number of the record")
      .body<NewWheelSpecification>()
      .answers<Answer>(200, text("Wheel specification updated successfully."))
      .fails_with({Code::form_number_taken, Code::state_conflict})
      .handle([&service](const Call& call, std::int64_t id, NewWheelSpecification form) {
        return service.replace(call, id, std::move(form));
      });

  routes.patch("/api/forms/wheel-specifications/{id}")
      .operation("updateWheelSpecification")
      .summary("Change members of a saved wheel specification")
      .description("A JSON Merge Patch (RFC 7396).")
      .allow(maintenance_forms::permissions::submit_forms)
      .conditional()
      .path<std::int64_t>("id", "Number of the record")
      .body<schema::Patch<NewWheelSpecification>>()
      .answers<Answer>(200, text("Wheel specification updated successfully."))
      .fails_with({Code::form_number_taken, Code::state_conflict})
      .handle([&service](const Call& call, std::int64_t id, schema::Patch<NewWheelSpecification> patch) {
        return service.change(call, id, std::move(patch));
      });

  routes.post("/api/forms/wheel-specifications/{id}/amend")
      .operation("amendWheelSpecification")
      .makes_in("/api/forms/wheel-specifications")
      .summary("Amend an approved wheel specification by a new one")
      .description(
          "What was approved never changes. The new form has a number of its own, refers to the approved one as "
          "`amendsId`, and goes through its own review. A form is amended once.")
      .allow(maintenance_forms::permissions::submit_forms)
      .once()
      .path<std::int64_t>("id", "Number of the approved record")
      .body<NewWheelSpecification>()
      .answers<Answer>(201, text("The amendment is stored; submit it for review."))
      .fails_with({Code::form_number_taken, Code::state_conflict, Code::conflict})
      .handle([&service](const Call& call, std::int64_t id, NewWheelSpecification form) {
        return service.amend(call, id, std::move(form));
      });

  routes.post("/api/forms/wheel-specifications/{id}/submit")
      .operation("submitWheelSpecification")
      .summary("Submit a saved wheel specification for review")
      .allow(maintenance_forms::permissions::submit_forms)
      .once()
      .conditional()
      .path<std::int64_t>("id", "Number of the record")
      .answers<Answer>(200, text("Wheel specification submitted for review."))
      .fails_with({Code::state_conflict})
      .handle([&service](const Call& call, std::int64_t id) { return service.submit(call, id); });
}

}  // namespace kpa::wheel_specifications
