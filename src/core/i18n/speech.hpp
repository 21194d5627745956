#pragma once

#include "core/i18n/language.hpp"

namespace kpa::i18n {

/// During its lifetime this thread writes texts in `language`, otherwise in English. For encoding one answer;
/// it must not live across a co_await.
class Speech {
 public:
  explicit Speech(Language language);
  ~Speech();
  Speech(const Speech&) = delete;
  Speech& operator=(const Speech&) = delete;

  /// Whether a text was written during its lifetime, so that the bytes depend on the language.
  bool said_something() const;
};

/// The language in which to write a text now; also makes Speech::said_something() true.
Language speak();

}  // namespace kpa::i18n
