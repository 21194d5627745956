#include "core/outbox/outbox.hpp"

#include <utility>

#include "core/crypto/seal.hpp"
#include "core/outbox/store.hpp"

namespace kpa::outbox {

Task<void> Outbox::put(db::Queries& unit, Delivery delivery) {
  std::string sealed = crypto::seal(key_, delivery.payload, store::place(delivery.kind, delivery.target));
  co_await store::add(unit, std::move(delivery.kind), std::move(delivery.target), std::move(sealed),
                      delivery.good_for);
  unit.after_commit([this] { wake(); });
}

void Outbox::wake() {
  const std::scoped_lock lock(mutex_);
  if (wake_) wake_();
}

void Outbox::set_wake(std::function<void()> wake) {
  const std::scoped_lock lock(mutex_);
  wake_ = std::move(wake);
}

Task<std::int64_t> forget_old(db::Queries& unit, std::int64_t most) { return store::forget_old(unit, most); }

}  // namespace kpa::outbox
