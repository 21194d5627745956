import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";

import styles from "./built_forms.module.css";

interface FieldHeadProps {
  id: string;
  /** Whether one control is the field's: of several, a tap on the label must choose none. */
  isOfOne: boolean;
  required: boolean;
  mark: ReactNode;
  children: ReactNode;
}

/** The field's name, and whether it is kept. */
export function FieldHead({ id, isOfOne, required, mark, children }: FieldHeadProps) {
  const { t } = useLingui();
  const name = (
    <>
      {children}
      {required && (
        <span className={styles.required} title={t`required`}>
          {" *"}
        </span>
      )}
    </>
  );
  return (
    <div className={styles.head}>
      {isOfOne ? (
        <label id={`${id}-label`} htmlFor={id} className={styles.label}>
          {name}
        </label>
      ) : (
        <span id={`${id}-label`} className={styles.label}>
          {name}
        </span>
      )}
      {mark}
    </div>
  );
}
