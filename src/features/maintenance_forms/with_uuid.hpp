#pragma once

#include <optional>
#include <string>
#include <utility>

#include "core/crypto/digest.hpp"
#include "core/db/uuid.hpp"
#include "core/schema/object.hpp"
#include "core/schema/uuid.hpp"

namespace kpa::maintenance_forms {

/// A new form, and the name that its client gave it before the server knew it. The name is no part of what
/// people fill in: it never changes.
template <class NewForm>
struct WithUuid {
  std::optional<Uuid> uuid;
  NewForm form;
};

/// The client's own name for a form, as it is stored with it. `sent_digest` tells whether what comes later
/// under the same name is a repeat. A group of columns.
struct ClientName {
  std::optional<Uuid> uuid;
  std::optional<std::string> sent_digest;  ///< SHA-256 of what the client sent, in hexadecimal
};

/// To be called with the form as it came, before anything is filled in.
template <class NewForm>
ClientName client_name(const WithUuid<NewForm>& sent) {
  if (!sent.uuid) return {};
  std::string meaning;
  schema::write_meaning(sent.form, meaning);
  return {sent.uuid, crypto::hex(crypto::sha256(meaning))};
}

}  // namespace kpa::maintenance_forms

/// As JSON, one object: the form's members and `uuid`.
template <class NewForm>
struct kpa::schema::Codec<kpa::maintenance_forms::WithUuid<NewForm>> {
  using Whole = maintenance_forms::WithUuid<NewForm>;

  static std::optional<Whole> read(const json::value& value, const Path& path, Issues& issues) {
    const json::value* const sent = value.is_object() ? value.get_object().if_contains("uuid") : nullptr;
    if (sent == nullptr) return with(std::nullopt, Codec<NewForm>::read(value, path, issues));
    const std::size_t before = issues.size();
    auto uuid = sent->is_null() ? std::nullopt : Codec<Uuid>::read(*sent, Path(path, "uuid"), issues);
    json::object rest = value.get_object();
    rest.erase("uuid");
    auto whole = with(std::move(uuid), Codec<NewForm>::read(rest, path, issues));
    if (issues.size() != before) return std::nullopt;
    return whole;
  }
  /// Without a UUID the same as that of the form alone.
  static void write_meaning(const Whole& value, std::string& out) {
    if (value.uuid) out.append(value.uuid->text).append(1, ' ');
    schema::write_meaning(value.form, out);
  }
  static void write(const Whole& value, std::string& out) {
    Codec<NewForm>::write(value.form, out);
    out.pop_back();
    out += ",\"uuid\":";
    out += value.uuid ? encode(*value.uuid) : "null";
    out += '}';
  }
  static json::object document(Components& components) {
    const auto& form = describe<NewForm>();
    const std::string name = form.name() + "WithUuid";
    json::object schema = form.schema(components);
    json::object uuid = Codec<Uuid>::document(components);
    uuid["type"] = {"string", "null"};
    uuid["description"] =
        "The client's own name for the form, made when somebody begins to fill it in. Sent again, also after "
        "days, the form is stored once";
    schema["properties"].as_object()["uuid"] = std::move(uuid);
    components[name] = std::move(schema);
    return {{"$ref", "#/components/schemas/" + name}};
  }
  static json::value example() { return Codec<NewForm>::example(); }

 private:
  static std::optional<Whole> with(std::optional<Uuid> uuid, std::optional<NewForm> form) {
    if (!form) return std::nullopt;
    return Whole{std::move(uuid), std::move(*form)};
  }
};

template <>
const kpa::db::Columns<kpa::maintenance_forms::ClientName>& kpa::db::columns();
