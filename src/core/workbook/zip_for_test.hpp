#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <archive.h>
#include <archive_entry.h>

namespace kpa::workbook {

/// A ZIP container with these parts, in this order.
inline std::string zipped(const std::vector<std::pair<std::string, std::string>>& parts) {
  std::string out;
  archive* const zip = archive_write_new();
  archive_write_set_format_zip(zip);
  archive_write_set_bytes_in_last_block(zip, 1);
  archive_write_open(
      zip, &out, nullptr,
      [](archive*, void* to, const void* bytes, std::size_t size) {
        static_cast<std::string*>(to)->append(static_cast<const char*>(bytes), size);
        return static_cast<la_ssize_t>(size);
      },
      nullptr);
  for (const auto& [name, content] : parts) {
    archive_entry* const entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    archive_write_header(zip, entry);
    archive_write_data(zip, content.data(), content.size());
    archive_entry_free(entry);
  }
  archive_write_close(zip);
  archive_write_free(zip);
  return out;
}

/// A workbook of one sheet, "Data", whose <sheetData> has this content.
inline std::string workbook_of(const std::string& rows, const std::string& shared = {},
                               const std::string& properties = {}) {
  const std::string type = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
  return zipped(
      {{"[Content_Types].xml", "<Types/>"},
       {"_rels/.rels", "<Relationships><Relationship Id='rId1' Type='" + type +
                           "officeDocument' Target='/xl/workbook.xml'/></Relationships>"},
       {"xl/workbook.xml",
        "<x:workbook xmlns:x='urn:any' xmlns:r='urn:other'>" + properties +
            "<x:sheets><x:sheet name='Data' sheetId='1' r:id='rId7'/></x:sheets></x:workbook>"},
       {"xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id='rId7' Type='" + type +
            "worksheet' Target='worksheets/sheet1.xml'/><Relationship Id='rId8' Type='" + type +
            "sharedStrings' Target='sharedStrings.xml'/><Relationship Id='rId9' Type='" + type +
            "styles' Target='styles.xml'/></Relationships>"},
       {"xl/styles.xml",
        "<styleSheet><numFmts><numFmt numFmtId='170' formatCode='dd/mm/yyyy'/></numFmts><cellStyleXfs><xf "
        "numFmtId='14'/></cellStyleXfs><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='170'/>"
        "<xf numFmtId='4'/></cellXfs></styleSheet>"},
       {"xl/sharedStrings.xml", "<sst>" + shared + "</sst>"},
       {"xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"}});
}

}  // namespace kpa::workbook
