import { type Status, given } from "#features/review";

import type { RecordsSearch } from "./search.ts";

/** The filters as the API of each kind takes them. What a kind does not have is left out. */
export const queryOf = {
  "wheel-specifications": ({ number, subject, person, from, to, status, findings }: RecordsSearch) =>
    given({ form_number: number, wheel_no: subject, submitted_by: person, submitted_date_from: from, submitted_date_to: to, status, has_findings: findings }),
  "bogie-checksheets": ({ number, subject, person, from, to, status, findings }: RecordsSearch) =>
    given({ form_number: number, bogie_no: subject, inspection_by: person, inspection_date_from: from, inspection_date_to: to, status, has_findings: findings }),
  submissions: ({ person, from, to, status, findings }: RecordsSearch) =>
    given({
      submitted_by: person,
      submitted_after: from && startOf(from, 0),
      submitted_before: to && startOf(to, 1),
      status: status && wordOf[status],
      has_findings: findings,
    }),
};

/** Submissions have no saved state: they wait from the beginning. */
const wordOf: Record<Status, "pending" | "reviewed" | "approved" | "rejected"> = {
  Saved: "pending",
  Submitted: "pending",
  Reviewed: "reviewed",
  Approved: "approved",
  Rejected: "rejected",
};

/** The moment at which a day begins where this device is, or the day after so many. */
function startOf(day: string, later: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}
