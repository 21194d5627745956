#include "features/maintenance_forms/store.hpp"

#include <iterator>
#include <utility>

template <>
const kpa::db::Columns<kpa::maintenance_forms::ClientName>& kpa::db::columns() {
  using N = maintenance_forms::ClientName;
  static const auto made = Columns<N>().column("uuid", &N::uuid).column("sent_digest", &N::sent_digest);
  return made;
}

namespace kpa::maintenance_forms {

std::string own(const Header& header) {
  return "(" + std::string(header.inspector) + " = $1 OR created_by = $1)";
}

std::vector<db::Filter> filters(const Header& header, std::vector<db::Filter> more) {
  const std::string inspector(header.inspector), date(header.work_date);
  std::vector<db::Filter> all = {{"form_number", "form_number ILIKE containing(?)"},
                                 {"inspector", inspector + " = ?"},
                                 {"work_date", date + " = ?"},
                                 {"work_date_from", date + " >= ?"},
                                 {"work_date_to", date + " <= ?"},
                                 {"status", "status = ?"},
                                 {"created_after", "created_at > ?"},
                                 {"created_before", "created_at < ?"},
                                 {"entered_by", "created_at <= ?"},
                                 {"has_findings", "(findings <> '[]') = ?"},
                                 {"seen", identity::seen_by_staff(inspector)}};
  std::ranges::move(more, std::back_inserter(all));
  return all;
}

std::vector<db::Sort> sorts(const Header& header) {
  return {{"created_at", "created_at", "timestamptz"},
          {header.work_date, std::string(header.work_date), "date"},
          {"form_number", "lower(form_number)", "text"}};
}

}  // namespace kpa::maintenance_forms
