#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "tests/support/service.hpp"

namespace kpa::test {

/// A kind of form that is reviewed, for tests of what is the same for all.
struct ReviewedKind {
  std::string name;    ///< used in test names
  std::string slug;    ///< `wheel-specifications`
  std::string entity;  ///< entity_type of its events, and its kind in tables
  std::string table;
  std::string inspector;  ///< member with the person whose form it is
  boost::json::object (*example)(const std::string& form_number);
  boost::json::object change;  ///< a patch that gives it a finding of severity 3 or 4
  const char* field;           ///< the field that it changes

  std::string collection() const { return "/api/forms/" + slug; }
  std::string form(std::int64_t id) const { return collection() + '/' + std::to_string(id); }
  std::string review(std::int64_t id) const { return "/api/reviews/" + slug + '/' + std::to_string(id); }
};

inline const std::vector<ReviewedKind>& reviewed_kinds() {
  static const std::vector<ReviewedKind> all = {{.name = "WheelSpecification",
                                                 .slug = "wheel-specifications",
                                                 .entity = "wheel_specification",
                                                 .table = "wheel_specifications",
                                                 .inspector = "submittedBy",
                                                 .example = wheel_example,
                                                 .change = {{"fields", {{"wheelGauge", "1603"}}}},
                                                 .field = "fields.wheelGauge"},
                                                {.name = "BogieChecksheet",
                                                 .slug = "bogie-checksheets",
                                                 .entity = "bogie_checksheet",
                                                 .table = "bogie_checksheets",
                                                 .inspector = "inspectionBy",
                                                 .example = bogie_example,
                                                 .change = {{"bogieChecksheet", {{"axleGuide", "Bent"}}}},
                                                 .field = "bogieChecksheet.axleGuide"}};
  return all;
}

/// A form as it is at some point of a test.
struct FormOnTest {
  std::int64_t id = 0;
  std::int64_t version = 1;
};

/// Takes forms through their review, over the API.
class ReviewRig {
 public:
  explicit ReviewRig(TestService& service) : service_(service) {}

  /// A saved form of `author`.
  FormOnTest saved(const ReviewedKind& kind, const Person& author) {
    static std::atomic<int> next{1};
    const auto made = service_.client(author).post(
        kind.collection(), kind.example("R-" + kind.slug.substr(0, 1) + std::to_string(next++)));
    return {made.at("data.id").as_int64(), made.at("data.version").as_int64()};
  }
  /// The same in another status: every step by whom it takes.
  FormOnTest in(const std::string& status, const ReviewedKind& kind, const Person& author,
                const Person& reviewer) {
    FormOnTest form = saved(kind, author);
    if (status == "saved") return form;
    form.version =
        service_.client(author).post(kind.form(form.id) + "/submit", {}).at("data.version").as_int64();
    if (status == "submitted") return form;
    step(kind, form, reviewer, "review");
    if (status == "reviewed") return form;
    step(kind, form, reviewer, status == "approved" ? "approve" : "reject");
    return form;
  }
  /// A step that must succeed, with all that it could need.
  Answer step(const ReviewedKind& kind, FormOnTest& form, const Person& by, const std::string& transition) {
    const auto answer = take(kind, form, by, transition);
    if (answer.status == 200) form.version = answer.at("data.version").as_int64();
    return answer;
  }
  Answer take(const ReviewedKind& kind, const FormOnTest& form, const Person& by,
              const std::string& transition, const HttpClient::Fields& fields = {}) const {
    if (transition == "submit") return service_.client(by).post(kind.form(form.id) + "/submit", {}, fields);
    boost::json::object body{{"version", form.version}, {"note", "Seen"}};
    if (transition == "reject") body["reason"] = "Misread";
    return service_.client(by).post(kind.review(form.id) + '/' + transition, body, fields);
  }

 private:
  TestService& service_;
};

}  // namespace kpa::test
