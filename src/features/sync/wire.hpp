#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "core/enum_names.hpp"
#include "core/schema/object.hpp"
#include "core/schema/uuid.hpp"
#include "core/time.hpp"
#include "features/sync/merge.hpp"

namespace kpa::sync {

/// Operations in a batch.
constexpr std::size_t most_operations = 100;

enum class Action { create, change, submit, reopen };

/// Members of a form, not yet checked.
struct Content {
  boost::json::object members;
};

/// One thing that somebody did with a record on their device.
struct Operation {
  std::int64_t sequence = 0;
  std::string kind;
  Action action = Action::create;
  std::optional<Uuid> uuid;
  std::optional<std::int64_t> id;
  std::optional<std::int64_t> base_version;
  std::optional<std::int64_t> base_sequence;
  std::optional<Content> content;
  std::optional<Instant> device_time;
};

/// An operation as it came: what is wrong with it concerns it alone, and not the batch.
struct SentOperation {
  boost::json::object members;
};

struct Batch {
  Uuid device;
  std::optional<std::int64_t> user;
  Instant sent_at{};
  std::vector<SentOperation> operations;
};

enum class Judgement { stored, already_stored, refused, conflict, waits };

/// What became of an operation.
struct Verdict {
  std::optional<std::int64_t> sequence;  ///< not set: it could not be read
  Judgement verdict = Judgement::refused;
  std::optional<std::string> kind = {};
  std::optional<std::int64_t> id = {};
  std::optional<Uuid> uuid = {};
  std::optional<std::int64_t> version = {};
  std::optional<std::int64_t> waits_for = {};
  std::optional<RawJson> record = {};
  std::optional<RawJson> problem = {};
  std::vector<Conflict> conflicts = {};
};

struct Verdicts {
  Instant received_at{};
  std::int64_t clock_offset = 0;
  std::vector<Verdict> verdicts;
};

struct ChangesQuery {
  std::optional<std::string> cursor;
};

/// Something that a device keeps, as it is now.
struct Entry {
  std::string kind;
  std::int64_t id = 0;
  bool gone = false;
  std::optional<std::int64_t> version = {};
  std::optional<RawJson> record = {};
};

struct Changes {
  std::string epoch;
  std::vector<std::string> drop;
  std::vector<Entry> changes;
  std::string cursor;
  bool more = false;
};

}  // namespace kpa::sync

template <>
struct kpa::EnumNames<kpa::sync::Action> {
  using A = kpa::sync::Action;
  static constexpr std::array<std::pair<A, std::string_view>, 4> table = {
      {{A::create, "create"}, {A::change, "change"}, {A::submit, "submit"}, {A::reopen, "reopen"}}};
};
template <>
struct kpa::EnumNames<kpa::sync::Judgement> {
  using J = kpa::sync::Judgement;
  static constexpr std::array<std::pair<J, std::string_view>, 5> table = {
      {{J::stored, "stored"},
       {J::already_stored, "already_stored"},
       {J::refused, "refused"},
       {J::conflict, "conflict"},
       {J::waits, "waits"}}};
};

namespace kpa::schema {

template <>
struct Codec<sync::Content> {
  static std::optional<sync::Content> read(const json::value& value, const Path& path, Issues& issues);
  static void write(const sync::Content& content, std::string& out);
  static json::object document(Components&);
  static json::value example();
};

/// Documented as an Operation.
template <>
struct Codec<sync::SentOperation> {
  static std::optional<sync::SentOperation> read(const json::value& value, const Path& path, Issues& issues);
  static void write(const sync::SentOperation& operation, std::string& out);
  static json::object document(Components& components);
  static json::value example();
};

template <>
const Object<sync::Operation>& describe();
template <>
const Object<sync::Batch>& describe();
template <>
const Object<sync::Conflict>& describe();
template <>
const Object<sync::Verdict>& describe();
template <>
const Object<sync::Verdicts>& describe();
template <>
const Object<sync::ChangesQuery>& describe();
template <>
const Object<sync::Entry>& describe();
template <>
const Object<sync::Changes>& describe();

}  // namespace kpa::schema
