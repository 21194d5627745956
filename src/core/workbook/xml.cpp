#include "core/workbook/xml.hpp"

#include <exception>
#include <memory>
#include <type_traits>

#include <expat.h>

namespace kpa::workbook {
namespace {

using i18n::text;

constexpr XML_Char separator = '|';
constexpr int deepest = 64;

std::string_view local(std::string_view name) { return name.substr(name.rfind(separator) + 1); }

/// What expat's callbacks get. They are C: an exception waits until the parser has returned.
struct Reading {
  Handler& handler;
  XML_Parser parser = nullptr;
  int depth = 0;
  std::exception_ptr failure = nullptr;

  template <class F>
  void guarded(F work) {
    if (failure) return;
    try {
      work();
    } catch (...) {
      failure = std::current_exception();
      XML_StopParser(parser, XML_FALSE);
    }
  }
};

Fault malformed() {
  return {"damaged",
          text("The file is damaged: open it in the spreadsheet, and save it as Excel workbook (.xlsx)")};
}

Reading& reading_of(void* data) { return *static_cast<Reading*>(data); }

void on_begin(void* data, const XML_Char* name, const XML_Char** attributes) {
  Reading& reading = reading_of(data);
  reading.guarded([&] {
    if (++reading.depth > deepest) throw malformed();
    reading.handler.begin(local(name), Attributes(attributes));
  });
}

void on_end(void* data, const XML_Char* name) {
  Reading& reading = reading_of(data);
  reading.guarded([&] {
    --reading.depth;
    reading.handler.end(local(name));
  });
}

void on_text(void* data, const XML_Char* text, int length) {
  Reading& reading = reading_of(data);
  reading.guarded([&] { reading.handler.text({text, static_cast<std::size_t>(length)}); });
}

void on_doctype(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
  reading_of(data).guarded([] {
    throw Fault{"document_type",
                text("The file has a document type definition, which no spreadsheet writes: save it anew")};
  });
}

struct FreeParser {
  void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};

}  // namespace

std::optional<std::string_view> Attributes::find(std::string_view name) const {
  for (const char** at = all_; *at != nullptr; at += 2)
    if (local(*at) == name) return std::string_view(at[1]);
  return std::nullopt;
}

void read_xml(Container& container, const std::string& part, Handler& handler) {
  const std::unique_ptr<std::remove_pointer_t<XML_Parser>, FreeParser> parser(
      XML_ParserCreateNS(nullptr, separator));
  if (!parser) throw std::bad_alloc();
  Reading reading{handler, parser.get()};
  XML_SetUserData(parser.get(), &reading);
  XML_SetElementHandler(parser.get(), on_begin, on_end);
  XML_SetCharacterDataHandler(parser.get(), on_text);
  XML_SetStartDoctypeDeclHandler(parser.get(), on_doctype);
  const auto parse = [&](std::string_view piece, bool last) {
    const auto status = XML_Parse(parser.get(), piece.data(), static_cast<int>(piece.size()), last ? 1 : 0);
    if (reading.failure) std::rethrow_exception(reading.failure);
    if (status != XML_STATUS_OK) throw malformed();
  };
  container.unpack(part, [&](std::string_view piece) { parse(piece, false); });
  parse("", true);
}

}  // namespace kpa::workbook
