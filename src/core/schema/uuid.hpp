#pragma once

#include "core/schema/codec.hpp"
#include "core/uuid.hpp"

template <>
struct kpa::schema::Codec<kpa::Uuid> {
  static std::optional<Uuid> read(const json::value& value, const Path& path, Issues& issues);
  static std::optional<Uuid> read_text(std::string_view text, const Path& path, Issues& issues);
  static void write(const Uuid& value, std::string& out) { out.append("\"").append(value.text).append("\""); }
  static json::object document(Components&) {
    return {{"type", "string"},
            {"format", "uuid"},
            {"pattern",
             "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[47][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$"}};
  }
  static json::value example() { return "0190a5f2-7c1e-7b7d-9f3a-0123456789ab"; }
};
