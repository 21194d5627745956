#include <string>
#include <utility>

#include "core/http/endpoint.hpp"
#include "core/i18n/text.hpp"
#include "features/history/history.hpp"

namespace kpa::history {

void History::declare_routes(http::Router& router) {
  for (const records::Kind* kind : kinds_.kinds()) {
    const records::Description& record = kind->description();
    const std::string older(record.older_path);
    http::Routes(router, std::string(record.tag))
        .get(std::string(record.path) + "/{id}/history")
        .operation("list" + std::string(record.operation) + "History")
        .alias(older.empty() ? "" : older + "/{id}/history")
        .summary("Show the history of a " + std::string(record.singular))
        .description(
            "In pages, the oldest entry first unless `sort` says otherwise. If `archived_until` is not "
            "null, older entries were moved from the database to archives; ask an administrator for them.")
        .allow(*record.view)
        .path<std::int64_t>("id", "Number of the record")
        .query<events::HistoryQuery>()
        .answers<events::Page<events::Entry>>(200, i18n::text("History fetched successfully."))
        .handle([this, kind](const http::Call& call, std::int64_t id, events::HistoryQuery query) {
          return of(call, *kind, id, std::move(query));
        });
  }
}

}  // namespace kpa::history
