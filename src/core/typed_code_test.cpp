#include "core/typed_code.hpp"

#include <gtest/gtest.h>

namespace kpa {
namespace {

TEST(TypedCode, IsTheCodeHoweverItWasTyped) {
  for (const std::string_view text : {"494390",
                                      "494 390",
                                      "494-390",
                                      " 494390\n",
                                      "494\u00A0390",
                                      "494\u202F390",
                                      "494\u2011390",
                                      "494–390",
                                      "494—390",
                                      "494\u2212390",
                                      "4 9 4 3 9 0",
                                      "494\t390\r\n",
                                      "\u200E494390\u200E",
                                      "\u2068494390\u2069",
                                      "\u202A494390\u202C",
                                      "494\u200B390",
                                      "\uFEFF494390",
                                      "４９４３９０",
                                      "४९४३९०",
                                      "৪৯৪৩৯০",
                                      "௪௯௪௩௯௦",
                                      "౪౯౪౩౯౦",
                                      "४९४ ३९०",
                                      "49४-3९0"})
    EXPECT_EQ(typed_code(text), "494390") << text;
  for (const std::string_view text :
       {"K3XW7-Q5NTA", "k3xw7 q5nta", "ｋ３ｘｗ７－ｑ５ｎｔａ", "k3xw7\u2010q5nta "})
    EXPECT_EQ(typed_code(text), "k3xw7q5nta") << text;
  EXPECT_EQ(typed_code(""), "");
  EXPECT_EQ(typed_code(" -\n"), "");
  EXPECT_EQ(typed_code("494.390"), "494.390") << "nothing that separates";
}

TEST(PastedToken, IsTheTokenWithoutWhatCopyingAdds) {
  EXPECT_EQ(pasted_token(" q1-W_2\n"), "q1-W_2");
  EXPECT_EQ(pasted_token("q1-\r\n  W_2\u2069"), "q1-W_2") << "broken into two lines by a mail program";
}

}  // namespace
}  // namespace kpa
