#include "features/people/service_reception.hpp"

#include <exception>
#include <utility>

#include "core/crypto/digest.hpp"
#include "core/i18n/catalogue.hpp"
#include "core/i18n/text.hpp"
#include "features/people/store_import_files.hpp"

namespace kpa::people {
namespace {

/// How many bytes a worker reads at a time.
constexpr std::size_t read_at_once = 64U << 10U;
/// How many rows one statement stores.
constexpr std::size_t stored_at_once = 1'000;

/// Stores one file while it arrives.
class Reception {
 public:
  Reception(db::Queries& database, WorkerPool& workers, CanonicalPhone canonical_phone, std::int64_t file)
      : database_(database), workers_(workers), reader_(std::move(canonical_phone)), file_(file) {}

  /// False when it is not text.
  Task<bool> add(std::string_view part) {
    digest_.add(part);
    waiting_.append(part);
    if (waiting_.size() < read_at_once) co_return true;
    co_return co_await read(false);
  }
  Task<bool> end() {
    const bool is_text = co_await read(true);
    if (is_text) co_await store();
    co_return is_text;
  }

  const FileReader& reader() const { return reader_; }
  std::string digest() const { return crypto::hex(digest_.value()); }

 private:
  Task<bool> read(bool last) {
    const auto work = [this, last] {
      reader_.add(waiting_);
      if (last) reader_.end();
      return true;
    };
    co_await workers_.run(work);
    waiting_.clear();
    auto rows = reader_.take_rows();
    std::move(rows.begin(), rows.end(), std::back_inserter(rows_));
    if (rows_.size() >= stored_at_once) co_await store();
    co_return !reader_.not_a_text();
  }
  Task<void> store() {
    co_await store::add_rows(database_, file_, stored_, rows_);
    stored_ += static_cast<std::int64_t>(rows_.size());
    rows_.clear();
  }

  db::Queries& database_;
  WorkerPool& workers_;
  FileReader reader_;
  const std::int64_t file_;
  crypto::Sha256 digest_;
  std::string waiting_;
  std::vector<ImportRow> rows_;  // read, not stored yet
  std::int64_t stored_ = 0;
};

Task<Outcome<ReceivedFile>> receive_all(Reception& reception, db::Queries& database, std::int64_t file,
                                        i18n::Language language, NextPart next) {
  bool is_text = true;
  for (bool more = true; is_text && more;) {
    const auto part = co_await next();
    if (!part) co_return part.error();
    more = !part->empty();
    if (more)
      is_text = co_await reception.add(*part);
    else
      is_text = co_await reception.end();
  }
  const FileReader& reader = reception.reader();
  if (!is_text) co_return Problem{.code = Code::validation_failed, .fields = {*reader.not_a_text()}};
  const auto problems = told(reader.problems().kept(), language);
  co_await store::end_file(database, file, reader.row_count(), problems, reader.problems().count());
  co_return ReceivedFile{file, reception.digest()};
}

}  // namespace

std::vector<ImportProblem> told(const std::vector<RowProblem>& problems, i18n::Language language) {
  std::vector<ImportProblem> all;
  for (const RowProblem& one : problems)
    all.push_back({.row = one.row,
                   .column = one.found.path,
                   .code = one.found.code,
                   .params = one.found.params,
                   .message = i18n::in(language, one.found.message, one.found.params)});
  return all;
}

Task<Outcome<ReceivedFile>> receive_file(db::Queries& database, WorkerPool& workers,
                                         CanonicalPhone canonical_phone, std::int64_t creator,
                                         i18n::Language language, NextPart next) {
  const auto file = co_await store::add_file(database, creator);
  if (!file) co_return too_many_imports();
  Reception reception(database, workers, std::move(canonical_phone), *file);
  Outcome<ReceivedFile> received =
      co_await receive_all(reception, database, *file, language, std::move(next));
  // If the client is gone, a job deletes the file later.
  if (!received) co_await store::drop_file(database, *file);
  co_return received;
}

Problem too_many_imports() {
  return {.code = Code::too_many_requests,
          .message = i18n::text("You have imports that are not finished yet: wait for them."),
          .retry_after = std::chrono::seconds(5)};
}

}  // namespace kpa::people
