import { useLingui } from "@lingui/react/macro";

/** What events of a record's history are called. */
export function useEventNames(): (action: string) => string {
  const { t } = useLingui();
  const names: Record<string, string> = {
    created: t`Entered`,
    updated: t`Changed`,
    submitted: t`Submitted`,
    reviewed: t`Reviewed`,
    approved: t`Approved`,
    rejected: t`Rejected`,
    reopened: t`Reopened`,
    commented: t`Comment`,
    comment_edited: t`Comment edited`,
    assigned: t`Assigned`,
    amended: t`Corrected by a new form`,
    conflict: t`Changed on two devices at once`,
  };
  return (action) => names[action] ?? action.replaceAll("_", " ");
}
