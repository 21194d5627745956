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
          "The first row names the columns, in any order: `phone_number`, `first_name` and `last_name`, and any other "
          "field of a user that can be written; `manager` is an employee id or a phone number, of somebody in the file "
          "too; `depot` is a code. Names of columns in any case, with spaces or without; commas, semicolons, tabs or "
          "vertical bars; rows and columns without a word in them are passed over. UTF-8, at most 100,000 people and 32 MiB. The file is worked on after the answer: ask "
          "at its Location how far it is. Everybody in it is imported, or nobody, and then all that is wrong is told "
          "by row and column. They get no password here: they choose one themselves, with a one-time code or link. "
          "Staff import regular users, into depots that they see. `dry_run=true` only tells what is wrong.")
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
      .summary("Show what became of an import")
      .description("One's own; superusers see everybody's. Kept for 30 days after its end.")
      .allow(permissions::view_imports)
      .path<std::int64_t>("id", "Number of the import")
      .answers<Import>()
      .handle([&](const Call& call, std::int64_t id) { return imports.find(call, id); });

  routes.get("/api/users/export")
      .operation("exportUsers")
      .summary("Export users as a CSV file")
      .description(
          "Staff export those whom they see. The columns are those of an import, which reads the file back. A cell that "
          "a spreadsheet would run as a formula has an apostrophe in front, which an import takes off; a phone number is "
          "left as it is. Begins with a byte order mark, so that spreadsheets read it as UTF-8.")
      .allow(permissions::view_users)
      .counts_as(http::LimitClass::export_)
      .query<Filters>()
      .downloads("text/csv; charset=utf-8",
                 "\xEF\xBB\xBFphone_number,first_name,last_name\r\n+919876543210,Meera,Das\r\n")
      .handle([&](const Call& call, Filters filters) { return exported.people(call, std::move(filters)); });
}

}  // namespace kpa::people
