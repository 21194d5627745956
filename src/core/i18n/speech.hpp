#pragma once

#include "core/i18n/language.hpp"

namespace kpa::i18n {

/// While it lives, this thread writes texts in `language`; before and after, in English. For the encoding of
/// one answer: it must not live across a co_await.
class Speech {
 public:
  explicit Speech(Language language);
  ~Speech();
  Speech(const Speech&) = delete;
  Speech& operator=(const Speech&) = delete;

  /// Whether a text was written meanwhile, so that the bytes depend on the language.
  bool said_something() const;
};

/// The language in which to write a text now, which is noted for Speech::said_something().
Language speak();

}  // namespace kpa::i18n
