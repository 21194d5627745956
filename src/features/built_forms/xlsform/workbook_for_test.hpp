#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/workbook/workbook.hpp"

namespace kpa::built_forms::xlsform {

using Cells = std::vector<std::string>;

/// A workbook with these sheets; the first row of each has the titles.
inline std::string workbook_with(const std::vector<std::pair<std::string, std::vector<Cells>>>& sheets) {
  std::vector<workbook::NewSheet> made;
  for (const auto& [name, rows] : sheets) made.push_back({name, rows.front()});
  workbook::Writer writer(made);
  for (std::size_t sheet = 0; sheet < sheets.size(); ++sheet)
    for (std::size_t row = 1; row < sheets[sheet].second.size(); ++row) {
      std::vector<workbook::Value> cells;
      for (const std::string& text : sheets[sheet].second[row])
        cells.push_back(text.empty() ? workbook::Value() : workbook::Value(text));
      writer.add(sheet, cells);
    }
  std::string file = writer.take();
  while (writer.finish()) file += writer.take();
  return file + writer.take();
}

}  // namespace kpa::built_forms::xlsform
