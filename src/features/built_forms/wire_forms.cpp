#include "features/built_forms/wire_forms.hpp"

#include "features/built_forms/merging_field.hpp"

namespace kpa::schema {

using namespace built_forms;

namespace {

template <class T>
Object<T> described_form(std::string name) {
  return object<T>(std::move(name))
      .field("id", &T::id, "Number of the form", 1)
      .field("title", &T::title, "Title", "Flange inspection")
      .field("description", &T::description, "What it is for", "Once a month, for every wheel")
      .field("form_type", &T::form_type, "What kind of form it is", "inspection")
      .field("language", &T::language, "Language of its texts, except those in `translations`", "en")
      .field("translations", &T::translations, "Its title and description in other languages", json::object())
      .field("is_active", &T::is_active, "Whether it can be filled in", true)
      .field("published_version", &T::published_version, "Its newest published version; null: none yet", 1)
      .field("has_draft", &T::has_draft, "Whether there are changes that are not published", false)
      .field("created_by", &T::created_by, "Id of the person who made it", 123)
      .field("version", &T::version, "Incremented with each change; the ETag is made from it", 1)
      .field("created_at", &T::created_at, "When it was made")
      .field("updated_at", &T::updated_at, "When it was last changed")
      .versioned(&T::version);
}

template <class T>
Object<T> described_version(std::string name) {
  return object<T>(std::move(name))
      .field("form_id", &T::form_id, "Number of the form", 1)
      .field("form_version", &T::form_version, "Number of the version, from 1", 1)
      .field("published_by", &T::published_by, "Id of the person who published it", 123)
      .field("published_at", &T::published_at, "When it was published");
}

json::value example_fields() { return json::array{describe<built_forms::Field>().example()}; }

}  // namespace

template <>
const Object<FormHeader>& describe() {
  using F = FormHeader;
  static const auto made =
      object<F>("FormHeader")
          .field("title", &F::title, of_length(1, 200), "Title", "Flange inspection")
          .field("description", &F::description, of_length(0, 2'000), "What it is for",
                 "Once a month, for every wheel")
          .field("form_type", &F::form_type, "What kind of form it is", "inspection")
          .or_default()
          .field("language", &F::language, "Language of its texts, except those in `translations`", "en")
          .or_default()
          .member(std::make_unique<MergingField<F, Translations<FormTexts>>>(
              "translations", &F::translations, "Its title and description in other languages",
              json::object()))
          .or_default()
          .field("is_active", &F::is_active, "Whether it can be filled in", true)
          .or_default();
  return made;
}

template <>
const Object<ListedForm>& describe() {
  static const auto made = described_form<ListedForm>("Form");
  return made;
}

template <>
const Object<WholeForm>& describe() {
  static const auto made =
      described_form<WholeForm>("WholeForm")
          .field("fields", &WholeForm::fields,
                 "Its fields: for staff those of the draft, for others those of the newest published version",
                 example_fields());
  return made;
}

template <>
const Object<FieldList>& describe() {
  static const auto made =
      object<FieldList>("FormFields")
          .field("fields", &FieldList::fields, "All fields, in their order", example_fields());
  return made;
}

template <>
const Object<ListedVersion>& describe() {
  static const auto made = described_version<ListedVersion>("FormVersion");
  return made;
}

template <>
const Object<WholeVersion>& describe() {
  static const auto made =
      described_version<WholeVersion>("WholeFormVersion")
          .field("definition", &WholeVersion::definition, "The form as it was published")
          .field("logic", &WholeVersion::logic,
                 "Its expressions as trees, which a client evaluates without reading their texts");
  return made;
}

template <>
const Object<FieldTypeInfo>& describe() {
  using F = FieldTypeInfo;
  static const auto made =
      object<F>("FieldType")
          .field("name", &F::name, "What `field_type` of a field says", "number")
          .field("title", &F::title, "For a person")
          .field("has_options", &F::has_options, "Whether its fields have `options`", false)
          .field("has_fields", &F::has_fields, "Whether its fields have `fields`", false)
          .field("rules", &F::rules, "JSON Schema of its `validation_rules`");
  return made;
}

template <>
const Object<FormQuery>& describe() {
  using Q = FormQuery;
  static const auto made = with_page(
      object<Q>("FormQuery")
          .field("title", &Q::title, of_length(1, 200), "Part of the title; case does not matter", "flange")
          .field("form_type", &Q::form_type, "What kind of form it is", "inspection")
          .field("is_active", &Q::is_active, "Whether it can be filled in; others see only such forms", true),
      {"created_at", "title"}, "-created_at", "WyItY3JlYXRlZF9hdCIsIjIwMjQtMDEtMTVUMTA6MDA6MDBaIiwxXQ");
  return made;
}

template <>
const Object<SchemaQuery>& describe() {
  using Q = SchemaQuery;
  static const auto made = object<Q>("FormSchemaQuery")
                               .field("form_version", &Q::form_version, between(1, 1'000'000'000),
                                      "A published version; the newest when left out", 1);
  return made;
}

template <>
const Object<TrialProblem>& describe() {
  using P = TrialProblem;
  static const auto made =
      object<P>("FormTrialProblem")
          .field("path", &P::path, "The answer concerned", "submission_data.flange_height")
          .field("code", &P::code, "Stable name of the problem", "too_large")
          .field("message", &P::message, "For a person");
  return made;
}

template <>
const Object<TriedSubmission>& describe() {
  using S = TriedSubmission;
  static const auto made =
      object<S>("TriedSubmission")
          .field("submission_id", &S::submission_id, "Number of the submission", 1)
          .field("problems", &S::problems, "Why it would be refused; empty: it would not")
          .field("hidden", &S::hidden, "Answers that would be hidden, and so dropped", json::array())
          .field("changed", &S::changed, "Answers that would be calculated or read otherwise", json::array());
  return made;
}

template <>
const Object<Trial>& describe() {
  using T = Trial;
  static const auto made =
      object<T>("FormTrial")
          .field("tried", &T::tried, "How many submissions were tried: the newest 1,000 at most", 1000)
          .field("failing", &T::failing, "How many of them would be refused", 3)
          .field("hiding", &T::hiding, "How many would lose answers that were hidden", 0)
          .field("changing", &T::changing, "How many would have other answers", 0)
          .field("submissions", &T::submissions, "The newest 100 of them");
  return made;
}

}  // namespace kpa::schema
