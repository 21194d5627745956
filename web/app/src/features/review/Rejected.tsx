import { useLingui } from "@lingui/react/macro";
import { Text } from "@mantine/core";

import { useMoments } from "#kit/moments.ts";

import { Changes } from "./Changes.tsx";
import { goToShownField } from "./Fields.tsx";
import { Notice } from "./Notice.tsx";
import type { Review } from "./api/get_review.ts";
import styles from "./review.module.css";

interface RejectedProps {
  review: Review;
  labelOf: (path: string) => string;
  nameOf: (id: number | null | undefined) => string;
}

/** Why the record was rejected last, and what was changed since then. */
export function Rejected({ review, labelOf, nameOf }: RejectedProps) {
  const { t } = useLingui();
  const moment = useMoments();
  const { rejection, changedSinceRejection: changes, status } = review;
  if (!rejection) return null;
  const who = nameOf(rejection.rejectedBy);
  const when = moment(rejection.rejectedAt);
  const inPlaceOf = rejection.onBehalfOf ? nameOf(rejection.onBehalfOf) : "";
  return (
    <Notice tone="orange" title={status === "Rejected" ? t`Rejected` : t`It was rejected before`}>
      <p className={styles.said}>{rejection.reason}</p>
      <Text size="sm">{inPlaceOf ? t`${who}, in place of ${inPlaceOf}, ${when}` : t`${who}, ${when}`}</Text>
      {rejection.pins.length > 0 && (
        <ul className="plain-list">
          {rejection.pins.map(({ field, note }) => (
            <li key={field}>
              <button type="button" className={styles.choice} onClick={() => goToShownField(field)}>
                <span><b>{labelOf(field)}</b>{note ? `: ${note}` : ""}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {changes.length > 0 ? (
        <>
          <Text fw={600} mt="sm">{t`Changed since then`}</Text>
          <Changes changes={changes} labelOf={labelOf} />
        </>
      ) : (
        status !== "Rejected" && <Text mt="sm">{t`Nothing was changed since then.`}</Text>
      )}
    </Notice>
  );
}
