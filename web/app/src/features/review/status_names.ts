import { useLingui } from "@lingui/react/macro";

import type { Status } from "./statuses.ts";

export type Tone = "gray" | "indigo" | "violet" | "teal" | "orange" | "red";

interface Named {
  name: string;
  tone: Tone;
}

export function useStatuses(): Record<Status, Named> {
  const { t } = useLingui();
  return {
    Saved: { name: t`Saved`, tone: "gray" },
    Submitted: { name: t`Submitted`, tone: "indigo" },
    Reviewed: { name: t`Reviewed`, tone: "violet" },
    Approved: { name: t`Approved`, tone: "teal" },
    Rejected: { name: t`Rejected`, tone: "orange" },
  };
}

/** From 1, which is good, to 4. */
export function useSeverities(): (severity: number) => Named {
  const { t } = useLingui();
  return (severity) => {
    if (severity >= 4) return { name: t`Replace now`, tone: "red" };
    if (severity === 3) return { name: t`Needs attention`, tone: "orange" };
    if (severity === 2) return { name: t`Fair`, tone: "gray" };
    return { name: t`Good`, tone: "gray" };
  };
}
