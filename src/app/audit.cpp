#include "features/audit/audit.hpp"

#include <chrono>
#include <iostream>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "app/commands.hpp"
#include "app/installation.hpp"
#include "app/tell.hpp"
#include "core/config/values.hpp"
#include "core/time.hpp"

namespace kpa::app {
namespace {

namespace json = boost::json;

std::string time_of(const audit::Head& head) { return head.sealed_at ? format(*head.sealed_at) : "-"; }

json::object as_json(const audit::Head& head) {
  json::object object{{"sequence", head.anchor.sequence}, {"hash", head.anchor.hash}};
  object["sealed_at"] = head.sealed_at ? json::value(format(*head.sealed_at)) : nullptr;
  return object;
}

json::object as_json(const audit::Verification& result, std::size_t anchors) {
  json::array findings;
  for (const auto& finding : result.findings)
    findings.push_back({{"flaw", name_of(finding.flaw)},
                        {"sequence", finding.sequence},
                        {"event_id", finding.event_id},
                        {"message", finding.told}});
  // Without an anchor to compare with, a removed end of the chain cannot be detected.
  return {{"verdict", name_of(result.verdict())},
          {"whole", result.whole()},
          {"compared_heads", anchors},
          {"sealed", result.sealed},
          {"archived", result.archived},
          {"archives", result.archives},
          {"archives_read", result.archives_read},
          {"waiting", result.waiting},
          {"overdue", result.overdue},
          {"first_overdue", result.first_overdue},
          {"head", as_json(result.head)},
          {"flaws", result.flaws},
          {"findings", std::move(findings)}};
}

std::string conclusion(const audit::Verification& result) {
  switch (result.verdict()) {
    case audit::Verdict::whole: return "nothing was tampered with";
    case audit::Verdict::waits: return "nothing that is sealed was tampered with";
    case audit::Verdict::broken: break;
  }
  return std::to_string(result.flaws) + " flaws";
}

std::string_view heading(audit::Verdict verdict) {
  switch (verdict) {
    case audit::Verdict::whole: return "whole";
    case audit::Verdict::waits: return "WAITS";
    case audit::Verdict::broken: break;
  }
  return "BROKEN";
}

Exit exit_of(audit::Verdict verdict) {
  switch (verdict) {
    case audit::Verdict::whole: return Exit::done;
    case audit::Verdict::waits: return Exit::waits;
    case audit::Verdict::broken: break;
  }
  return Exit::broken;
}

void tell_result(const audit::Verification& result, bool with_anchors) {
  std::cout << heading(result.verdict()) << ": " << result.sealed << " events are sealed, " << result.waiting
            << " wait for their seal, " << conclusion(result) << '\n';
  if (result.archives > 0)
    std::cout << "  " << result.archived << " of the sealed are archived in " << result.archives << " files, "
              << result.archives_read << " of which were compared\n";
  if (!with_anchors)
    std::cout << "  without --head: a chain whose end was removed, or that was made anew, looks whole too\n";
  for (const auto& finding : result.findings) std::cout << "  " << finding.told << '\n';
  if (const auto told = static_cast<std::int64_t>(result.findings.size()); told < result.flaws)
    std::cout << "  and " << result.flaws - told << " more\n";
  if (result.overdue > 0)
    std::cout
        << "  event " << result.first_overdue << " is the first of " << result.overdue
        << " that wait since more than ten minutes: `kpa serve` seals, until then nothing proves them\n";
  std::cout << "head " << audit::format(result.head.anchor) << ' ' << time_of(result.head) << '\n';
}

/// Nothing when one of them is not in the form that `kpa audit head` prints.
std::optional<std::vector<audit::Anchor>> read_anchors(const std::vector<std::string>& texts) {
  std::vector<audit::Anchor> anchors;
  for (const auto& text : texts) {
    auto anchor = audit::parse_anchor(text);
    if (!anchor) {
      tell("--head " + text + " is not what `kpa audit head` prints first: SEQUENCE:HASH");
      return std::nullopt;
    }
    anchors.push_back(std::move(*anchor));
  }
  return anchors;
}

/// Time limit of one statement that archives. It counts a whole partition, and the first contains all events
/// from before there were partitions.
constexpr std::chrono::hours archive_timeout{24};

/// Nothing, after reporting the mistake, when it is not a date or less than a day ago: an event being written
/// has its id already, so it could still fall into the archived range.
std::optional<Instant> end_of(const ArchiveCommand& options) {
  std::optional<Instant> end;
  if (const auto date = parse_date(options.before)) end = std::chrono::sys_days(*date);
  if (const auto kept = config::parse_duration(options.keep)) end = now() - *kept;
  if (!end) {
    tell("--before takes a date such as 2025-01-31, --keep a time such as 730d");
  } else if (*end > now() - std::chrono::days(1)) {
    tell("events of the last day are not archived: give an earlier --before, or a longer --keep");
    end.reset();
  }
  return end;
}

}  // namespace

Exit audit_head(const config::Loaded& loaded, const AuditCommand& options) {
  const Installation installation(loaded.settings, tell);
  if (!prepare_schema(installation, loaded, tell)) return Exit::failed;
  with_database(installation.conninfo(), loaded.settings.database.statement_timeout,
                [&](db::Queries& database) -> Task<void> {
                  const audit::Head head = co_await audit::head(database);
                  if (options.json)
                    std::cout << json::serialize(as_json(head)) << '\n';
                  else
                    std::cout << audit::format(head.anchor) << ' ' << time_of(head) << '\n';
                });
  return Exit::done;
}

Exit audit_archive(const config::Loaded& loaded, const ArchiveCommand& options) {
  const auto before = end_of(options);
  if (!before) return Exit::usage;
  const Installation installation(loaded.settings, tell);
  if (!prepare_schema(installation, loaded, tell)) return Exit::failed;
  const audit::ArchiveLock lock(installation.conninfo());
  if (!lock.is_ours()) {
    tell("another archive is running: wait until it has ended");
    return Exit::failed;
  }
  audit::ArchiveStep step{audit::ArchiveStep::End::archived, ""};
  with_database(installation.conninfo(), archive_timeout, [&](db::Queries& database) -> Task<void> {
    while (step.end == audit::ArchiveStep::End::archived) {
      step = co_await audit::archive_oldest(database, options.to, *before, tell);
      if (step.end == audit::ArchiveStep::End::refused)
        tell(step.told);
      else
        std::cout << step.told << std::endl;
    }
  });
  return step.end == audit::ArchiveStep::End::refused ? Exit::failed : Exit::done;
}

Exit audit_verify(const config::Loaded& loaded, const AuditCommand& options) {
  const auto anchors = read_anchors(options.anchors);
  if (!anchors) return Exit::usage;
  const Installation installation(loaded.settings, tell);
  if (!prepare_schema(installation, loaded, tell)) return Exit::failed;
  constexpr std::int64_t told_every = 100'000;
  std::int64_t told = 0;
  const auto progress = [&told](std::int64_t seals) {
    if (seals < told + told_every) return;
    told = seals;
    tell(std::to_string(seals) + " seals are looked at");
  };
  Exit exit = Exit::failed;
  with_database(installation.conninfo(), loaded.settings.database.statement_timeout,
                [&](db::Queries& database) -> Task<void> {
                  audit::Verification result = co_await audit::verify(database, *anchors, progress);
                  for (const auto& file : options.archives)
                    co_await audit::verify_archive(database, file, result);
                  exit = exit_of(result.verdict());
                  if (options.json)
                    std::cout << json::serialize(as_json(result, anchors->size())) << '\n';
                  else
                    tell_result(result, !anchors->empty());
                });
  return exit;
}

}  // namespace kpa::app
