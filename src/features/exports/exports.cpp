#include "features/exports/exports.hpp"

#include <algorithm>
#include <chrono>

#include "core/i18n/speech.hpp"
#include "core/or_undo.hpp"
#include "core/timer.hpp"
#include "features/exports/store.hpp"

namespace kpa::exports {

/// An export that goes on. Workers use it too, so it lives as long as any of them.
struct Exports::Run {
  Export wanted;
  const http::Request& request;
  events::Origin origin;
  i18n::Language language;
  Instant as_of;
  std::unique_ptr<tables::File> file;
  Page page;  ///< read, but not sent yet
  std::int64_t rows = 0;
  bool ended = false;

  /// Makes the page's part of the file.
  std::string encode() {
    const i18n::Speech speech(language);
    for (const auto& record : page.records()) {
      file->add(record);
      ++rows;
    }
    return file->take();
  }
};

namespace {

std::optional<std::size_t> part_named(const tables::Layout& layout, const std::optional<std::string>& name) {
  if (!name) return std::nullopt;
  const auto found = std::ranges::find(layout.parts, *name, &tables::Part::name);
  if (found == layout.parts.end()) return std::nullopt;
  return static_cast<std::size_t>(found - layout.parts.begin());
}

}  // namespace

Task<Outcome<http::Download>> Exports::download(const http::Call& call, Query query, Export wanted) const {
  const tables::Format format = query.format.value_or(tables::Format::csv);
  if (query.table && format != tables::Format::csv)
    co_return field_failure(Code::validation_failed, "table", "only_for_csv",
                            i18n::text("Only for csv: other formats hold all tables"));
  const auto part = part_named(wanted.layout, query.table);
  if (query.table && !part)
    co_return field_failure(Code::validation_failed, "table", "unknown_table",
                            i18n::text("There is no such table in this export"));

  const events::Origin origin = events::origin_of(call);
  const Instant as_of =
      co_await store::note_begin(call.unit, origin, wanted.name, format, query.table, wanted.filters);
  auto file = tables::make_file(format, wanted.layout, {as_of, {{"filters", wanted.filters.text}}}, part);
  const std::string file_name =
      wanted.name + (part ? '-' + *query.table : "") + '.' + std::string(name_of(format));
  const auto run = std::make_shared<Run>(Run{.wanted = std::move(wanted),
                                             .request = call.request,
                                             .origin = origin,
                                             .language = call.language(),
                                             .as_of = as_of,
                                             .file = std::move(file),
                                             .page = {}});
  PageWanted first{call.caller, std::nullopt, as_of};
  run->page = co_await run->wanted.read(std::move(first));
  http::Download made{.file_name = file_name, .body = {}, .content_type = tables::media_type(format)};
  made.body = [this, run](http::SendChunk send) { return write(std::move(send), run); };
  co_return made;
}

Task<void> Exports::write(http::SendChunk send, std::shared_ptr<Run> run) const {
  return or_undo(write_all(std::move(send), run), [this, run] { return note_end(run, false); });
}

Task<void> Exports::write_all(http::SendChunk send, std::shared_ptr<Run> run) const {
  // Named: GCC 12 destroys twice what a lambda within a co_await has captured.
  const std::function<std::string()> encode = [run] { return run->encode(); };
  const std::function<std::string()> finish = [run] {
    run->ended = !run->file->finish();
    return run->file->take();
  };
  for (;;) {
    const std::string part = co_await on_worker(encode);
    co_await send(part);
    if (!run->page.next) break;
    run->page = co_await next_page(run);
  }
  // First, so that nobody has a whole file that the audit log does not know of.
  co_await note_end(run, true);
  while (!run->ended) {
    const std::string part = co_await on_worker(finish);
    co_await send(part);
  }
}

Task<Page> Exports::next_page(std::shared_ptr<Run> run) const {
  const auto caller = co_await sessions_.authenticate(run->request);
  if (!caller || run->wanted.permission.reach_of(caller->role) == http::Reach::nobodys)
    throw Failure({.code = Code::invalid_token}, "the session ended during an export");
  PageWanted next{*caller, run->page.next, run->as_of};
  co_return co_await run->wanted.read(std::move(next));
}

Task<std::string> Exports::on_worker(std::function<std::string()> work) const {
  constexpr int most_attempts = 20;
  constexpr auto pause = std::chrono::milliseconds(250);
  for (int attempt = 1;; ++attempt) {
    try {
      co_return co_await workers_.run(work);
    } catch (const Failure& full) {
      if (full.problem.code != Code::unavailable || attempt == most_attempts) throw;
    }
    Timer timer(co_await boost::asio::this_coro::executor, pause);
    co_await timer.async_wait(awaiting_outcome);
  }
}

Task<void> Exports::note_end(std::shared_ptr<Run> run, bool whole) const {
  return store::note_end(database_, run->origin, run->wanted.name, run->rows, whole);
}

}  // namespace kpa::exports
