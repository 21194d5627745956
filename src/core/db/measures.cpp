#include "core/db/measures.hpp"

#include "core/db/log.hpp"

namespace kpa::db {
namespace {

constexpr std::chrono::seconds slow{1};

}  // namespace

Measures& measures() {
  auto& all = observe::metrics();
  static Measures made{
      .statement_seconds = all.histogram("kpa_db_statement_seconds",
                                         "Time from handing a statement to a connection to its answer"),
      .connections = all.gauge("kpa_db_connections_open", "Connections to PostgreSQL that are up"),
      .under_way = all.gauge("kpa_db_statements_under_way", "Statements sent and not answered yet"),
      .waiting = all.gauge("kpa_db_requests_waiting", "Requests that wait for a connection"),
      .reconnects = all.counter("kpa_db_reconnects_total", "Connections made in place of lost ones")};
  return made;
}

void note_statement(std::string_view name, std::string_view sql, std::chrono::steady_clock::duration took) {
  measures().statement_seconds.observe(std::chrono::duration<double>(took).count());
  const auto level = took > slow ? observe::Level::warning : observe::Level::debug;
  if (!log.enabled(level)) return;
  log.write(
      level, took > slow ? "slow statement" : "statement",
      {{"name", name.empty() ? sql.substr(0, sql.find(' ')) : name},
       {"ms", static_cast<double>(std::chrono::round<std::chrono::microseconds>(took).count()) / 1000}});
}

}  // namespace kpa::db
