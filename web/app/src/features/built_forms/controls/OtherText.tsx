import { useLingui } from "@lingui/react/macro";

import styles from "../built_forms.module.css";
import { answered } from "./control.ts";

/** What is written where none of the options fits. */
export function OtherText({ path, labelledBy, value, onChange }: { path: string; labelledBy: string; value: string; onChange: (text: string | undefined) => void }) {
  const { t } = useLingui();
  return (
    <div className={styles.other}>
      <input
        className={styles.input}
        type="text"
        autoComplete="off"
        data-other={path}
        aria-label={t`What it is instead`}
        aria-describedby={labelledBy}
        placeholder={t`Write what it is`}
        value={value}
        onChange={(event) => onChange(answered(event.currentTarget.value))}
      />
    </div>
  );
}
