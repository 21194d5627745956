#include "features/sync/sync.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <utility>

#include "core/crypto/digest.hpp"
#include "features/sync/service.hpp"
#include "features/sync/store.hpp"

namespace kpa::sync {
namespace {

template <class T>
const T* named(const std::vector<const T*>& all, std::string_view name) {
  const auto found = std::ranges::find(all, name, [](const T* one) { return one->description().name; });
  return found == all.end() ? nullptr : *found;
}

Task<jobs::Done> forget_operations(db::Queries& unit) {
  constexpr std::int64_t most = 10'000;  // forgotten in one transaction
  co_return jobs::all_if_fewer(co_await unit.run(store::forget, most), most);
}

}  // namespace

PartOfProgram::PartOfProgram(std::string_view name, RawJson record)
    : Feed({.name = name, .record = {}}),
      record_(std::move(record)),
      digest_(crypto::hex(crypto::sha256(record_.text))) {}

Task<std::vector<Item>> PartOfProgram::page(const http::Call&, std::int64_t after, std::int64_t) const {
  std::vector<Item> items;
  if (after == 0) items.push_back({.id = 1, .version = 1, .record = record_});
  co_return items;
}

Task<std::vector<Item>> PartOfProgram::among(const http::Call&, std::vector<std::int64_t>) const {
  co_return std::vector<Item>();
}

void Register::add(const Feed& feed) {
  if (this->feed(feed.description().name) != nullptr)
    throw std::logic_error("two things that devices keep have this name: " +
                           std::string(feed.description().name));
  feeds_.push_back(&feed);
}

void Register::add(const Kind& kind) {
  add(static_cast<const Feed&>(kind));
  kinds_.push_back(&kind);
}

const Kind* Register::kind(std::string_view name) const { return named(kinds_, name); }
const Feed* Register::feed(std::string_view name) const { return named(feeds_, name); }

Sync::Sync(const Foundation& foundation, const Register& kinds)
    : service_(std::make_unique<const Service>(foundation.database, kinds)) {}

Sync::~Sync() = default;

std::vector<jobs::Job> Sync::scheduled_jobs() const {
  return {{.name = "forget_sync_operations", .period = std::chrono::hours(1), .work = forget_operations}};
}

}  // namespace kpa::sync
