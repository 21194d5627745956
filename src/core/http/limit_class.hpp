#pragma once

#include "core/enum_names.hpp"

namespace kpa::http {

/// Which rate limits a request counts against. By default GET routes are `read`, others `write`.
enum class LimitClass { read, write, login, registration, code, export_ };

}  // namespace kpa::http

template <>
struct kpa::EnumNames<kpa::http::LimitClass> {
  using L = kpa::http::LimitClass;
  static constexpr std::array<std::pair<L, std::string_view>, 6> table = {{{L::read, "read"},
                                                                           {L::write, "write"},
                                                                           {L::login, "login"},
                                                                           {L::registration, "registration"},
                                                                           {L::code, "code"},
                                                                           {L::export_, "export"}}};
};
