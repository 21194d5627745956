#include "core/workbook/container.hpp"

#include <memory>

#include <archive.h>
#include <archive_entry.h>

namespace kpa::workbook {
namespace {

using i18n::text;

/// So much may be packed as tightly as it likes.
constexpr std::uint64_t never_a_bomb = 1U << 20U;

struct FreeArchive {
  void operator()(archive* one) const { archive_read_free(one); }
};
using Archive = std::unique_ptr<archive, FreeArchive>;

Fault damaged() {
  return {
      "damaged",
      text(
          "The file is damaged, or is no workbook: open it in the spreadsheet, and save it as Excel workbook (.xlsx)")};
}

Fault too_large() {
  return {"too_large", text("The workbook is too large: leave only the rows and sheets that are needed")};
}

Archive opened(std::string_view file) {
  Archive one(archive_read_new());
  if (!one) throw std::bad_alloc();
  archive_read_support_format_zip_seekable(one.get());
  if (archive_read_open_memory(one.get(), file.data(), file.size()) != ARCHIVE_OK) throw damaged();
  return one;
}

/// Null at the end.
archive_entry* next(archive* from) {
  archive_entry* entry = nullptr;
  const int result = archive_read_next_header(from, &entry);
  if (result == ARCHIVE_EOF) return nullptr;
  if (result != ARCHIVE_OK && result != ARCHIVE_WARN) throw damaged();
  return entry;
}

/// Empty when it cannot be told.
std::string name_of(archive_entry* entry) {
  const char* const name = archive_entry_pathname(entry);
  return name == nullptr ? "" : name;
}

}  // namespace

Container::Container(std::string_view file, const Limits& limits) : file_(file), limits_(limits) {
  constexpr std::string_view of_older_files = "\xD0\xCF\x11\xE0";  // OLE: .xls, and what has a password
  if (file.starts_with(of_older_files))
    throw Fault{
        "older_format",
        text(
            "The file is an older workbook (.xls), or has a password: save it as Excel workbook (.xlsx) without one")};
  if (!file.starts_with("PK")) throw damaged();
  const Archive archive = opened(file_);
  std::size_t parts = 0;
  while (auto* entry = next(archive.get())) {
    if (++parts > limits_.parts) throw too_large();
    const std::string name = name_of(entry);
    if (!name.empty() && !names_.insert(name).second) throw damaged();  // programs disagree which one counts
  }
}

void Container::unpack(const std::string& part, const std::function<void(std::string_view)>& take) {
  if (!has(part)) throw damaged();
  const Archive archive = opened(file_);
  archive_entry* entry = next(archive.get());
  while (entry != nullptr && name_of(entry) != part) entry = next(archive.get());
  if (entry == nullptr) throw damaged();
  for (;;) {
    const void* block = nullptr;
    std::size_t size = 0;
    std::int64_t offset = 0;
    const int result = archive_read_data_block(archive.get(), &block, &size, &offset);
    if (result == ARCHIVE_EOF) return;
    if (result != ARCHIVE_OK) throw damaged();
    bytes_ += size;
    const bool bomb = bytes_ > never_a_bomb && bytes_ / limits_.ratio > file_.size();
    if (bytes_ > limits_.bytes || bomb) throw too_large();
    take({static_cast<const char*>(block), size});
  }
}

}  // namespace kpa::workbook
