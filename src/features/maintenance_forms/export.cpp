#include "features/maintenance_forms/export.hpp"

#include <boost/json/parse.hpp>

namespace kpa::maintenance_forms {
namespace {

/// What is between the quotation marks.
std::string_view unquoted(const RawJson& text) {
  std::string_view inside = text.text;
  if (!inside.starts_with('"')) return {};
  return inside.substr(1, inside.size() - 2);
}

std::string text_at(const boost::json::object& finding, std::string_view member) {
  return std::string(finding.at(member).as_string());
}

}  // namespace

tables::Cell cell_of(const Encoded<Date>& date) { return tables::cell(parse_date(unquoted(date))); }
tables::Cell cell_of(const Encoded<Instant>& instant) {
  return tables::cell(parse_instant(unquoted(instant)));
}

std::vector<tables::Cells> finding_rows(const schema::Findings& findings, Explain explain) {
  if (findings.text == "[]") return {};
  std::string said;
  schema::write_findings(findings, explain, said);
  std::vector<tables::Cells> rows;
  const auto all = boost::json::parse(said);
  for (const auto& one : all.as_array()) {
    const auto& finding = one.as_object();
    rows.push_back({text_at(finding, "path"), text_at(finding, "code"),
                    tables::number(finding.at("severity").as_int64()), text_at(finding, "message")});
  }
  return rows;
}

}  // namespace kpa::maintenance_forms
