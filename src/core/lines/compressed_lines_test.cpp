#include "core/lines/compressed_lines.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/support/database.hpp"

namespace kpa::lines {
namespace {

class CompressedLines : public testing::Test {
 protected:
  void write(const std::vector<std::string>& lines) {
    Writer writer(file_);
    for (const auto& line : lines) writer.add(line);
    digest_ = writer.digest();
    writer.finish();
  }
  std::vector<std::string> read() {
    Reader reader(file_);
    std::vector<std::string> lines;
    for (std::string line; reader.next(line);) lines.push_back(line);
    EXPECT_EQ(reader.digest(), digest_);
    return lines;
  }

  test::TemporaryDirectory directory_;
  std::filesystem::path file_ = directory_.path() / "lines.gz";
  crypto::Digest digest_{};
};

TEST_F(CompressedLines, AreReadAsTheyWereWritten) {
  const std::vector<std::string> lines{"", "a", std::string(1'000'000, 'x'), "ज", ""};
  write(lines);
  EXPECT_EQ(read(), lines);
  EXPECT_EQ(crypto::hex(crypto::sha256("\na\n" + lines[2] + "\nज\n\n")), crypto::hex(digest_));
  write({});
  EXPECT_TRUE(read().empty()) << "what was there is replaced";
}

TEST_F(CompressedLines, HaveTheirNameWhenTheyAreComplete) {
  {
    Writer unfinished(file_);
    unfinished.add("a");
  }
  EXPECT_TRUE(std::filesystem::is_empty(directory_.path()));
  std::ofstream(file_.string() + ".part") << "of one that was killed";
  write({"a"});
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory_.path()), {}), 1);
  struct stat status{};
  ASSERT_EQ(stat(file_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U) << "nobody else reads who did what";
}

TEST_F(CompressedLines, OfTwoWritersAreThoseOfTheLast) {
  auto first = std::make_unique<Writer>(file_);
  first->add("first");
  Writer second(file_);
  second.add("second");
  EXPECT_THROW(first->finish(), std::system_error);
  EXPECT_FALSE(std::filesystem::exists(file_)) << "the second is not complete";
  first.reset();
  EXPECT_TRUE(std::filesystem::exists(file_.string() + ".part")) << "it is not the first's";
  digest_ = second.digest();
  second.finish();
  EXPECT_EQ(read(), std::vector<std::string>{"second"});
}

// Malicious files.
TEST_F(CompressedLines, ThatAreNoTextAreNotRead) {
  using namespace std::string_literals;
  const std::string long_line(300'000, 'a');
  for (const auto& lines : std::vector<std::vector<std::string>>{{"\0"s},
                                                                 {"a", "\0"s},
                                                                 {"\0b"s, "a"},
                                                                 {"a\0b"s, "a"},
                                                                 {"a\0"s, "a"},
                                                                 {long_line + "\0"s, "a"},
                                                                 {long_line + "\0"s + long_line}}) {
    write(lines);
    EXPECT_THROW(read(), std::runtime_error) << testing::PrintToString(lines.front().substr(0, 10));
  }
}

TEST_F(CompressedLines, AreReadUpToALength) {
  std::string line(longest_line, 'x');
  write({line, "a"});
  EXPECT_EQ(read().size(), 2U);
  line += 'x';
  write({line, "a"});
  EXPECT_THROW(read(), std::runtime_error);
}

TEST_F(CompressedLines, ThatAreDamagedAreNotRead) {
  write({std::string(10'000, 'a'), "b"});
  const auto whole = std::filesystem::file_size(file_);
  for (const std::uintmax_t length : {whole - 1, whole / 2, std::uintmax_t{12}}) {
    write({std::string(10'000, 'a'), "b"});
    std::filesystem::resize_file(file_, length);
    EXPECT_THROW(read(), std::runtime_error) << length;
  }
  write({std::string(10'000, 'a'), "b"});
  std::fstream(file_, std::ios::in | std::ios::out | std::ios::binary)
      .seekp(static_cast<std::streamoff>(whole) - 6)
      .put('\x55');
  EXPECT_THROW(read(), std::runtime_error) << "its checksum is another";
  EXPECT_THROW(Reader(directory_.path() / "nothing"), std::runtime_error);
  EXPECT_THROW(Writer(directory_.path() / "nowhere" / "lines.gz"), std::system_error);
}

}  // namespace
}  // namespace kpa::lines
