import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";

import styles from "./FieldLabel.module.css";

/** The label of a field, and beside it whether it is kept: what changes is no part of the field's name. */
export function FieldLabel({ htmlFor, required = false, mark, children }: { htmlFor: string; required?: boolean; mark: ReactNode; children: ReactNode }) {
  const { t } = useLingui();
  return (
    <div className={styles.row}>
      <label htmlFor={htmlFor} className={styles.label}>
        {children}
        {required && (
          <span className={styles.required} title={t`required`}>
            {" *"}
          </span>
        )}
      </label>
      {mark}
    </div>
  );
}
