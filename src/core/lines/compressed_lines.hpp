#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "core/crypto/digest.hpp"

namespace kpa::lines {

/// In bytes, without its end: far more than any that is written, so that a small file of evil intent does not
/// fill the memory of whoever reads it.
constexpr std::size_t longest_line = std::size_t{64} << 20U;

/// Writes a text file of many lines, compressed by gzip (RFC 1952), for its owner only. It gets its name when
/// it is complete and on the disk; until then it is at the name with `.part` behind it, and goes if nobody
/// finishes it. Of two at the same name, the one that was made last gets it. What fails is thrown as
/// std::system_error.
class Writer {
 public:
  explicit Writer(std::filesystem::path file);
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer();

  /// `line` without its end.
  void add(std::string_view line);
  /// SHA-256 of the lines so far, each with its line feed.
  crypto::Digest digest() const;
  /// Throws where another Writer took the name.
  void finish();

 private:
  struct File;
  std::unique_ptr<File> file_;
};

/// Reads what a Writer wrote. What cannot be read is thrown as std::runtime_error.
class Reader {
 public:
  explicit Reader(const std::filesystem::path& file);
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader();

  /// False at the end.
  bool next(std::string& line);
  /// As of the Writer.
  crypto::Digest digest() const;

 private:
  struct File;
  std::unique_ptr<File> file_;
};

}  // namespace kpa::lines
