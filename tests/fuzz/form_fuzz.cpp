#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/schema/json.hpp"
#include "features/built_forms/form.hpp"

namespace {

using namespace kpa;
using namespace kpa::built_forms;

void require(bool holds) {
  if (!holds) std::abort();
}

/// The same for every run.
const expressions::Moment at_noon{parse_date("2024-01-15").value(),
                                  parse_instant("2024-01-15T12:00:00Z").value()};

}  // namespace

/// A line with a form as JSON, then answers. Either is refused with reasons; what is accepted is accepted
/// again in its normal form, and stays the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(input.find('\n'), input.size());
  const auto document = schema::parse_json(input.substr(0, end));
  if (!document) return 0;
  auto definition = schema::decode_value<Definition>(*document);
  if (!definition) {
    require(!definition.error().fields.empty());
    return 0;
  }
  const auto form = Form::build(std::move(*definition));
  if (!form) {
    require(!form.error().fields.empty());
    return 0;
  }
  require(Form::restore((*form)->definition(), (*form)->logic())->logic().text == (*form)->logic().text);
  if (end == input.size()) return 0;
  const auto answers = schema::parse_json(input.substr(end + 1));
  if (!answers || !answers->is_object()) return 0;
  const auto judged = (*form)->judge(*answers, at_noon);
  if (!judged) {
    require(!judged.error().fields.empty());
    return 0;
  }
  const auto stored = schema::parse_json(judged->answers.text).value();
  const auto again = (*form)->judge(stored, at_noon);
  require(again && again->answers.text == judged->answers.text && again->pruned.empty());
  return 0;
}
