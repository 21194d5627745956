#include <stdexcept>
#include <utility>

#include "features/records/records.hpp"

template <>
const kpa::db::Columns<kpa::records::Record>& kpa::db::columns() {
  using R = records::Record;
  static const auto made =
      Columns<R>().column("id", &R::id).column("version", &R::version).column("title", &R::title);
  return made;
}

namespace kpa::records {
namespace {

std::string statement(const Description& of, std::string_view what) {
  return std::string(of.name).append("_").append(what);
}

std::string one_seen(const Description& of) {
  return "SELECT id, version, " + std::string(of.title) + " AS title FROM " + std::string(of.table) +
         " WHERE id = $1 AND " + of.seen;
}

}  // namespace

Kind::Kind(Description description)
    : description_(std::move(description)),
      find_(statement(description_, "record"), one_seen(description_)),
      lock_(statement(description_, "record_locked"), one_seen(description_) + " FOR UPDATE"),
      reviewable_(description_.review ? std::make_unique<const Reviewable>(description_) : nullptr) {}

void Register::add(const Kind& kind) {
  for (const Kind* known : kinds_)
    if (known->description().name == kind.description().name)
      throw std::logic_error("two kinds of record have this name: " + std::string(kind.description().name));
  kinds_.push_back(&kind);
}

const Kind* Register::of_slug(std::string_view slug) const {
  for (const Kind* kind : kinds_)
    if (kind->description().slug() == slug) return kind;
  return nullptr;
}

}  // namespace kpa::records
