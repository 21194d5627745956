#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "core/http/answers.hpp"
#include "core/http/caller.hpp"
#include "features/built_forms/store_submissions.hpp"
#include "features/built_forms/versions.hpp"
#include "features/built_forms/wire_submissions.hpp"

namespace kpa::built_forms {

/// The digest of what came, without its UUID: tells a repeat from something else.
std::string digest_of(const NewSubmission& sent);

/// Use cases of people who fill in forms, and of those who read what they did.
class Submissions {
 public:
  /// The arguments must outlive it. `per_page`: default number of records on a page.
  Submissions(db::Queries& database, const identity::Directory& directory, const exports::Exports& exports,
              Versions& versions, std::int64_t per_page)
      : database_(database),
        directory_(directory),
        exports_(exports),
        versions_(versions),
        per_page_(per_page) {}

  /// Stores what somebody filled in, as the form normalises it. A UUID that the same person sent before, with
  /// the same content, gives the stored submission.
  Task<Outcome<Submission>> create(const http::Call& call, NewSubmission sent) const;
  /// The same, on a form that the address names: not found when there is none.
  Task<Outcome<Submission>> create_on(const http::Call& call, std::int64_t form_id,
                                      NewSubmissionOfForm sent) const;
  Task<Outcome<http::Page<Submission>>> list(const http::Call& call, SubmissionQuery query) const;
  /// The submissions of a form as a file, with a column for each field of any of its versions.
  Task<Outcome<http::Download>> download(const http::Call& call, std::int64_t form_id,
                                         SubmissionExport query) const;
  Task<Outcome<Submission>> get(const http::Call& call, std::int64_t id) const;
  /// A new submission that corrects the approved one, judged by the same version of the form. Answers that
  /// must be unique pass from that one to this.
  Task<Outcome<Submission>> amend(const http::Call& call, std::int64_t id, SubmissionContent corrected) const;
  /// Only by its author, and only while it is pending.
  Task<Outcome<Submission>> change(const http::Call& call, std::int64_t id,
                                   schema::Patch<SubmissionContent> patch) const;
  /// The same, with a content that follows from the one before.
  using Becomes = std::function<Outcome<SubmissionContent>(const Submission& before)>;
  Task<Outcome<Submission>> update(const http::Call& call, std::int64_t id, Becomes becomes) const;

 private:
  /// The version by which a new submission is judged.
  struct Chosen {
    std::shared_ptr<const Form> form;
    std::int64_t version = 0;
    bool newest = false;  ///< not named by the client: it must still be the newest when it is stored
  };
  Task<Outcome<Chosen>> choose(const NewSubmission& sent, bool look_again) const;
  /// Why nothing was stored; or the submission that was stored before; or nothing, when another version has
  /// become the newest.
  Task<std::optional<Outcome<Submission>>> explain_nothing(const http::Call& call, const NewSubmission& sent,
                                                           const std::string& digest) const;
  /// The filters as conditions of the list; or what is wrong with them.
  Task<Outcome<db::Selection>> selection_of(const http::Call& call, SubmissionFilters filters,
                                            std::optional<std::int64_t> form_id) const;
  Task<Problem> taken(std::int64_t form_id, RawJson unique, std::int64_t but) const;

  db::Queries& database_;
  const identity::Directory& directory_;
  const exports::Exports& exports_;
  Versions& versions_;
  std::int64_t per_page_;
};

}  // namespace kpa::built_forms
