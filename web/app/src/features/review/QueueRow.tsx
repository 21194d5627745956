import { useLingui } from "@lingui/react/macro";
import { Text } from "@mantine/core";
import { memo } from "react";

import type { WaitingRecord } from "./api/list_queue.ts";
import { useKindNames } from "./kind_names.ts";
import type { Kind } from "./kinds.ts";
import { Mark } from "./Mark.tsx";
import styles from "./review.module.css";
import { useSeverities, useStatuses } from "./status_names.ts";
import { useWaiting } from "./use_waiting.ts";

interface RowProps {
  record: WaitingRecord;
  href: string;
  inspector: string;
  assignee: string;
  isCurrent: boolean;
  isChosen: boolean;
  /** Why it was refused when many were decided on. */
  refusal: string | undefined;
  onOpen: (record: WaitingRecord) => void;
  onChoose: (record: WaitingRecord, upTo: boolean) => void;
}

/** A record that waits. Drawn again only when something of it changed: there are hundreds. */
export const QueueRow = memo(function QueueRow({ record, href, inspector, assignee, isCurrent, isChosen, refusal, onOpen, onChoose }: RowProps) {
  const { t } = useLingui();
  const kindNames = useKindNames();
  const status = useStatuses()[record.status];
  const severity = useSeverities()(record.severity);
  const waiting = useWaiting()(record.waitingSince);
  const { title } = record;
  return (
    <li className={styles.row} data-current={isCurrent || undefined} data-chosen={isChosen || undefined} data-severity={record.severity}>
      <label className={styles.choose}>
        <input
          type="checkbox"
          checked={isChosen}
          aria-label={t`Choose ${title}`}
          // The click tells whether Shift is held.
          onChange={() => {}}
          onClick={(event) => onChoose(record, event.shiftKey)}
        />
      </label>
      <a
        className={styles.line}
        href={href}
        aria-current={isCurrent || undefined}
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return; // another window
          event.preventDefault();
          onOpen(record);
        }}
      >
        <span className={styles.title}>
          <b>{title}</b>
          <Text component="span" size="sm" c="dimmed">{waiting}</Text>
        </span>
        <Text component="span" size="sm" c="dimmed">{[kindNames[record.kind as Kind], inspector].filter(Boolean).join(" · ")}</Text>
        <span className={styles.marks}>
          <Mark tone={status.tone}>{status.name}</Mark>
          {record.severity > 2 && <Mark tone={severity.tone}>{severity.name}</Mark>}
          {record.revision > 1 && <Mark tone="gray">{t`Corrected`}</Mark>}
          {assignee && <Mark tone="gray">{assignee}</Mark>}
        </span>
        {refusal && <Text component="span" size="sm" c="red" role="note">{refusal}</Text>}
      </a>
    </li>
  );
});
