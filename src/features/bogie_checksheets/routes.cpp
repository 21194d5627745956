#include <utility>

#include "core/http/endpoint.hpp"
#include "core/i18n/text.hpp"
#include "features/bogie_checksheets/bogie_checksheets.hpp"
#include "features/bogie_checksheets/service.hpp"
#include "features/bogie_checksheets/wire_rules.hpp"

namespace kpa::bogie_checksheets {
namespace {

Task<Outcome<BogieRules>> rules_in_answer() { co_return bogie_rules(); }

}  // namespace

void BogieChecksheets::declare_routes(http::Router& router) {
  using http::Call;
  using i18n::text;
  using Answer = http::Envelope<BogieChecksheet>;
  using Page = http::Page<BogieChecksheet>;

  const Service& service = *service_;
  const http::Routes routes(
      router, "Bogie checksheets",
      "Conditions of bogies and of bogie mounted brake cylinders, with their findings.");

  routes.post("/api/forms/bogie-checksheets")
      .operation("createBogieChecksheet")
      .alias("/api/forms/bogie-checksheet")
      .summary("Store a bogie checksheet")
      .description(
          "All known conditions are accepted; the answer reports components that need attention as "
          "`findings`. Send an `Idempotency-Key`, so that a repeat after a lost answer does not store "
          "the form twice.")
      .allow(maintenance_forms::permissions::submit_forms)
      .once()
      .body<Service::Sent>()
      .answers<Answer>(201, text("Bogie checksheet submitted successfully."))
      .fails_with({Code::form_number_taken, Code::conflict})
      .handle(
          [&service](const Call& call, Service::Sent sent) { return service.create(call, std::move(sent)); });

  routes.get("/api/forms/bogie-checksheets")
      .operation("listBogieChecksheets")
      .alias("/api/forms/bogie-checksheet")
      .summary("List bogie checksheets")
      .description(
          "Users see their own forms; staff also see those that their `sight` covers. All filters must "
          "match.")
      .allow(maintenance_forms::permissions::view_forms)
      .query<BogieChecksheetQuery>()
      .answers<Page>(200, text("All bogie checksheets fetched successfully."))
      .handle([&service](const Call& call, BogieChecksheetQuery query) {
        return service.list(call, std::move(query));
      });

  routes.get("/api/forms/bogie-checksheets/export")
      .operation("exportBogieChecksheets")
      .alias("/api/forms/bogie-checksheet/export")
      .summary("Export bogie checksheets as CSV, workbook or JSON Lines")
      .description(maintenance_forms::about_exports)
      .allow(maintenance_forms::permissions::view_forms)
      .counts_as(http::LimitClass::export_)
      .query<BogieChecksheetExport>()
      .downloads(std::string(tables::media_type(tables::Format::csv)),
                 "\xEF\xBB\xBF"
                 "formNumber,id\r\n# end: 0 rows,\r\n")
      .or_downloads(std::string(tables::media_type(tables::Format::xlsx)))
      .or_downloads(std::string(tables::media_type(tables::Format::jsonl)))
      .handle([&service](const Call& call, BogieChecksheetExport query) {
        return service.download(call, std::move(query));
      });

  routes.get("/api/forms/bogie-checksheets/rules")
      .operation("getBogieRules")
      .alias("/api/forms/bogie-checksheet/rules")
      .summary("Read the rules by which bogie checksheets are judged")
      .description(
          "All that a client needs to tell the findings before the server does, without a network. Titles come in "
          "every language. The rules are part of the program, and devices get them by `GET /api/sync`, too.")
      .allow(maintenance_forms::permissions::view_forms)
      .answers<http::Envelope<BogieRules>>(200, text("Fetched successfully."))
      .handle([](const Call&) { return rules_in_answer(); });

  routes.get("/api/forms/bogie-checksheets/{id}")
      .operation("getBogieChecksheet")
      .alias("/api/forms/bogie-checksheet/{id}")
      .summary("Read a bogie checksheet")
      .allow(maintenance_forms::permissions::view_forms)
      .path<std::int64_t>("id", "Number of the record")
      .answers<Answer>(200, text("Bogie checksheet fetched successfully."))
      .handle([&service](const Call& call, std::int64_t id) { return service.get(call, id); });

  routes.put("/api/forms/bogie-checksheets/{id}")
      .operation("replaceBogieChecksheet")
      .alias("/api/forms/bogie-checksheet/{id}")
      .summary("Replace a saved bogie checksheet")
      .allow(maintenance_forms::permissions::submit_forms)
      .conditional()
      .path<std::int64_t>("id", "Number of the record")
      .body<NewBogieChecksheet>()
      .answers<Answer>(200, text("Bogie checksheet updated successfully."))
      .fails_with({Code::form_number_taken, Code::state_conflict})
      .handle([&service](const Call& call, std::int64_t id, NewBogieChecksheet form) {
        return service.replace(call, id, std::move(form));
      });

  routes.patch("/api/forms/bogie-checksheets/{id}")
      .operation("updateBogieChecksheet")
      .alias("/api/forms/bogie-checksheet/{id}")
      .summary("Change members of a saved bogie checksheet")
      .description("A JSON Merge Patch (RFC 7396).")
      .allow(maintenance_forms::permissions::submit_forms)
      .conditional()
      .path<std::int64_t>("id", "Number of the record")
      .body<schema::Patch<NewBogieChecksheet>>()
      .answers<Answer>(200, text("Bogie checksheet updated successfully."))
      .fails_with({Code::form_number_taken, Code::state_conflict})
      .handle([&service](const Call& call, std::int64_t id, schema::Patch<NewBogieChecksheet> patch) {
        return service.change(call, id, std::move(patch));
      });

  routes.post("/api/forms/bogie-checksheets/{id}/amend")
      .alias("/api/forms/bogie-checksheet/{id}/amend")
      .operation("amendBogieChecksheet")
      .makes_in("/api/forms/bogie-checksheets")
      .summary("Amend an approved bogie checksheet by a new one")
      .description(
          "What was approved never changes. The new form has a number of its own, refers to the approved one as "
          "`amendsId`, and goes through its own review. A form is amended once.")
      .allow(maintenance_forms::permissions::submit_forms)
      .once()
      .path<std::int64_t>("id", "Number of the approved record")
      .body<NewBogieChecksheet>()
      .answers<Answer>(201, text("The amendment is stored; submit it for review."))
      .fails_with({Code::form_number_taken, Code::state_conflict, Code::conflict})
      .handle([&service](const Call& call, std::int64_t id, NewBogieChecksheet form) {
        return service.amend(call, id, std::move(form));
      });

  routes.post("/api/forms/bogie-checksheets/{id}/submit")
      .operation("submitBogieChecksheet")
      .alias("/api/forms/bogie-checksheet/{id}/submit")
      .summary("Submit a saved bogie checksheet for review")
      .allow(maintenance_forms::permissions::submit_forms)
      .once()
      .conditional()
      .path<std::int64_t>("id", "Number of the record")
      .answers<Answer>(200, text("Bogie checksheet submitted for review."))
      .fails_with({Code::state_conflict})
      .handle([&service](const Call& call, std::int64_t id) { return service.submit(call, id); });
}

}  // namespace kpa::bogie_checksheets
