#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "core/crypto/digest.hpp"

namespace kpa::lines {

/// Longest line that is read, in bytes: far above any that is written, so that a small malicious file cannot
/// fill the memory of its reader.
constexpr std::size_t longest_line = std::size_t{64} << 20U;

/// Writes a text file of many lines, compressed by gzip (RFC 1952), readable by its owner only. Until
/// finish() it is named `<name>.part`, and is deleted if finish() is never called; finish() renames it when
/// it is safely on disk. Of two writers of one name, the later one wins. Errors are thrown as
/// std::system_error.
class Writer {
 public:
  explicit Writer(std::filesystem::path file);
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer();

  /// `line` without its line feed.
  void add(std::string_view line);
  /// SHA-256 of all lines so far, each with its line feed.
  crypto::Digest digest() const;
  /// Throws if another Writer has taken the name.
  void finish();

 private:
  struct File;
  std::unique_ptr<File> file_;
};

/// Reads a file made by Writer. Errors are thrown as std::runtime_error.
class Reader {
 public:
  explicit Reader(const std::filesystem::path& file);
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader();

  /// False at the end.
  bool next(std::string& line);
  /// As Writer::digest(), of the lines read so far.
  crypto::Digest digest() const;

 private:
  struct File;
  std::unique_ptr<File> file_;
};

}  // namespace kpa::lines
