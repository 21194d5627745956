import { useLingui } from "@lingui/react/macro";
import { Button, NativeSelect, Text, Title, VisuallyHidden } from "@mantine/core";
import { useState } from "react";

import { useMoments } from "#kit/moments.ts";

import type { Review } from "./api/get_review.ts";
import { useDays } from "./days.ts";
import { leavesOf, textOf, touches, valueAt } from "./leaves.ts";
import styles from "./review.module.css";

export interface Pinning {
  pins: ReadonlyMap<string, string>;
  onPin: (path: string) => void;
}

interface FieldsProps {
  review: Review;
  /** The paths in the order of the form. */
  order: readonly string[];
  /** The fields that have findings, with the severity of the worst. */
  found: ReadonlyMap<string, number>;
  labelOf: (path: string) => string;
  /** Missing where nothing can be rejected. */
  pinning: Pinning | undefined;
}

/** What was filled in, beside an earlier record of the same wheel or bogie. */
export function Fields({ review, order, found, labelOf, pinning }: FieldsProps) {
  const { t } = useLingui();
  const moment = useMoments();
  const { day } = useDays();
  /** Days as people read them; all else as it was filled in. */
  const written = (text: string) => (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? day(text) : text);
  const [place, setPlace] = useState(0);
  const [withEmpty, setWithEmpty] = useState(false);
  const earlier = review.earlier[place];
  const ranks = new Map(order.map((path, rank) => [path, rank]));
  const all = leavesOf(review.content)
    .map((leaf) => ({ ...leaf, before: earlier && textOf(valueAt(earlier.content, leaf.path)), text: textOf(leaf.value) }))
    .sort((one, other) => (ranks.get(one.path) ?? order.length) - (ranks.get(other.path) ?? order.length));
  const severityAt = (path: string) => Math.max(0, ...[...found].filter(([at]) => touches(at, path)).map(([, severity]) => severity));
  const shown = all.filter(({ path, text, before }) => withEmpty || text || before || severityAt(path) > 0);
  const hidden = all.length - shown.length;
  return (
    <section className="card" aria-labelledby="filled-in">
      <div className="row">
        <Title order={3} size="h4" id="filled-in">{t`What was filled in`}</Title>
        {review.earlier.length > 1 && (
          <NativeSelect
            size="md"
            aria-label={t`The earlier record to compare with`}
            value={String(place)}
            onChange={(event) => setPlace(Number(event.currentTarget.value))}
            data={review.earlier.map(({ title, createdAt }, index) => ({ value: String(index), label: `${title}, ${moment(createdAt)}` }))}
          />
        )}
      </div>
      <table className={styles.fields}>
        <thead>
          <tr>
            <th scope="col">{t`Field`}</th>
            <th scope="col">{t`Value`}</th>
            {earlier && <th scope="col">{earlier.title}</th>}
            {pinning && <th scope="col"><VisuallyHidden>{t`Pin`}</VisuallyHidden></th>}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ path, text, before }) => {
            const severity = severityAt(path);
            const label = labelOf(path);
            const pinned = pinning?.pins.has(path) ?? false;
            const differs = before !== undefined && before !== text;
            return (
              <tr key={path} id={`field-${path}`} tabIndex={-1} data-severity={severity || undefined} data-pinned={pinned || undefined}>
                <th scope="row">{label}</th>
                <td data-label={t`Value`}>
                  {severity >= 3 && <span className={styles.alarm} data-severity={severity} aria-hidden>!</span>}
                  {written(text) || <Text component="span" c="dimmed">{t`empty`}</Text>}
                </td>
                {earlier && (
                  <td data-label={earlier.title} data-changed={differs || undefined}>
                    {written(before ?? "") || <Text component="span" c="dimmed">{t`empty`}</Text>}
                    {differs && <VisuallyHidden>, {t`changed since`}</VisuallyHidden>}
                  </td>
                )}
                {pinning && (
                  <td className={styles.pin}>
                    <Button variant={pinned ? "filled" : "default"} {...(pinned ? { color: "#a63c00" } : {})} aria-pressed={pinned} aria-label={t`Pin ${label}`} onClick={() => pinning.onPin(path)}>
                      {pinned ? t`Pinned` : t`Pin`}
                    </Button>
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
      {hidden > 0 && <Button variant="subtle" className="no-print" onClick={() => setWithEmpty(true)}>{t`Show empty fields (${hidden})`}</Button>}
      {review.earlier.length === 0 && review.subject && <Text size="sm" c="dimmed">{t`There is no earlier record of it.`}</Text>}
    </section>
  );
}

/** Brings a field into view and under the reader's attention. */
export function goToShownField(path: string): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[id^="field-"]')];
  const row = rows.find(({ id }) => id === `field-${path}`) ?? rows.find(({ id }) => touches(id.slice("field-".length), path));
  row?.scrollIntoView({ block: "center" });
  row?.focus({ preventScroll: true });
}
