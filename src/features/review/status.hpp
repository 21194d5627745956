#pragma once

#include <optional>
#include <string_view>

#include "core/enum_names.hpp"
#include "core/problem.hpp"
#include "core/schema/scalars.hpp"

namespace kpa::review {

/// The status of a maintenance form: saved → submitted → reviewed → approved or rejected.
enum class Status { saved, submitted, reviewed, approved, rejected };

/// Name in answers, e.g. `Saved`.
i18n::Text title_of(Status status);

/// Only a saved form may be changed or submitted; after that it belongs to its reviewers.
constexpr bool is_editable(Status status) { return status == Status::saved; }

/// Why a form with this status cannot be changed or submitted; nothing when it can.
std::optional<Problem> refusal(Status status);

}  // namespace kpa::review

template <>
struct kpa::EnumNames<kpa::review::Status> {
  using S = kpa::review::Status;
  static constexpr std::array<std::pair<S, std::string_view>, 5> table = {{{S::saved, "saved"},
                                                                           {S::submitted, "submitted"},
                                                                           {S::reviewed, "reviewed"},
                                                                           {S::approved, "approved"},
                                                                           {S::rejected, "rejected"}}};
};

/// Written as `Saved`; read in any case.
template <>
struct kpa::schema::Codec<kpa::review::Status> {
  static std::optional<review::Status> read(const json::value& value, const Path& path, Issues& issues);
  static std::optional<review::Status> read_text(std::string_view text, const Path& path, Issues& issues);
  static void write(review::Status value, std::string& out);
  static json::object document(Components& components);
  static json::value example() { return "Saved"; }
};
