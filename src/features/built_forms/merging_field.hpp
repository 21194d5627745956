#pragma once

#include <string>
#include <utility>

#include "core/schema/object.hpp"
#include "features/built_forms/merge_patch.hpp"

namespace kpa::built_forms {

/// A required member V of T, whose Codec reads an object of no fixed members. A merge patch reaches into it.
template <class T, class V>
class MergingField final : public schema::Field<T> {
 public:
  MergingField(std::string its_name, V T::* member, std::string meaning, boost::json::value sample)
      : schema::Field<T>(std::move(its_name), std::move(meaning), std::move(sample)), member_(member) {}

  bool required() const override { return true; }
  void read(const boost::json::value& value, T& into, const schema::Path& path,
            schema::Issues& issues) const override {
    if (auto read = schema::Codec<V>::read(value, path, issues)) into.*member_ = std::move(*read);
  }
  void read_text(std::string_view, T&, const schema::Path& path, schema::Issues& issues) const override {
    issues.add(path, "unknown_parameter");
  }
  void write(const T& from, std::string& out) const override { schema::Codec<V>::write(from.*member_, out); }
  boost::json::value merged(const boost::json::value& current,
                            const boost::json::value& change) const override {
    return merge_patched(current, change);
  }
  boost::json::object document(schema::Components& components) const override {
    return this->documented(schema::Codec<V>::document(components));
  }
  boost::json::value example_value() const override { return this->example; }

 private:
  V T::* member_;
};

}  // namespace kpa::built_forms
