import { useLingui } from "@lingui/react/macro";
import { VisuallyHidden } from "@mantine/core";

import { leavesOf, textOf } from "./leaves.ts";
import type { Change } from "./past.ts";
import styles from "./review.module.css";

/** What was changed, field by field: before and after. `labelOf` is of the record's kind. */
export function Changes({ changes, labelOf }: { changes: readonly Change[]; labelOf: (path: string) => string }) {
  const { t } = useLingui();
  const empty = t`empty`;
  return (
    <dl className={styles.changes}>
      {changes.map(({ field, before, after }) => (
        <div key={field}>
          <dt>{labelOf(field)}</dt>
          <dd>
            <VisuallyHidden>{t`before:`} </VisuallyHidden>
            <del>{written(before) || empty}</del>
            <span aria-hidden> → </span>
            <VisuallyHidden>{t`after:`} </VisuallyHidden>
            <ins>{written(after) || empty}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A whole object that came or went is told by its values. */
const written = (value: unknown) => (typeof value === "object" && value !== null && !Array.isArray(value) ? leavesOf(value, "_").map((leaf) => textOf(leaf.value)).filter(Boolean).join(", ") : textOf(value));
