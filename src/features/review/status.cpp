#include "features/review/status.hpp"

#include "core/unicode.hpp"

namespace kpa::review {
namespace {

struct Title {
  Status status;
  i18n::Text title;
};

constexpr std::array<Title, 5> titles = {{{Status::saved, i18n::text("Saved")},
                                          {Status::submitted, i18n::text("Submitted")},
                                          {Status::reviewed, i18n::text("Reviewed")},
                                          {Status::approved, i18n::text("Approved")},
                                          {Status::rejected, i18n::text("Rejected")}}};

}  // namespace

i18n::Text title_of(Status status) { return titles.at(static_cast<std::size_t>(status)).title; }

std::optional<Problem> refusal(Status status) {
  if (is_editable(status)) return std::nullopt;
  return Problem{
      .code = Code::state_conflict,
      .message = {i18n::text("Only a saved form can be changed or submitted; this one is {status}."),
                  {{"status", title_of(status)}}}};
}

}  // namespace kpa::review

namespace kpa::schema {

using review::Status;

std::optional<Status> Codec<Status>::read_text(std::string_view text, const Path& path, Issues& issues) {
  for (const auto& [status, name] : EnumNames<Status>::table)
    if (is_choice(text, name)) return status;
  issues.add(path, "not_a_choice", {{"choices", "Saved, Submitted, Reviewed, Approved, Rejected"}});
  return std::nullopt;
}

std::optional<Status> Codec<Status>::read(const json::value& value, const Path& path, Issues& issues) {
  const auto text = Codec<std::string>::read(value, path, issues);
  return text ? read_text(*text, path, issues) : std::nullopt;
}

void Codec<Status>::write(Status value, std::string& out) {
  write_string(review::title_of(value).english(), out);
}

json::object Codec<Status>::document(Components&) {
  return {{"type", "string"}, {"enum", {"Saved", "Submitted", "Reviewed", "Approved", "Rejected"}}};
}

}  // namespace kpa::schema
