import styles from "../built_forms.module.css";
import { type ControlProps, answered } from "./control.ts";

/** A text of several lines. */
export function Lines({ path, id, value, set, placeholder, required, invalid, describedBy }: ControlProps) {
  return (
    <textarea
      id={id}
      name={path}
      className={styles.input}
      placeholder={placeholder}
      required={required}
      aria-invalid={invalid}
      aria-describedby={describedBy}
      value={typeof value === "string" ? value : ""}
      onChange={(event) => set(answered(event.currentTarget.value))}
    />
  );
}
