#include <utility>

#include "core/http/endpoint.hpp"
#include "core/i18n/text.hpp"
#include "features/built_forms/permissions.hpp"
#include "features/built_forms/routes.hpp"
#include "features/built_forms/service_forms.hpp"

namespace kpa::built_forms {

void declare_form_routes(http::Router& router, const Builder& builder) {
  using http::Call;
  using i18n::text;
  using Id = std::int64_t;
  using Answer = http::Envelope<WholeForm>;
  const http::Routes routes(router, "Forms",
                            "Forms that people build: fields with rules, and published versions of them.");

  routes.get("/api/forms")
      .operation("listForms")
      .summary("List forms")
      .description("Staff see all forms, others those that can be filled in.")
      .allow(permissions::read_forms)
      .query<FormQuery>()
      .answers<http::Page<ListedForm>>(200, text("Forms fetched successfully."))
      .handle([&builder](const Call& call, FormQuery query) { return builder.list(call, std::move(query)); });

  routes.post("/api/forms")
      .operation("createForm")
      .summary("Create a form")
      .description("The form is a draft until it is published.")
      .allow(permissions::build_forms)
      .once()
      .body<Definition>()
      .answers<Answer>(201, text("Form created successfully."))
      .handle(
          [&builder](const Call& call, Definition form) { return builder.create(call, std::move(form)); });

  routes.post("/api/forms/import")
      .operation("importForm")
      .makes_in("/api/forms")
      .summary("Import a form")
      .description("Creates a form from what `GET /api/forms/{id}/export` answered, here or elsewhere.")
      .allow(permissions::build_forms)
      .once()
      .body<Definition>()
      .answers<Answer>(201, text("Form created successfully."))
      .handle(
          [&builder](const Call& call, Definition form) { return builder.create(call, std::move(form)); });

  routes.get("/api/forms/field-types")
      .operation("listFieldTypes")
      .summary("List the types of field")
      .description("With the rules of each, for pages on which forms are built.")
      .allow(permissions::build_forms)
      .answers<http::Whole<FieldTypeInfo>>(200, text("Field types fetched successfully."))
      .handle([&builder](const Call&) -> Task<Outcome<http::Whole<FieldTypeInfo>>> {
        co_return builder.field_types();
      });

  routes.get("/api/forms/{id}")
      .operation("getForm")
      .summary("Read a form")
      .allow(permissions::read_forms)
      .path<Id>("id", "Number of the form")
      .answers<Answer>(200, text("Form fetched successfully."))
      .handle([&builder](const Call& call, Id id) { return builder.get(call, id); });

  routes.patch("/api/forms/{id}")
      .operation("updateForm")
      .summary("Change a form's title and what else is not a field")
      .description("A JSON Merge Patch (RFC 7396).")
      .allow(permissions::build_forms)
      .conditional()
      .path<Id>("id", "Number of the form")
      .body<schema::Patch<FormHeader>>()
      .answers<Answer>(200, text("Form updated successfully."))
      .handle([&builder](const Call& call, Id id, schema::Patch<FormHeader> patch) {
        return builder.change(call, id, std::move(patch));
      });

  routes.remove("/api/forms/{id}")
      .operation("deleteForm")
      .summary("Deactivate a form")
      .description("It can no longer be filled in. What was submitted stays, and `is_active` brings it back.")
      .allow(permissions::build_forms)
      .conditional()
      .path<Id>("id", "Number of the form")
      .answers<Answer>(200, text("Form deactivated."))
      .handle([&builder](const Call& call, Id id) { return builder.deactivate(call, id); });

  routes.put("/api/forms/{id}/fields")
      .operation("replaceFormFields")
      .summary("Replace the fields of a form's draft")
      .description(
          "The whole list, so that adding, changing, removing and reordering are one step. Send `If-Match` "
          "with the ETag of the form, so that two people who build it do not overwrite each other.")
      .allow(permissions::build_forms)
      .conditional()
      .path<Id>("id", "Number of the form")
      .body<FieldList>()
      .answers<Answer>(200, text("Form updated successfully."))
      .handle([&builder](const Call& call, Id id, FieldList list) {
        return builder.replace_fields(call, id, std::move(list));
      });

  routes.post("/api/forms/{id}/publish")
      .operation("publishForm")
      .summary("Publish a form's draft as its newest version")
      .description(
          "A version never changes. What was filled in on an earlier one is judged by that. If nothing has changed "
          "since the newest version, that is answered.")
      .allow(permissions::build_forms)
      .once()
      .conditional()
      .path<Id>("id", "Number of the form")
      .answers<http::Envelope<ListedVersion>>(200, text("Form published."))
      .handle([&builder](const Call& call, Id id) { return builder.publish(call, id); });

  routes.post("/api/forms/{id}/try")
      .operation("tryForm")
      .summary("Try a form's draft on the newest submissions")
      .description(
          "Judges the newest 1,000 submissions that you may see by the draft, and lists which would be refused, lose answers or have "
          "others. Stores nothing.")
      .allow(permissions::build_forms)
      .path<Id>("id", "Number of the form")
      .answers<http::Envelope<Trial>>(200, text("Draft tried."))
      .handle([&builder](const Call& call, Id id) { return builder.attempt(call, id); });

  routes.get("/api/forms/{id}/versions")
      .operation("listFormVersions")
      .summary("List a form's published versions")
      .description("The newest first.")
      .allow(permissions::read_forms)
      .path<Id>("id", "Number of the form")
      .answers<http::Whole<ListedVersion>>(200, text("Versions fetched successfully."))
      .handle([&builder](const Call& call, Id id) { return builder.list_versions(call, id); });

  routes.get("/api/forms/{id}/versions/{form_version}")
      .operation("getFormVersion")
      .summary("Read a published version of a form")
      .description("With all that is needed to fill it in without network. It never changes.")
      .allow(permissions::read_forms)
      .path<Id>("id", "Number of the form")
      .path<Id>("form_version", "Number of the version")
      .answers<http::Envelope<WholeVersion>>(200, text("Version fetched successfully."))
      .handle(
          [&builder](const Call& call, Id id, Id version) { return builder.get_version(call, id, version); });

  routes.get("/api/forms/{id}/schema")
      .operation("getFormSchema")
      .summary("Read the JSON Schema of a form's answers")
      .description(
          "JSON Schema 2020-12 of `submission_data`. It cannot say what depends on other answers or on the day: the "
          "server refuses more than it.")
      .allow(permissions::read_forms)
      .path<Id>("id", "Number of the form")
      .query<SchemaQuery>()
      .answers<RawJson>()
      .handle([&builder](const Call& call, Id id, SchemaQuery query) {
        return builder.json_schema(call, id, query);
      });

  routes.get("/api/forms/{id}/export")
      .operation("exportForm")
      .summary("Export a form's draft")
      .description("As `POST /api/forms/import` takes it.")
      .allow(permissions::build_forms)
      .path<Id>("id", "Number of the form")
      .answers<Definition>()
      .handle([&builder](const Call&, Id id) { return builder.export_draft(id); });
}

}  // namespace kpa::built_forms
