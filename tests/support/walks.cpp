#include "tests/support/walks.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

namespace kpa::test {
namespace {

namespace json = boost::json;

/// The files' contents, by name of the feature.
const std::vector<json::object>& told() {
  static const auto all = [] {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(KPA_SOURCE_DIR "/src/features"))
      if (const auto path = entry.path() / "walks_test.json"; std::filesystem::exists(path))
        paths.push_back(path);
    std::ranges::sort(paths);
    std::vector<json::object> read;
    for (const auto& path : paths) {
      std::ifstream file(path);
      read.push_back(json::parse(std::string{std::istreambuf_iterator<char>(file), {}}).as_object());
    }
    return read;
  }();
  return all;
}

/// The members of `section` from all files together.
json::object section(const std::string& name) {
  json::object all;
  for (const auto& file : told())
    if (const auto* part = file.if_contains(name))
      for (const auto& [key, value] : part->as_object())
        if (!all.emplace(key, value).second)
          throw std::runtime_error("two features tell of " + std::string(key));
  return all;
}

const json::object& calls() {
  static const json::object all = section("calls");
  return all;
}

/// The people and records that texts in braces refer to.
struct Scene {
  const TestService& service;
  const Person& owner;
  const Person& caller;

  std::string depot_of(const Person& person) const {
    return service.sql("SELECT depot_id FROM users WHERE id = " + std::to_string(person.id));
  }
  /// The value for a name in braces; nothing when it is not such a name.
  std::optional<std::string> value_of(const std::string& name) const {
    static int used = 10'000;
    if (name == "owner") return std::to_string(owner.id);
    if (name == "owner.phone") return owner.phone;
    if (name == "owner.depot") return depot_of(owner);
    if (name == "caller.depot") return depot_of(caller);
    if (name == "unique") return std::to_string(used++);
    if (name.starts_with('/')) return new_record(service, name, owner).id;
    return std::nullopt;
  }
  std::string filled(std::string text) const {
    for (std::size_t at = text.find('{'); at != text.npos; at = text.find('{', at)) {
      const std::size_t end = text.find('}', at);
      if (end == text.npos) break;
      const auto value = value_of(text.substr(at + 1, end - at - 1));
      if (value) text.replace(at, end - at + 1, *value);
      at += value ? value->size() : 1;
    }
    return text;
  }
  json::value filled(const json::value& value) const {
    if (const auto* object = value.if_object()) {
      json::object all;
      for (const auto& [name, member] : *object) all[name] = filled(member);
      return all;
    }
    if (!value.is_string()) return value;
    const std::string text(value.as_string());
    const bool one_id = text.starts_with('{') && text.find('}') == text.size() - 1;
    const std::string result = filled(text);
    if (!one_id || !std::ranges::all_of(result, [](unsigned char c) { return std::isdigit(c) != 0; }))
      return json::value(result);
    return result.empty() ? json::value() : json::value(std::stoll(result));
  }
};

std::set<int> statuses(const json::object& call, const char* name) {
  std::set<int> all;
  if (const auto* given = call.if_contains(name))
    for (const auto& status : given->as_array()) all.insert(static_cast<int>(status.as_int64()));
  return all;
}

std::string text_of(const json::object& object, const char* name) {
  return std::string(object.at(name).as_string());
}

/// Posts the collection's documented example as `owner`; returns the new id.
std::string posted(const TestService& service, const RecordKind& kind, const Person& owner) {
  static std::map<std::string, Operation> creating;
  if (!creating.contains(kind.prefix))
    for (const auto& operation : documented_operations(service.client()))
      if (operation.name() == "POST " + kind.prefix) creating[kind.prefix] = operation;
  const Operation& post = creating.at(kind.prefix);
  const auto made = call(service.client(owner), post, kind.prefix, example_of(service, post, owner));
  if (made.status != 201) throw std::runtime_error("cannot make a record: " + made.text);
  const auto* data = made.body.as_object().if_contains("data");
  return std::to_string((data == nullptr ? made.body : *data).at("id").as_int64());
}

std::string collection_of(const Operation& operation) {
  return operation.path.substr(0, operation.path.find("/{"));
}

}  // namespace

std::string Record::row(const TestService& service) const {
  return service.sql("SELECT t::text FROM " + table + " t WHERE id = " + id);
}

Record RecordKind::make(const TestService& service, const Person& owner) const {
  const Scene scene{service, owner, owner};
  Record record{.ids = {}, .table = text_of(told, "table"), .id = {}};
  record.id =
      told.contains("post") ? posted(service, *this, owner) : service.sql(scene.filled(text_of(told, "sql")));
  record.ids["id"] = record.id;
  if (const auto* more = told.if_contains("ids"))
    for (const auto& [name, sql] : more->as_object())
      record.ids[name] = service.sql(scene.filled(std::string(sql.as_string())));
  return record;
}

const std::vector<RecordKind>& record_kinds() {
  static const auto all = [] {
    std::vector<RecordKind> kinds;
    for (const auto& [prefix, kind] : section("records")) kinds.push_back({prefix, kind.as_object()});
    return kinds;
  }();
  return all;
}

const RecordKind* kind_of(const Operation& operation) {
  const auto found = std::ranges::find(record_kinds(), collection_of(operation), &RecordKind::prefix);
  return found == record_kinds().end() ? nullptr : &*found;
}

Record new_record(const TestService& service, const std::string& prefix, const Person& owner) {
  const auto found = std::ranges::find(record_kinds(), prefix, &RecordKind::prefix);
  if (found == record_kinds().end())
    throw std::runtime_error("no feature tells how a record of " + prefix + " is made");
  return found->make(service, owner);
}

json::value example_of(const TestService& service, const Operation& operation, const Person& owner) {
  static const json::object all = section("fresh");
  json::value body = operation.example;
  const auto* fresh = all.if_contains(collection_of(operation));
  if (fresh == nullptr || !body.is_object()) return body;
  for (const auto& [name, value] : fresh->as_object())
    if (body.as_object().contains(name)) body.as_object()[name] = Scene{service, owner, owner}.filled(value);
  return body;
}

bool is_told(const Operation& operation, std::string_view what) {
  const auto* told = calls().if_contains(operation.name());
  return told != nullptr && told->as_object().contains(what);
}

Call call_of(const TestService& service, const Operation& operation, const Person& owner,
             const Person& caller) {
  Call call{.body = operation.method == "PATCH" ? json::value(json::object())
                                                : example_of(service, operation, owner)};
  const auto* told = calls().if_contains(operation.name());
  if (told == nullptr) return call;
  const auto& given = told->as_object();
  if (const auto* body = given.if_contains("body")) call.body = Scene{service, owner, caller}.filled(*body);
  call.answers = statuses(given, "answers");
  call.answers_of_own = statuses(given, "answers_of_own");
  return call;
}

std::set<std::string> open_endpoints() {
  std::set<std::string> all;
  for (const auto& file : told())
    if (const auto* open = file.if_contains("open"))
      for (const auto& name : open->as_array()) all.insert(std::string(name.as_string()));
  return all;
}

std::set<std::string> told_calls() {
  std::set<std::string> all;
  for (const auto& [name, call] : calls()) all.insert(name);
  return all;
}

}  // namespace kpa::test
