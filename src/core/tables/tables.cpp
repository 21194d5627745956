#include "core/tables/tables.hpp"

#include "core/tables/files.hpp"

namespace kpa::tables {

std::string_view media_type(Format format) {
  switch (format) {
    case Format::csv: return "text/csv; charset=utf-8";
    case Format::xlsx: return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    case Format::jsonl: return "application/jsonl";
  }
  return {};
}

Cell number(std::int64_t value) { return Number{std::to_string(value)}; }

std::string text_of(TimeOfDay time) {
  const std::chrono::hh_mm_ss parts(std::chrono::floor<std::chrono::seconds>(time));
  const auto two = [](auto count) {
    std::string digits = std::to_string(count.count());
    return digits.size() == 1 ? '0' + digits : digits;
  };
  return two(parts.hours()) + ':' + two(parts.minutes()) + ':' + two(parts.seconds());
}

std::unique_ptr<File> make_file(Format format, Layout layout, About about, std::optional<std::size_t> part) {
  switch (format) {
    case Format::csv: return make_csv(std::move(layout), part);
    case Format::xlsx: return make_xlsx(std::move(layout), std::move(about));
    case Format::jsonl: return make_jsonl(std::move(layout), std::move(about));
  }
  return nullptr;
}

}  // namespace kpa::tables
