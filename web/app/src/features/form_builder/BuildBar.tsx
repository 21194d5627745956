import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";

import { FormStatus } from "./FormRow.tsx";
import { SaveState } from "./SaveState.tsx";
import styles from "./builder.module.css";
import type { OpenForm, Seen } from "./model/open_form.ts";
import type { FormSearch } from "./search.ts";

/** What is above all views of a form: which one, whether it is saved, and the way back from an edit. */
export function BuildBar({ open, seen, view, onView, onHelp }: { open: OpenForm; seen: Seen; view: FormSearch["view"]; onView: (view: FormSearch["view"]) => void; onHelp: () => void }) {
  const { t } = useLingui();
  const views: [FormSearch["view"], string][] = [
    [undefined, t`Fields`],
    ["texts", t`Languages`],
    ["publish", t`Check and publish`],
    ["versions", t`Versions and files`],
  ];
  return (
    <div className={styles.bar}>
      <nav aria-label={t`Views of the form`} className={styles.views}>
        {views.map(([one, name]) => (
          <button key={name} type="button" className={styles.view} aria-current={one === view ? "page" : undefined} onClick={() => onView(one)}>
            {name}
          </button>
        ))}
      </nav>
      <div className={styles.state}>
        <FormStatus form={seen.form} />
        <SaveState open={open} seen={seen} />
        <Button size="sm" variant="default" disabled={!seen.canUndo} title={t`Ctrl+Z`} onClick={() => open.undo()}>{t`Undo`}</Button>
        <Button size="sm" variant="default" disabled={!seen.canRedo} title={t`Ctrl+Y`} onClick={() => open.redo()}>{t`Redo`}</Button>
        <Button size="sm" variant="default" aria-label={t`Keys`} onClick={onHelp}>?</Button>
      </div>
    </div>
  );
}
