import { useLingui } from "@lingui/react/macro";
import { useId } from "react";

import { KeptMark, type OpenDraft, useProblem, useValue } from "#features/drafts";

import { FieldHead } from "./FieldHead.tsx";
import styles from "./built_forms.module.css";
import { answered } from "./controls/control.ts";

const notesPath = "notes";
const longestNotes = 2_000; // characters

/** Remarks beside the answers, as every form has them. */
export function Notes({ open }: { open: OpenDraft }) {
  const { t } = useLingui();
  const id = useId();
  const [notes, setNotes] = useValue<string>(open, notesPath);
  const refused = useProblem(open, notesPath);
  return (
    <div className={styles.field}>
      <FieldHead id={id} isOfOne required={false} mark={<KeptMark open={open} path={notesPath} />}>
        {t`Remarks`}
      </FieldHead>
      <textarea
        id={id}
        name={notesPath}
        className={styles.input}
        maxLength={longestNotes}
        aria-invalid={refused !== undefined}
        aria-describedby={refused ? `${id}-problem` : undefined}
        value={notes ?? ""}
        onChange={(event) => setNotes(answered(event.currentTarget.value))}
      />
      {refused && (
        <p id={`${id}-problem`} className={styles.problem}>
          {refused}
        </p>
      )}
    </div>
  );
}
