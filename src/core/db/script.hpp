#pragma once

#include <string_view>
#include <vector>

namespace kpa::db {

/// One statement of an SQL script, without its semicolon.
struct ScriptStatement {
  std::string_view text;  ///< from its first word; points into the script
  int line = 1;           ///< line of its first word, from 1
};

/// Splits a script at the semicolons that end statements, as psql does: not at those in strings, quoted
/// names, dollar quotes, comments, parentheses and `BEGIN ATOMIC … END` bodies. Anything unclosed extends to
/// the end of the script.
std::vector<ScriptStatement> split_statements(std::string_view script);

}  // namespace kpa::db
