#pragma once

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/enum_names.hpp"
#include "core/is_optional.hpp"
#include "core/raw_json.hpp"
#include "core/time.hpp"

namespace kpa::db {

/// Object identifiers of PostgreSQL's built-in types (pg_type.dat); they never change.
enum class Oid : std::uint32_t {
  boolean = 16,
  bytea = 17,
  int8 = 20,
  int2 = 21,
  int4 = 23,
  text = 25,
  json = 114,
  varchar = 1043,
  date = 1082,
  timestamptz = 1184,
  inet = 869,
  text_array = 1009,
  int8_array = 1016,
  jsonb = 3802,
};

/// Parameter values of a statement in PostgreSQL's text format, one after another in one buffer.
class Parameters {
 public:
  /// Adds a value whose text `write` appends. Throws std::invalid_argument when it contains a NUL, which
  /// would truncate it.
  template <class Write>
  void add(Write write) {
    const std::size_t begin = buffer_.size();
    write(buffer_);
    if (buffer_.find('\0', begin) != buffer_.npos)
      throw std::invalid_argument("PostgreSQL's texts cannot hold a NUL");
    offsets_.push_back(static_cast<std::int64_t>(begin));
    buffer_ += '\0';
  }
  void add_null() { offsets_.push_back(-1); }
  void append(const Parameters& more) {
    const auto shift = static_cast<std::int64_t>(buffer_.size());
    buffer_ += more.buffer_;
    for (const auto offset : more.offsets_) offsets_.push_back(offset < 0 ? offset : offset + shift);
  }

  std::size_t size() const { return offsets_.size(); }
  /// One pointer per parameter, valid while this lives unchanged.
  std::vector<const char*> pointers() const {
    std::vector<const char*> all;
    all.reserve(offsets_.size());
    for (const auto offset : offsets_) all.push_back(offset < 0 ? nullptr : buffer_.data() + offset);
    return all;
  }
  friend bool operator==(const Parameters&, const Parameters&) = default;

 private:
  std::string buffer_;
  std::vector<std::int64_t> offsets_;
};

/// Appends PostgreSQL's text of an instant in the notation of format(Instant): `2024-01-15T10:00:00Z` for
/// `2024-01-15 10:00:00+00`.
void append_rfc3339(std::string_view timestamptz, std::string& out);

/// How a C++ type is read from a column and bound to a parameter: the PostgreSQL types it fits, and its text.
template <class T>
struct ColumnType;

template <>
struct ColumnType<bool> {
  static constexpr std::array oids = {Oid::boolean};
  static void write(bool value, std::string& out) { out += value ? 't' : 'f'; }
  static bool read(std::string_view text) { return text == "t"; }
};

template <>
struct ColumnType<std::int64_t> {
  static constexpr std::array oids = {Oid::int8, Oid::int4, Oid::int2};
  static void write(std::int64_t value, std::string& out) {
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out.append(digits.data(), end);
  }
  static std::int64_t read(std::string_view text) {
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  }
};

template <>
struct ColumnType<std::string> {
  static constexpr std::array oids = {Oid::text, Oid::varchar, Oid::inet, Oid::bytea};
  static void write(std::string_view value, std::string& out) { out += value; }
  static std::string read(std::string_view text) { return std::string(text); }
};

template <>
struct ColumnType<RawJson> {
  static constexpr std::array oids = {Oid::jsonb, Oid::json};
  static void write(const RawJson& value, std::string& out) { out += value.text; }
  static RawJson read(std::string_view text) { return RawJson{std::string(text)}; }
};

template <class T>
struct ColumnType<Encoded<T>> : ColumnType<RawJson> {
  static Encoded<T> read(std::string_view text) { return {ColumnType<RawJson>::read(text)}; }
};

template <>
struct ColumnType<Date> {
  static constexpr std::array oids = {Oid::date};
  static void write(Date value, std::string& out) { out += format(value); }
  static Date read(std::string_view text) {
    if (const auto date = parse_date(text)) return *date;
    throw std::runtime_error("PostgreSQL sent a date outside the calendar: " + std::string(text));
  }
};

template <>
struct ColumnType<Instant> {
  static constexpr std::array oids = {Oid::timestamptz};
  static void write(Instant value, std::string& out) { out += format(value); }
  static Instant read(std::string_view text) {
    if (const auto instant = parse_instant(text)) return *instant;
    throw std::runtime_error("PostgreSQL sent an instant that cannot be read: " + std::string(text));
  }
};

/// A date or instant that only goes into an answer, as JSON: almost PostgreSQL's own text.
template <>
struct ColumnType<Encoded<Date>> {
  static constexpr std::array oids = ColumnType<Date>::oids;
  static void write(const Encoded<Date>& value, std::string& out) { write_unquoted(value, out); }
  static Encoded<Date> read(std::string_view text) { return {'"' + std::string(text) + '"'}; }

  static void write_unquoted(const RawJson& value, std::string& out) {
    out.append(value.text, 1, value.text.size() - 2);
  }
};
template <>
struct ColumnType<Encoded<Instant>> {
  static constexpr std::array oids = ColumnType<Instant>::oids;
  static void write(const Encoded<Instant>& value, std::string& out) {
    ColumnType<Encoded<Date>>::write_unquoted(value, out);
  }
  static Encoded<Instant> read(std::string_view text) {
    Encoded<Instant> value;
    value.text.assign(1, '"');
    value.text.reserve(std::string_view(R"("2024-01-15T10:00:00.123456Z")").size());
    append_rfc3339(text, value.text);
    value.text += '"';
    return value;
  }
};

template <class E>
  requires std::is_enum_v<E>
struct ColumnType<E> {
  static constexpr std::array oids = {Oid::text, Oid::varchar};
  static void write(E value, std::string& out) { out += name_of(value); }
  static E read(std::string_view text) {
    if (const auto value = named<E>(text)) return *value;
    throw std::runtime_error("the database holds a value that this version does not know: " +
                             std::string(text));
  }
};

template <>
struct ColumnType<std::vector<std::int64_t>> {
  static constexpr std::array oids = {Oid::int8_array};
  static void write(const std::vector<std::int64_t>& values, std::string& out) {
    out += '{';
    for (std::size_t at = 0; at < values.size(); ++at) {
      if (at != 0) out += ',';
      ColumnType<std::int64_t>::write(values[at], out);
    }
    out += '}';
  }
};

template <>
struct ColumnType<std::vector<std::string>> {
  static constexpr std::array oids = {Oid::text_array};
  static void write(const std::vector<std::string>& values, std::string& out) {
    out += '{';
    for (std::size_t at = 0; at < values.size(); ++at) {
      if (at != 0) out += ',';
      out += '"';
      for (const char c : values[at]) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
      }
      out += '"';
    }
    out += '}';
  }
};

/// Adds a value or NULL. (Not named `bind`: with arguments from namespace std, that would call std::bind.)
template <class T>
void bind_value(Parameters& parameters, const T& value) {
  if constexpr (IsOptional<T>::value) {
    if (!value) return parameters.add_null();
    bind_value(parameters, *value);
  } else {
    parameters.add([&](std::string& out) { ColumnType<T>::write(value, out); });
  }
}

}  // namespace kpa::db
