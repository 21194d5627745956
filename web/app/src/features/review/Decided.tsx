import { useLingui } from "@lingui/react/macro";
import { Text, Title } from "@mantine/core";

import { useMoments } from "#kit/moments.ts";

import type { Review } from "./api/get_review.ts";
import { useEventNames } from "./events.ts";
import styles from "./review.module.css";

/** The decisions so far, with the words that came with them. */
export function Decided({ decisions, nameOf }: { decisions: Review["decisions"]; nameOf: (id: number | null | undefined) => string }) {
  const { t } = useLingui();
  const moment = useMoments();
  const nameOfEvent = useEventNames();
  if (decisions.length === 0) return null;
  return (
    <section className="card" aria-labelledby="decided">
      <Title order={3} size="h4" id="decided">{t`Decisions`}</Title>
      <ol className={styles.history}>
        {decisions.map(({ id, decision, decidedBy, onBehalfOf, decidedAt, reason, note }) => {
          const other = onBehalfOf ? nameOf(onBehalfOf) : "";
          return (
            <li key={id}>
              <b>{nameOfEvent(decision)}</b>
              <Text size="sm" c="dimmed">
                {[nameOf(decidedBy), other && t`in place of ${other}`, moment(decidedAt)].filter(Boolean).join(" · ")}
              </Text>
              {reason && <p className={styles.said}>{reason}</p>}
              {note && <p className={styles.said}>{note}</p>}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
