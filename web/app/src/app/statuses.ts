import { useLingui } from "@lingui/react/macro";

import type { OutboxEntry } from "#features/device";

interface Mark {
  mark: string;
  colour: string;
}

/** How the state of a record is called and coloured: of both railway forms and of submissions. */
export function useStatus(): (status: unknown) => Mark {
  const { t } = useLingui();
  const marks: Record<string, Mark> = {
    saved: { mark: t`Saved`, colour: "gray" },
    submitted: { mark: t`In review`, colour: "indigo" },
    pending: { mark: t`In review`, colour: "indigo" },
    reviewed: { mark: t`Reviewed`, colour: "indigo" },
    approved: { mark: t`Approved`, colour: "teal" },
    rejected: { mark: t`Sent back`, colour: "orange" },
  };
  return (status) => marks[String(status).toLowerCase()] ?? { mark: String(status), colour: "gray" };
}

/** The same of what is in the queue. */
export function useEntryState(): (state: OutboxEntry["state"]) => Mark {
  const { t } = useLingui();
  return (state) =>
    ({
      waiting: { mark: t`Waits`, colour: "gray" },
      refused: { mark: t`Refused`, colour: "red" },
      conflict: { mark: t`Changed by others`, colour: "red" },
    })[state];
}
