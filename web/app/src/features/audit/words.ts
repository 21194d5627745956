import { useLingui } from "@lingui/react/macro";

const plain = (name: string) => name.replaceAll("_", " ");

/** What the kinds of record are called; `all` for a choice among them. A kind of a later server is told by its own name. */
export function useTypeWords() {
  const { t } = useLingui();
  const all: Record<string, string> = {
    user: t`Person`,
    user_import: t`Import of people`,
    zone: t`Zone`,
    division: t`Division`,
    depot: t`Depot`,
    system_settings: t`Settings`,
    wheel_specification: t`Wheel specification`,
    bogie_checksheet: t`Bogie checksheet`,
    form: t`Form`,
    form_submission: t`Filled-in form`,
    review_delegation: t`Review in another's place`,
    incident: t`Incident`,
    event_archive: t`Archive of the log`,
  };
  return { all, of: (type: string) => all[type] ?? plain(type) };
}

/** What happened, in words. */
export function useActionWords() {
  const { t } = useLingui();
  const all: Record<string, string> = {
    created: t`Created`,
    changed: t`Changed`,
    updated: t`Content changed`,
    activated: t`Activated`,
    deactivated: t`Deactivated`,
    published: t`Published`,
    submitted: t`Submitted for review`,
    reviewed: t`Taken into review`,
    approved: t`Approved`,
    rejected: t`Rejected`,
    reopened: t`Reopened`,
    assigned: t`Assigned to a reviewer`,
    commented: t`Commented`,
    comment_edited: t`Comment edited`,
    amended: t`Amended`,
    ended: t`Ended`,
    exported: t`Export begun`,
    export_ended: t`Export ended`,
    import_accepted: t`File received`,
    import_finished: t`Import finished`,
    logged_in: t`Logged in`,
    login_refused: t`Login refused`,
    session_ended: t`Session ended`,
    sessions_ended: t`Sessions ended`,
    token_refused: t`Token refused`,
    password_changed: t`Password changed`,
    password_reset: t`Password set anew`,
    password_forgotten: t`Password removed`,
    password_refused: t`Password refused`,
    password_reset_refused: t`New password refused`,
    one_time_link_made: t`One-time link made`,
    code_sent: t`Code sent`,
    code_refused: t`Code refused`,
    second_factor_begun: t`Second factor begun`,
    second_factor_enabled: t`Second factor set up`,
    second_factor_removed: t`Second factor removed`,
    second_factor_refused: t`Second factor refused`,
    recovery_code_used: t`Recovery code used`,
    registration_refused: t`Registration refused`,
    request_refused: t`Request refused`,
    limit_reached: t`Limit of requests reached`,
    archived: t`Moved to an archive`,
  };
  return { all, of: (action: string) => all[action] ?? plain(action) };
}
