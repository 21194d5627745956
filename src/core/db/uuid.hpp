#pragma once

#include "core/db/value.hpp"
#include "core/uuid.hpp"

template <>
struct kpa::db::ColumnType<kpa::Uuid> {
  static constexpr std::array oids = {Oid{2950}};  // of PostgreSQL's uuid, as in pg_type.dat
  static void write(const Uuid& value, std::string& out) { out += value.text; }
  static Uuid read(std::string_view text) { return {std::string(text)}; }
};
