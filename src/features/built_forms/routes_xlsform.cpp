#include <utility>

#include "core/http/endpoint.hpp"
#include "core/i18n/text.hpp"
#include "features/built_forms/permissions.hpp"
#include "features/built_forms/routes.hpp"
#include "features/built_forms/service_forms.hpp"

namespace kpa::built_forms {
namespace {

constexpr std::string_view workbook_type =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
constexpr std::size_t most_workbook_bytes = 8U << 20U;

}  // namespace

void declare_xlsform_routes(http::Router& router, const Builder& builder) {
  using http::Call;
  using Id = std::int64_t;
  const http::Routes routes(router, "Forms");

  routes.post("/api/forms/import/xlsform")
      .operation("importXlsForm")
      .summary("Import a form from a workbook")
      .description(
          "An XLSForm (.xlsx) with the sheets survey, choices and settings. Types, groups, repeats, choices, "
          "translations, hints, conditions, constraints and calculations become those of a form here. What changes "
          "the form's meaning and has no counterpart is refused, all at once, under paths such as `survey!G12`; what "
          "only looks different is left out, and told in `remarks`.")
      .allow(permissions::build_forms)
      .once()
      .body_up_to(most_workbook_bytes)
      .text_body(std::string(workbook_type), "PK…")
      .answers<http::Envelope<ImportedForm>>(201, i18n::text("Form created successfully."))
      .handle([&builder](const Call& call, std::string file) {
        return builder.import_workbook(call, std::move(file));
      });

  routes.get("/api/forms/{id}/export/xlsform")
      .operation("exportXlsForm")
      .summary("Export a form's draft as a workbook")
      .description(
          "An XLSForm (.xlsx), for ODK, KoboToolbox and others, and for `POST /api/forms/import/xlsform`. Columns "
          "`kpa_…` hold what the standard has no place for; the sheet `kpa_notes` lists what others cannot do.")
      .allow(permissions::build_forms)
      .path<Id>("id", "Number of the form")
      .downloads(std::string(workbook_type), "PK…")
      .handle([&builder](const Call&, Id id) { return builder.export_workbook(id); });
}

}  // namespace kpa::built_forms
