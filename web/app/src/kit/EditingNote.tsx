import { useLingui } from "@lingui/react/macro";
import { Button, VisuallyHidden } from "@mantine/core";

import { Callout } from "./Callout.tsx";
import styles from "./EditingNote.module.css";
import { FailureNote } from "./FailureNote.tsx";
import type { Editing } from "./editing.ts";

/** Why a form was not saved; where somebody else was faster, what they changed. `writtenOf` writes a member's value for people. */
export function EditingNote<F extends object>({
  editing,
  shown,
  labelOf,
  writtenOf,
}: {
  editing: Editing<F>;
  shown: string[];
  labelOf: (field: string) => string;
  writtenOf: (field: string, value: unknown) => string;
}) {
  const { t } = useLingui();
  const { sending, theirs, clashes, take } = editing;
  if (sending.failure?.code !== "precondition_failed" || !theirs) return <FailureNote failure={sending.failure} shown={shown} />;
  const empty = t`empty`;
  return (
    <Callout urgent>
      <p className={styles.text}>{t`Somebody else changed this while you had it open. Your changes are still here, and nothing is lost: look at theirs, then save again.`}</p>
      {theirs.length > 0 && (
        <ul className={styles.list}>
          {theirs.map(({ field, before, after }) => {
            const label = labelOf(field);
            return (
              <li key={field}>
                <b>{label}</b>: <VisuallyHidden>{t`before:`} </VisuallyHidden>
                <del>{writtenOf(field, before) || empty}</del>
                <span aria-hidden> → </span>
                <VisuallyHidden>{t`after:`} </VisuallyHidden>
                <ins>{writtenOf(field, after) || empty}</ins>
                {clashes.includes(field) && (
                  <div className={styles.clash}>
                    {t`You changed this, too. Your value stands in the form.`}{" "}
                    <Button variant="default" size="compact-md" aria-label={t`Take their value for ${label}`} onClick={() => take(field)}>{t`Take theirs`}</Button>
                  </div>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </Callout>
  );
}
