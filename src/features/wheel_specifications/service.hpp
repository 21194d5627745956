#pragma once

#include "features/wheel_specifications/store.hpp"
#include "features/wheel_specifications/wire.hpp"

namespace kpa::wheel_specifications {

/// What sets wheel specifications apart from other forms: see maintenance_forms::Kind.
struct Kind : maintenance_forms::NothingOfItsOwn {
  using Form = WheelSpecification;
  using NewForm = NewWheelSpecification;
  using Written = Content;
  using ListQuery = wheel_specifications::ListQuery;

  static constexpr const auto& names = wheel_specifications::names;
  static const auto& store() { return wheel_specifications::store; }

  /// The type of stock: the one it had, or the default.
  static void complete(NewWheelSpecification& form, const WheelSpecification* before);
  /// Its measurements held against the limits of its type of stock. Fails where there are none.
  static Outcome<Content> judged(const NewWheelSpecification& form);
};

class Service final : public maintenance_forms::Service<Kind> {
 public:
  using maintenance_forms::Service<Kind>::Service;
};

}  // namespace kpa::wheel_specifications
