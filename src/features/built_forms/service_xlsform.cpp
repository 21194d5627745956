#include <utility>

#include "core/i18n/text.hpp"
#include "core/schema/json.hpp"
#include "features/built_forms/service_forms.hpp"
#include "features/built_forms/xlsform/xlsform.hpp"

namespace kpa::built_forms {

namespace {

/// What a worker makes of a file; it needs a value before there is one.
using MaybeImported = std::optional<Outcome<xlsform::Imported>>;

}  // namespace

Task<Outcome<ImportedForm>> Builder::import_workbook(const http::Call& call, std::string file) const {
  const std::function<MaybeImported()> read = [file = std::move(file)] {
    return MaybeImported(xlsform::read(file));
  };
  MaybeImported imported = co_await workers_.run(read);
  if (!*imported) co_return imported->error();
  const xlsform::Imported& found = **imported;
  // The same is asked of it as of a form that comes as JSON.
  auto checked = schema::decode_value<Definition>(schema::parse_json(schema::encode(found.form)).value());
  if (!checked) co_return found.placed(checked.error());
  auto form = co_await create(call, std::move(*checked));
  if (!form) co_return found.placed(form.error());
  ImportedForm made{.form = std::move(*form), .remarks = {}};
  for (const auto& remark : found.remarks)
    made.remarks.push_back({remark.place.text(), remark.code, remark.message});
  co_return made;
}

Task<Outcome<http::Download>> Builder::export_workbook(std::int64_t id) const {
  auto form = co_await export_draft(id);
  if (!form) co_return form.error();
  const std::function<std::string()> write = [form = std::move(*form)] { return xlsform::write(form); };
  std::string file = co_await workers_.run(write);
  http::Download made{.file_name = "form-" + std::to_string(id) + ".xlsx", .body = {}};
  made.body = [file = std::move(file)](http::SendChunk send) { return send(file); };
  co_return made;
}

}  // namespace kpa::built_forms
