#include <utility>

#include "core/http/endpoint.hpp"
#include "features/people/permissions.hpp"
#include "features/people/routes.hpp"
#include "features/people/service_export.hpp"
#include "features/people/service_imports.hpp"

namespace kpa::people {

void declare_file_routes(http::Router& router, const Imports& imports, const Export& exported) {
  using http::Call;
  const http::Routes routes(router, "Users");

  routes.post("/api/users/imports")
      .operation("importUsers")
      .summary("Import users from a CSV file")
      .description(
          "The first row names the columns, in any order: `phone_number`, `first_name` and "
          "`last_name`, and optionally any other field of a user that can be written. `manager` is the "
          "employee id or phone number of a user or of another person in the file; `depot` is a code. "
          "Column names may be in any case, with or without spaces. The separator is a comma, "
          "semicolon, tab or vertical bar. Empty rows and columns are skipped. UTF-8, at most 100,000 "
          "people and 32 MiB. The file is processed after the answer: GET its Location to see the "
          "progress. Either everybody in it is imported or nobody; in the latter case all problems are "
          "reported by row and column. The users have no password yet and set one with a one-time code "
          "or link. Staff can import regular users, into depots that they may see. `dry_run=true` only "
          "checks the file.")
      .allow(permissions::create_users)
      .once()
      .body_up_to(most_file_bytes)
      .query<ImportQuery>()
      .receives<ReceivedFile>(
          "text/csv",
          "phone_number,first_name,last_name,employee_id,department,manager\r\n"
          "+919876500001,Meera,Das,KGP-004711,Carriage and Wagon,\r\n"
          "+919876500002,Ravi,Kumar,KGP-004712,Carriage and Wagon,KGP-004711\r\n",
          [&](const Call& call, http::BodyStream body) { return imports.receive(call, body); },
          [&](ReceivedFile file) { return imports.drop(std::move(file)); })
      .answers<Import>(202)
      .fails_with({Code::too_many_requests})
      .handle([&](const Call& call, ImportQuery query, ReceivedFile file) {
        return imports.accept(call, query, std::move(file));
      });

  routes.get("/api/users/imports/{id}")
      .operation("getUserImport")
      .summary("Show the progress and result of an import")
      .description("You see your own imports; superusers see all. Kept for 30 days after the end.")
      .allow(permissions::view_imports)
      .path<std::int64_t>("id", "Number of the import")
      .answers<Import>()
      .handle([&](const Call& call, std::int64_t id) { return imports.find(call, id); });

  routes.get("/api/users/export")
      .operation("exportUsers")
      .summary("Export users as CSV, workbook or JSON Lines")
      .description(
          "Staff export the people whom they may see. The columns are those of an import, so a CSV file "
          "can be imported again. A cell that a spreadsheet would run as a formula gets an apostrophe "
          "in front, which an import removes; phone numbers are not changed. The file begins with a "
          "byte order mark, so that spreadsheets read it as UTF-8. A file that is whole says so at its "
          "end, with the number of rows: CSV in a last record `# end: … rows`, which an import skips, a "
          "workbook on its sheet Export, JSON Lines in a last line with `end`.")
      .allow(permissions::view_users)
      .counts_as(http::LimitClass::export_)
      .query<ExportQuery>()
      .downloads(std::string(tables::media_type(tables::Format::csv)),
                 "\xEF\xBB\xBFphone_number,first_name,last_name\r\n+919876543210,Meera,Das\r\n# end: 1 rows,,\r\n")
      .or_downloads(std::string(tables::media_type(tables::Format::xlsx)))
      .or_downloads(std::string(tables::media_type(tables::Format::jsonl)))
      .handle([&](const Call& call, ExportQuery query) { return exported.people(call, std::move(query)); });
}

}  // namespace kpa::people
