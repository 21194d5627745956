#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kpa::identity {

/// The E.164 form of a phone number, `+` and 9 to 15 digits, which identifies a person; nothing when `text`
/// is not a phone number. Accepts what the reference's pattern `^\+?1?\d{9,15}$` accepts, up to E.164's 15
/// digits, also with spaces, hyphens, dots and parentheses, and in the digits and signs that plain() knows.
/// The `.0` that a spreadsheet adds to a whole number is dropped; other fractions and scientific notation
/// (`9.8E+09`) are refused. The number must be well-formed, but need not be in use (`+1234567890` is not).
/// Without `+` it is read as dialled in `default_region` (ISO 3166, two letters): `09876543210`,
/// `919876543210`, `00919876543210` and `9876543210` are all `+919876543210`. If more than ten digits are not
/// a number there, but are one with `+` in front, they are read like that: `12025550123` is `+12025550123`. A
/// canonical form is returned unchanged.
std::optional<std::string> canonical_phone(std::string_view text, std::string_view default_region = "IN");

/// The part of an unknown phone number that the audit log keeps: `+91*****3210` shows repeated attempts, or a
/// mistyped known number, but cannot be called.
std::string masked(std::string_view canonical_phone_number);

}  // namespace kpa::identity
