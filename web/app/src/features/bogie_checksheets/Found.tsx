import { replaceNow } from "./judge.ts";
import styles from "./bogie.module.css";

/** A finding in words, with a sign: colours alone say nothing to many. */
export function Found({ severity, text }: { severity: number; text: string }) {
  const bad = severity >= replaceNow;
  return (
    <p className={bad ? styles.replace : styles.attention} data-severity={severity}>
      <span aria-hidden>{bad ? "✕" : "!"}</span> {text}
    </p>
  );
}
