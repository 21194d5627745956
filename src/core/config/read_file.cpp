#include <algorithm>

#include <toml++/toml.h>

#include "core/config/declarations.hpp"
#include "core/config/given.hpp"
#include "core/config/values.hpp"

namespace kpa::config {
namespace {

/// The value as text, as it would be in the environment; nothing for types that no setting has.
std::optional<std::string> text_of(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) return std::to_string(number->get());
  if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
  const auto* array = node.as_array();
  if (!array) return std::nullopt;
  std::string joined;
  for (const toml::node& item : *array) {
    const auto* text = item.as_string();
    if (!text || text->get().find(',') != std::string::npos) return std::nullopt;
    joined += (joined.empty() ? "" : ",") + text->get();
  }
  return joined;
}

/// Turns a table into `db=DEBUG,users=INFO`; nothing when a value is not text.
std::optional<std::string> text_of(const toml::table& table) {
  std::string joined;
  for (const auto& [key, value] : table) {
    const auto* text = value.as_string();
    if (!text) return std::nullopt;
    joined += (joined.empty() ? "" : ",") + std::string(key.str()) + "=" + text->get();
  }
  return joined;
}

class FileReader {
 public:
  FileReader(std::string file, std::vector<Mistake>& mistakes)
      : file_(std::move(file)), mistakes_(mistakes) {}

  void read(const toml::table& table, const std::string& prefix) {
    for (const auto& [key, value] : table) read_one(prefix + std::string(key.str()), value);
  }

  GivenByName taken() { return std::move(given_); }

  std::string place(const toml::source_region& where) const {
    return file_ + " line " + std::to_string(where.begin.line);
  }

 private:
  void read_one(const std::string& name, const toml::node& value) {
    const auto known = std::ranges::find(declarations(), name, &Declaration::name);
    const auto* table = value.as_table();
    const std::string where = place(value.source());
    if (known == declarations().end()) {
      if (table && is_section(name)) return read(*table, name + ".");
      return unknown(name, where);
    }
    const bool takes_table = known->kind == "levels";
    const auto text = table && takes_table ? text_of(*table) : text_of(value);
    if (text) {
      given_[name] = {*text, where};
    } else {
      mistakes_.push_back(
          {name, where, "is not written in a way that this setting knows", "Write " + known->expects + "."});
    }
  }

  static bool is_section(const std::string& name) {
    return std::ranges::any_of(declarations(),
                               [&](const Declaration& d) { return d.name.starts_with(name + "."); });
  }

  void unknown(const std::string& name, const std::string& where) {
    std::vector<std::string> names;
    for (const Declaration& declared : declarations()) names.push_back(declared.name);
    const auto meant = nearest(name, names);
    mistakes_.push_back(
        {name, where, "is not a setting",
         meant ? "Did you mean " + *meant + "?" : "Remove it, or see docs/configuration.md for the names."});
  }

  std::string file_;
  std::vector<Mistake>& mistakes_;
  GivenByName given_;
};

}  // namespace

GivenByName read_file(const std::filesystem::path& file, std::vector<Mistake>& mistakes) {
  FileReader reader(file.string(), mistakes);
  std::error_code failed;
  if (!std::filesystem::is_regular_file(file, failed)) {
    mistakes.push_back({"", file.string(), "there is no such file",
                        "Name an existing file with --config, or leave it out."});
    return {};
  }
  try {
    reader.read(toml::parse_file(file.string()), "");
  } catch (const toml::parse_error& error) {
    // The parser's message may quote a secret, so only the position is reported.
    const bool inside = error.source().begin.line != 0;
    mistakes.push_back(
        {"", inside ? reader.place(error.source()) : file.string(),
         inside ? "is not valid TOML" : "cannot be read",
         inside ? "Mend what stands there or just before: texts in quotes, one key = value a line."
                : "Check the permissions of the file."});
  }
  return reader.taken();
}

}  // namespace kpa::config
