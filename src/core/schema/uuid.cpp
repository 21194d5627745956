#include "core/schema/uuid.hpp"

#include "core/schema/scalars.hpp"

namespace kpa::schema {

std::optional<Uuid> Codec<Uuid>::read_text(std::string_view text, const Path& path, Issues& issues) {
  auto uuid = parse_uuid(text);
  if (!uuid)
    issues.add(
        path, "pattern",
        {{"expected", i18n::text("a UUID of version 4 or 7, such as 0190a5f2-7c1e-7b7d-9f3a-0123456789ab")}});
  return uuid;
}

std::optional<Uuid> Codec<Uuid>::read(const json::value& value, const Path& path, Issues& issues) {
  const auto text = Codec<std::string>::read(value, path, issues);
  return text ? read_text(*text, path, issues) : std::nullopt;
}

}  // namespace kpa::schema
