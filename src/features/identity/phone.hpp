#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kpa::identity {

/// The E.164 form of a phone number, `+` and 9 to 15 digits, which is who a person is; nothing when `text` is
/// none. Accepted is what the reference's pattern `^\+?1?\d{9,15}$` accepts, up to E.164's 15 digits, with
/// spaces, hyphens, dots and parentheses as people type them, in the digits and signs that plain() reads. The
/// `.0` that a spreadsheet puts behind a whole number is left out; what could be another fraction, or a
/// number in scientific notation (`9.8E+09`), is none. The number need not be in use (`+1234567890` is not),
/// only well-formed. Without a `+` it is read as dialled in `default_region` (ISO 3166, two letters):
/// `09876543210`, `919876543210`, `00919876543210` and `9876543210` are all `+919876543210`. Over ten digits
/// that are no number there but are one when a `+` is put before them are taken so: `12025550123` is
/// `+12025550123`. The canonical form of a canonical form is itself.
std::optional<std::string> canonical_phone(std::string_view text, std::string_view default_region = "IN");

/// As much of a number as the audit log keeps where nobody has it: `+91*****3210` shows that somebody tried
/// the same one again, or mistyped a known one, and is no number that could be called.
std::string masked(std::string_view canonical_phone_number);

}  // namespace kpa::identity
