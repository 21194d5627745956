#pragma once

#include "features/bogie_checksheets/store.hpp"
#include "features/bogie_checksheets/wire.hpp"

namespace kpa::bogie_checksheets {

/// What sets bogie checksheets apart from other forms: see maintenance_forms::Kind.
struct Kind : maintenance_forms::NothingOfItsOwn {
  using Form = BogieChecksheet;
  using NewForm = NewBogieChecksheet;
  using Written = Content;
  using ListQuery = bogie_checksheets::ListQuery;

  static constexpr const auto& names = bogie_checksheets::names;
  static const auto& store() { return bogie_checksheets::store; }

  /// Its details taken apart and its conditions weighed.
  static Outcome<Content> judged(const NewBogieChecksheet& form);
  static void narrow(const ListQuery& query, db::Selection& selection);
};

class Service final : public maintenance_forms::Service<Kind> {
 public:
  using maintenance_forms::Service<Kind>::Service;
};

}  // namespace kpa::bogie_checksheets
