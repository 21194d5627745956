#include "features/system_settings/wire.hpp"

namespace kpa::system_settings {
namespace {

template <class T>
schema::Object<T> with_choices(schema::Object<T> object) {
  return std::move(object)
      .field("require_second_factor_for_staff", &Choices::require_second_factor_for_staff,
             "Staff and superusers without a second factor are treated as regular users until they set "
             "one up",
             true)
      .field("registration_open", &Choices::registration_open,
             "Whether anybody may register; otherwise only administrators create users", false);
}

}  // namespace
}  // namespace kpa::system_settings

template <>
const kpa::schema::Object<kpa::system_settings::Choices>& kpa::schema::describe() {
  static const auto made =
      system_settings::with_choices(object<system_settings::Choices>("SystemSettingsChoices"));
  return made;
}

template <>
const kpa::schema::Object<kpa::system_settings::Settings>& kpa::schema::describe() {
  using S = system_settings::Settings;
  static const auto made =
      system_settings::with_choices(object<S>("SystemSettings"))
          .field("updated_at", &S::updated_at, "When they were last changed", "2024-01-15T10:00:00Z")
          .field("version", &S::version, "Incremented with each change", 1)
          .versioned(&S::version);
  return made;
}
