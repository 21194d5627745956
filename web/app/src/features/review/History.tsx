import { useLingui } from "@lingui/react/macro";
import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import type { components } from "#kit/api.ts";
import { Loaded } from "#kit/Loaded.tsx";
import { useMoments } from "#kit/moments.ts";

import { Changes } from "./Changes.tsx";
import { historyQuery } from "./api/list_history.ts";
import { useEventNames } from "./events.ts";
import type { Kind } from "./kinds.ts";
import { changesOf } from "./past.ts";
import styles from "./review.module.css";

type HistoryEntry = components["schemas"]["HistoryEntry"];

interface HistoryProps {
  kind: Kind;
  id: number;
  labelOf: (path: string) => string;
  /** Shown at once, as on a record's own page. */
  open?: boolean;
}

/** All that was done with the record, the newest first. It is read when somebody opens it. */
export function History({ kind, id, labelOf, open = false }: HistoryProps) {
  const { t } = useLingui();
  const [wanted, setWanted] = useState(open);
  return (
    <details className="card" open={open} onToggle={(event) => setWanted(wanted || event.currentTarget.open)}>
      <summary className={styles.summary}>{t`History`}</summary>
      {wanted && <Entries kind={kind} id={id} labelOf={labelOf} />}
    </details>
  );
}

function Entries({ kind, id, labelOf }: Omit<HistoryProps, "open">) {
  const { t } = useLingui();
  const moment = useMoments();
  const history = useQuery(historyQuery(kind, id));
  return (
    <Loaded query={history}>
      {({ data, archived_until: archived }) => {
        const until = archived ? moment(archived) : "";
        return (
          <>
            <ol reversed className={styles.history}>
              {data.map((entry) => (
                <li key={entry.id}>
                  <Entry entry={entry} labelOf={labelOf} />
                </li>
              ))}
            </ol>
            {until && <Text c="dimmed">{t`What was before ${until} is in the archive; an administrator can find it.`}</Text>}
          </>
        );
      }}
    </Loaded>
  );
}

function Entry({ entry, labelOf }: { entry: HistoryEntry; labelOf: (path: string) => string }) {
  const moment = useMoments();
  const nameOfEvent = useEventNames();
  const { reason, note, text } = (typeof entry.after === "object" && entry.after !== null && entry.action !== "created" ? entry.after : {}) as Record<string, unknown>;
  const changes = changesOf(entry);
  return (
    <>
      <b>{nameOfEvent(entry.action)}</b>
      <Text size="sm" c="dimmed">{[entry.actorName, moment(entry.occurredAt)].filter(Boolean).join(" · ")}</Text>
      {[reason, note, text].map((words) => (typeof words === "string" && words ? <p key={words} className={styles.said}>{words}</p> : null))}
      {changes.length > 0 && <Changes changes={changes} labelOf={labelOf} />}
    </>
  );
}
