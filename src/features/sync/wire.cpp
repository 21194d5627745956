#include "features/sync/wire.hpp"

#include <limits>

#include "core/schema/canonical_json.hpp"
#include "core/schema/compounds.hpp"
#include "core/schema/constraints.hpp"

namespace kpa::sync {
namespace {

using i18n::text;
using schema::Issues;
using schema::Path;

constexpr std::int64_t any_number = std::numeric_limits<std::int64_t>::max();

void expect(bool given, bool wanted, const Path& parent, std::string_view member, Issues& issues) {
  if (given == wanted) return;
  const Path here(parent, member);
  if (wanted)
    issues.add(here, schema::Violation{"needed", {}, text("This operation needs it")});
  else
    issues.add(here, schema::Violation{"not_for_this", {}, text("This operation does not take it")});
}

void check(const Operation& operation, const Path& path, Issues& issues) {
  const bool creates = operation.action == Action::create;
  if (creates) {
    expect(operation.uuid.has_value(), true, path, "uuid", issues);
    expect(operation.id.has_value(), false, path, "id", issues);
  } else if (operation.uuid.has_value() == operation.id.has_value()) {
    issues.add(path, schema::Violation{"one_of", {}, text("Give the record's uuid or its id: one of them")});
  }
  const bool has_content = creates || operation.action == Action::change;
  expect(operation.content.has_value(), has_content, path, "content", issues);
  if (creates) {
    expect(operation.base_version.has_value(), false, path, "baseVersion", issues);
    expect(operation.base_sequence.has_value(), false, path, "baseSequence", issues);
  } else if (operation.base_version.has_value() == operation.base_sequence.has_value()) {
    issues.add(
        path,
        schema::Violation{
            "one_of",
            {},
            text("Say what was seen: baseVersion, or baseSequence for what an earlier operation left")});
  }
  if (operation.base_sequence && *operation.base_sequence >= operation.sequence)
    issues.add(Path(path, "baseSequence"),
               schema::Violation{"not_earlier", {}, text("Must be the sequence of an earlier operation")});
}

}  // namespace
}  // namespace kpa::sync

namespace kpa::schema {

using namespace sync;

std::optional<Content> Codec<Content>::read(const json::value& value, const Path& path, Issues& issues) {
  if (value.is_object()) return Content{value.get_object()};
  issues.add(path, "wrong_type", {{"expected", i18n::text("an object")}});
  return std::nullopt;
}
void Codec<Content>::write(const Content& content, std::string& out) {
  write_canonical(content.members, out);
}
json::object Codec<Content>::document(Components&) {
  return {{"type", "object"}, {"additionalProperties", json::object()}};
}
json::value Codec<Content>::example() { return json::object{{"fields", {{"wheelGauge", "1601"}}}}; }

std::optional<SentOperation> Codec<SentOperation>::read(const json::value& value, const Path& path,
                                                        Issues& issues) {
  if (value.is_object()) return SentOperation{value.get_object()};
  issues.add(path, "wrong_type", {{"expected", i18n::text("an object")}});
  return std::nullopt;
}
void Codec<SentOperation>::write(const SentOperation& operation, std::string& out) {
  write_canonical(operation.members, out);
}
json::object Codec<SentOperation>::document(Components& components) {
  return describe<Operation>().document(components);
}
json::value Codec<SentOperation>::example() { return describe<Operation>().example(); }

template <>
const Object<Operation>& describe() {
  using O = Operation;
  static const auto made =
      object<O>("SyncOperation")
          .field("sequence", &O::sequence, between(1, any_number),
                 "The device's own number of the operation: greater than those of all before it", 18)
          .field("kind", &O::kind, of_length(1, 100), "Kind of record: the last part of its address",
                 "wheel-specifications")
          .field("operation", &O::action, "What was done", "change")
          .field(
              "uuid", &O::uuid,
              "The record's name by which this person created it; needed to create. For others' records: id",
              "0190a5f2-7c1e-7b7d-9f3a-0123456789ab")
          .field("id", &O::id, between(1, any_number),
                 "Number of the record, where it is known; not with uuid")
          .field("baseVersion", &O::base_version, between(1, any_number),
                 "Version of the record that was seen, to change, submit or reopen it", 1)
          .field(
              "baseSequence", &O::base_sequence, between(1, any_number),
              "In place of baseVersion: sequence of the device's earlier operation on the record, where its "
              "version is not known yet")
          .field("content", &O::content,
                 "To create: the record as its own POST takes it. To change: a JSON Merge Patch (RFC 7396)",
                 json::object{{"fields", {{"wheelGauge", "1601"}}}})
          .field("deviceTime", &O::device_time,
                 "When it was done, by the clock of the device. Only written down", "2024-01-15T10:00:00Z")
          .rule(check);
  return made;
}

template <>
const Object<Batch>& describe() {
  using B = Batch;
  static const auto made =
      object<B>("SyncBatch")
          .field("device", &B::device, "Name of the device, made once when the app was installed",
                 "5a1f3c6e-8d2b-4e7a-9c40-b1d2e3f4a5b6")
          .field("user", &B::user, between(1, any_number),
                 "Id of the person who did all this. When somebody else is logged in, nothing of it is done")
          .field("sentAt", &B::sent_at, "What the device's clock says now. The server orders by its own",
                 "2024-01-15T10:05:00Z")
          .field("operations", &B::operations, of_size<SentOperation>(1, most_operations),
                 "Up to 100 operations; done in the order of their sequences");
  return made;
}

template <>
const Object<Conflict>& describe() {
  using C = Conflict;
  static const auto made =
      object<C>("SyncConflict")
          .field("field", &C::field, "Path of the field", "fields.wheelGauge")
          .field("base", &C::base, "Its value in the version that was seen; null: none, or no longer known",
                 "1600")
          .field("mine", &C::mine, "The value of this operation", "1601")
          .field("theirs", &C::theirs, "The present value", "1602");
  return made;
}

template <>
const Object<Verdict>& describe() {
  using V = Verdict;
  static const auto made =
      object<V>("SyncVerdict")
          .field("sequence", &V::sequence, "The operation's; null: it could not be read", 18)
          .field(
              "verdict", &V::verdict,
              "stored: done now. already_stored: done before. refused: see problem; nothing is stored. conflict: "
              "somebody else changed the same; see conflicts; nothing is stored. waits: for another operation "
              "on the same record; send it again afterwards",
              "stored")
          .field("kind", &V::kind, "Kind of the record", "wheel-specifications")
          .field("id", &V::id, "Number of the record, if it is known", 1)
          .field("uuid", &V::uuid, "The record's name, if the operation gave it",
                 "0190a5f2-7c1e-7b7d-9f3a-0123456789ab")
          .field(
              "version", &V::version,
              "stored, already_stored: version that the operation made. conflict: the record's present one",
              2)
          .field("waitsFor", &V::waits_for, "Sequence of the operation that holds this one up", nullptr)
          .field("record", &V::record, "stored: the record, as its own address answers it", nullptr)
          .field("problem", &V::problem, "refused: what is wrong, as an endpoint answers it (RFC 9457)",
                 nullptr)
          .field("conflicts", &V::conflicts, "conflict: each field with both values");
  return made;
}

template <>
const Object<Verdicts>& describe() {
  using V = Verdicts;
  static const auto made =
      object<V>("SyncVerdicts")
          .field("receivedAt", &V::received_at, "When the batch came, by the server's clock")
          .field(
              "clockOffset", &V::clock_offset,
              "Milliseconds that the device's clock is behind the server's, the way of the request included",
              250)
          .field("verdicts", &V::verdicts, "One for each operation, in the order of the batch");
  return made;
}

template <>
const Object<ChangesQuery>& describe() {
  static const auto made =
      object<ChangesQuery>("SyncQuery")
          .field("cursor", &ChangesQuery::cursor, of_length(1, 200),
                 "The cursor of the last answer; left out: everything", "WyIiLDAsIiIsIiIsMF0");
  return made;
}

template <>
const Object<Entry>& describe() {
  using E = Entry;
  static const auto made =
      object<E>("SyncEntry")
          .field("kind", &E::kind, "What it is: a kind of record, or one of the things that devices keep",
                 "wheel-specifications")
          .field("id", &E::id, "Its number among its kind", 1)
          .field("gone", &E::gone, "Whether it is to be forgotten: it no longer concerns this person", false)
          .field("version", &E::version, "Its version; null: it is gone. Never replace it by an earlier one",
                 2)
          .field("record", &E::record, "As its own address answers it; null: it is gone", nullptr);
  return made;
}

template <>
const Object<Changes>& describe() {
  using C = Changes;
  static const auto made =
      object<C>("SyncChanges")
          .field("epoch", &C::epoch, "Changes with the person's role, depot or sight", "9f86d081884c7d65")
          .field(
              "drop", &C::drop,
              "Kinds of which everything is to be forgotten before the changes are applied: a new epoch has "
              "begun, and all that still concerns the person comes again",
              json::array())
          .field("changes", &C::changes, "What is new or changed, or gone")
          .field("cursor", &C::cursor, "Where to go on", "WyIiLDAsIiIsIiIsMF0")
          .field("more", &C::more, "Whether there is more at once", false);
  return made;
}

}  // namespace kpa::schema
