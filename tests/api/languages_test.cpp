// The language of answers, and its effect on caches and repeats.
#include <string>

#include <gtest/gtest.h>

#include "tests/support/service.hpp"

namespace {

using namespace kpa::test;

constexpr auto wheels = "/api/forms/wheel-specifications";
constexpr auto profile = "/api/users/profile";
const HttpClient::Fields in_hindi = {{"Accept-Language", "hi-IN,hi;q=0.9,en;q=0.5"}};
const HttpClient::Fields in_tamil = {{"Accept-Language", "ta"}};

class Languages : public testing::Test {
 protected:
  static TestService& service() {
    static TestService running;
    return running;
  }
  static std::string unique_number() {
    static int next = 1;
    return "WS-L-" + std::to_string(next++);
  }
  static std::string message(const Answer& answer) { return answer.at("message").as_string().c_str(); }
  /// A stored form whose gauge is too wide.
  std::string store_wide() const {
    auto form = wheel_example(unique_number());
    form["fields"].as_object()["wheelGauge"] = "1603";
    return std::string(wheels) + '/' + std::to_string(client.post(wheels, form).at("data.id").as_int64());
  }

  HttpClient client = service().client(service().enrol());
};

TEST_F(Languages, AnswersInTheLanguageThatTheRequestLikesBest) {
  const auto path = store_wide();
  const auto hindi = client.get(path, in_hindi);
  EXPECT_EQ(message(hindi), "व्हील स्पेसिफिकेशन मिल गया।");
  EXPECT_EQ(hindi.header("content-language"), "hi");
  const auto french = client.get(path, {{"Accept-Language", "fr"}});
  EXPECT_EQ(message(french), "Wheel specification fetched successfully.");
  EXPECT_EQ(french.header("content-language"), "en");
  EXPECT_EQ(french.text, client.get(path).text);
}

TEST_F(Languages, TellsEveryProblemInIt) {
  auto form = wheel_example("?");
  form["fields"].as_object()["wheelGauge"] = "about 1600";
  form["fields"].as_object().erase("condemningDia");
  const auto answer = client.post(wheels, form, in_hindi);
  ASSERT_EQ(answer.status, 422);
  EXPECT_EQ(answer.at("title").as_string(), "जाँच में गलतियाँ मिलीं");
  EXPECT_EQ(answer.at("code").as_string(), "validation_failed") << "codes are for programs";
  EXPECT_EQ(answer.at("errors").as_object().at("fields.condemningDia").as_array().at(0).as_string(),
            "यह फ़ील्ड आवश्यक है");
  EXPECT_EQ(answer.at("errors").as_object().at("formNumber").as_array().at(0).as_string(),
            "अपेक्षित: अक्षर, अंक, '-', '_', '/' और '.' से बना हुआ");
  EXPECT_EQ(answer.at("errors").as_object().at("fields.wheelGauge").as_array().at(0).as_string(),
            "बिना चिह्न की संख्या चाहिए (वर्ण 1 पर); ऐसे लिखें: 915 (900-1000), 1600 (+2,-1), 20 TO 28, 0.5 या "
            "29.4 Flange Thickness");
  for (const auto& detail : answer.at("details").as_array())
    if (detail.at("path").as_string() == "fields.wheelGauge") {
      EXPECT_EQ(detail.at("params").at("fault").as_string(), "a number without sign expected");
      EXPECT_EQ(detail.at("params").at("position").as_string(), "1");
    }
}

TEST_F(Languages, AlsoBeforeAnybodyIsKnown) {
  const auto nobody = service().client().get(wheels, in_tamil);
  EXPECT_EQ(nobody.status, 401);
  EXPECT_EQ(nobody.at("title").as_string(), "உள்நுழைவு தேவை");
  const auto nowhere = service().client().get("/nowhere", in_tamil);
  EXPECT_EQ(nowhere.status, 404);
  EXPECT_EQ(nowhere.at("title").as_string(), "கிடைக்கவில்லை");
  const auto unknown_method = service().client().ask("BREW", "/", "", in_tamil);
  EXPECT_EQ(unknown_method.status, 501);
  EXPECT_EQ(message(unknown_method), "இந்த method இங்கே ஏற்கப்படாது.");
}

TEST_F(Languages, ReadsStoredFindingsInAnyLanguage) {
  const auto path = store_wide();
  EXPECT_EQ(client.get(path).at("data.findings[0].message").as_string(),
            "Wheel gauge: 1603 mm is above the limit of 1602 mm");
  const auto hindi = client.get(path, in_hindi);
  EXPECT_EQ(hindi.at("data.findings[0].message").as_string(), "व्हील गेज: 1603 mm, सीमा 1602 mm से अधिक है");
  EXPECT_EQ(hindi.at("data.findings[0].params"), client.get(path).at("data.findings[0].params"));

  auto bogie = bogie_example("BC-L-" + unique_number());
  bogie["bmbcChecksheet"].as_object()["cylinderBody"] = "DAMAGED";
  const auto created = client.post("/api/forms/bogie-checksheets", bogie, in_tamil);
  EXPECT_EQ(created.at("data.findings[0].message").as_string(), "சிலிண்டர் பாடி: சேதமடைந்தது, உடனே மாற்றவும்");
  EXPECT_EQ(service().sql("SELECT findings->0->>'message' FROM bogie_checksheets WHERE id = " +
                          std::to_string(created.at("data.id").as_int64())),
            "Cylinder body: DAMAGED, replace now")
      << "stored in English, whoever sends it";

  // A finding of an older version, or a damaged one, is shown as stored.
  service().sql(
      "UPDATE bogie_checksheets SET findings = '[{\"path\": \"x\", \"code\": \"y\", \"severity\": 3, "
      "\"message\": \"Old\", \"params\": {}}]' WHERE id = " +
      std::to_string(created.at("data.id").as_int64()));
  EXPECT_EQ(
      client.get("/api/forms/bogie-checksheets/" + std::to_string(created.at("data.id").as_int64()), in_tamil)
          .at("data.findings[0].message")
          .as_string(),
      "Old");
}

TEST_F(Languages, EachLanguageHasAnETagOfItsOwn) {
  const auto path = store_wide();
  const auto english = client.get(path);
  const auto hindi = client.get(path, in_hindi);
  EXPECT_EQ(english.header("etag"), "\"v1\"");
  EXPECT_EQ(hindi.header("etag"), "\"v1.hi\"");
  const auto vary = hindi.fields.equal_range("vary");
  EXPECT_TRUE(
      std::any_of(vary.first, vary.second, [](const auto& f) { return f.second == "Accept-Language"; }));

  const auto again = [&](const Answer& had, HttpClient::Fields fields) {
    fields.emplace_back("If-None-Match", had.header("etag"));
    return client.get(path, fields).status;
  };
  EXPECT_EQ(again(hindi, in_hindi), 304);
  EXPECT_EQ(again(english, in_hindi), 200) << "the English bytes are not the Hindi ones";
  EXPECT_EQ(again(hindi, {}), 200);
  const auto list = client.get(wheels, in_hindi);
  EXPECT_NE(list.header("etag"), client.get(wheels).header("etag"));

  HttpClient::Fields conditional = in_hindi;
  conditional.emplace_back("If-Match", "\"v1.hi\"");
  const auto patched = client.patch(path, {{"fields", {{"wheelGauge", "1604"}}}}, conditional);
  EXPECT_EQ(patched.status, 200) << patched.text;
  EXPECT_EQ(patched.header("etag"), "\"v2.hi\"");
}

TEST_F(Languages, WhatHasNoTextsIsTheSameInAll) {
  const auto hindi = client.get(profile, in_hindi);
  EXPECT_EQ(hindi.text, client.get(profile).text);
  EXPECT_EQ(hindi.header("etag"), client.get(profile).header("etag"));
  EXPECT_EQ(hindi.header("content-language"), "");
}

TEST_F(Languages, ARepeatGetsTheFirstAnswer) {
  const auto form = wheel_example(unique_number());
  HttpClient::Fields first = in_hindi, second = in_tamil;
  for (auto* fields : {&first, &second})
    fields->emplace_back("Idempotency-Key", "languages-" + unique_number());
  second.back() = first.back();
  const auto stored = client.post(wheels, form, first);
  const auto repeated = client.post(wheels, form, second);
  ASSERT_EQ(stored.status, 201);
  EXPECT_EQ(repeated.header("idempotency-replayed"), "true");
  EXPECT_EQ(repeated.text, stored.text);
  EXPECT_EQ(repeated.header("etag"), stored.header("etag"));
}

TEST_F(Languages, ThePersonsOwnCountsMoreThanTheRequests) {
  EXPECT_TRUE(client.get(profile).at("language").is_null());
  const auto wish = [&](const boost::json::value& language) {
    return client.patch(profile, {{"language", language}});
  };
  ASSERT_EQ(wish("te").status, 200);
  EXPECT_EQ(client.get(profile).at("language").as_string(), "te");
  EXPECT_EQ(client.get(wheels, in_hindi).header("content-language"), "te") << "at once";
  EXPECT_EQ(client.get(std::string(wheels) + "/0").header("content-language"), "te");
  EXPECT_EQ(service().client().get(wheels, in_hindi).header("content-language"), "hi");
  ASSERT_EQ(wish("en").status, 200);
  EXPECT_EQ(client.get(wheels, in_hindi).header("content-language"), "en");
  ASSERT_EQ(wish(nullptr).status, 200);
  EXPECT_EQ(client.get(wheels, in_hindi).header("content-language"), "hi");
  EXPECT_EQ(wish("klingon").at("errors").as_object().at("language").as_array().at(0).as_string(),
            "Must be one of: en, hi, mr, ta, bn, te");
}

TEST_F(Languages, CountsByTheLanguagesRules) {
  const auto problem = [&](const boost::json::object& change, const char* member) {
    const auto answer = client.patch(profile, change, in_hindi);
    return std::string(answer.at("errors").as_object().at(member).as_array().at(0).as_string());
  };
  EXPECT_EQ(problem({{"bio", std::string(501, 'x')}}, "bio"), "अधिकतम 500 वर्ण हो सकते हैं");
  EXPECT_EQ(problem({{"first_name", " "}}, "first_name"), "खाली नहीं हो सकता");
}

}  // namespace
