#include "core/i18n/accept_language.hpp"

#include <gtest/gtest.h>

namespace kpa::i18n {
namespace {

TEST(AcceptLanguage, PrefersTheHeaviestLanguageThatThereIs) {
  struct Row {
    const char* field;
    const char* language;
  };
  for (const Row& row : {Row{"", "en"},
                         {"hi", "hi"},
                         {"HI-in", "hi"},
                         {"hi-Deva-IN", "hi"},
                         {"mr-IN,mr;q=0.9,en;q=0.8", "mr"},
                         {"en-GB, ta", "en"},
                         {"ta, en", "ta"},
                         {"fr, de;q=0.9, bn;q=0.1", "bn"},
                         {"fr", "en"},
                         {"te;q=0.5, bn;q=0.7", "bn"},
                         {"te ; q=0.501 , bn;q=0.5", "te"},
                         {"te;Q=1.000, bn;q=1", "te"},
                         {"hi;q=0", "en"},
                         {"hi;q=0, ta;q=0.001", "ta"},
                         {"*", "en"},
                         {"*;q=0.5, te;q=0.4", "en"},
                         {"*;q=0.1, te;q=0.4", "te"},
                         {"hil, hin, h", "en"},
                         {",, ,hi,", "hi"},
                         // An invalid weight means "not wanted".
                         {"hi;q=2", "en"},
                         {"hi;q=1.001", "en"},
                         {"hi;q=0.1234", "en"},
                         {"hi;q=x", "en"},
                         {"hi;q=", "en"},
                         {"hi;level=1", "en"},
                         {"hi;q=-1", "en"}})
    EXPECT_EQ(code_of(preferred_language(row.field)), row.language) << row.field;
}

}  // namespace
}  // namespace kpa::i18n
