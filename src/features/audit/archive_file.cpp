#include "features/audit/archive_file.hpp"

#include <stdexcept>
#include <string_view>
#include <utility>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace kpa::audit {
namespace {

namespace json = boost::json;

/// Identifies the file format, so that a later one can be distinguished.
constexpr std::string_view archive_form = "kpa-audit-archive-1";

json::value to_json(const std::optional<std::int64_t>& number) {
  return number ? json::value(*number) : json::value(nullptr);
}
json::value to_json(const std::optional<std::string>& text) {
  return text ? json::value(*text) : json::value(nullptr);
}

void read(const json::object& object, std::string_view name, std::optional<std::int64_t>& into) {
  if (const auto& value = object.at(name); !value.is_null()) into = value.as_int64();
}
void read(const json::object& object, std::string_view name, std::optional<std::string>& into) {
  if (const auto& value = object.at(name); !value.is_null()) into = std::string(value.as_string());
}

/// The values of an event in a line, for reading and writing.
template <class Event, class Visit>
void each_member(Event& event, Visit visit) {
  visit("occurred_at", event.occurred_at);
  visit("actor_id", event.actor_id);
  visit("entity_type", event.entity_type);
  visit("entity_id", event.entity_id);
  visit("entity_version", event.entity_version);
  visit("action", event.action);
  visit("before", event.before);
  visit("after", event.after);
  visit("request_id", event.request_id);
  visit("client_address", event.client_address);
}

/// The previous seal is read only if the line contains it; else it is that of the line before.
void read(const json::object& object, ArchivedEvent& into) {
  into.seal = {object.at("sequence").as_int64(), std::string(object.at("hash").as_string())};
  read(object, "sealed_at", into.sealed_at);
  const auto* previous = object.if_contains("previous_hash");
  into.previous = {into.seal.sequence - 1, previous == nullptr ? "" : std::string(previous->as_string())};
  into.event.id = object.at("id").as_int64();
  each_member(into.event, [&](const char* name, auto& value) { read(object, name, value); });
}

}  // namespace

ArchiveWriter::ArchiveWriter(std::filesystem::path file, const ArchiveHeader& header)
    : lines_(std::move(file)) {
  lines_.add(json::serialize(json::object{{"format", archive_form},
                                          {"ends_before", header.ends_before},
                                          {"events", header.events},
                                          {"first_sequence", to_json(header.first_sequence)},
                                          {"last_sequence", to_json(header.last_sequence)}}));
}

void ArchiveWriter::add(const ArchivedEvent& archived) {
  json::object line{{"sequence", archived.seal.sequence},
                    {"hash", archived.seal.hash},
                    {"sealed_at", to_json(archived.sealed_at)}};
  if (archived.previous != last_) line["previous_hash"] = archived.previous.hash;
  line["id"] = archived.event.id;
  each_member(archived.event, [&](const char* name, const auto& value) { line[name] = to_json(value); });
  lines_.add(json::serialize(line));
  last_ = archived.seal;
}

std::string ArchiveWriter::finish() {
  std::string digest = crypto::hex(lines_.digest());
  lines_.add(json::serialize(json::object{{"sha256", digest}}));
  lines_.finish();
  return digest;
}

ArchiveReader::ArchiveReader(const std::filesystem::path& file) : name_(file.string()), lines_(file) {
  std::string line;
  if (!lines_.next(line)) throw std::runtime_error(name_ + " is empty");
  try {
    const json::object object = json::parse(line).as_object();
    if (object.at("format").as_string() != archive_form) throw std::runtime_error("another format");
    header_.ends_before = object.at("ends_before").as_int64();
    header_.events = object.at("events").as_int64();
    read(object, "first_sequence", header_.first_sequence);
    read(object, "last_sequence", header_.last_sequence);
  } catch (const std::exception&) {
    throw std::runtime_error(name_ + " is no archive of events: its first line is not that of one");
  }
}

std::optional<ArchivedEvent> ArchiveReader::next() {
  const std::string digest = crypto::hex(lines_.digest());
  std::string line;
  if (!lines_.next(line)) throw std::runtime_error(name_ + " is cut off: its last line is missing");
  ArchivedEvent archived;
  std::optional<std::string> told_digest;
  try {
    const json::object object = json::parse(line).as_object();
    if (object.contains("sha256"))
      read(object, "sha256", told_digest);
    else
      read(object, archived);
  } catch (const std::exception&) {
    throw std::runtime_error(name_ + ", line " + std::to_string(read_ + 2) + ", is no event of an archive");
  }
  if (told_digest) {
    end(*told_digest, digest);
    return std::nullopt;
  }
  if (archived.previous.hash.empty()) archived.previous = last_;
  ++read_;
  last_ = archived.seal;
  return archived;
}

void ArchiveReader::end(std::string_view told_digest, const std::string& digest) {
  std::string beyond;
  if (told_digest != digest || read_ != header_.events || lines_.next(beyond))
    throw std::runtime_error(name_ + " was altered: its lines are others than the first and the last tell");
  digest_ = digest;
}

}  // namespace kpa::audit
