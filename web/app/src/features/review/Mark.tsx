import type { ReactNode } from "react";

import styles from "./marks.module.css";
import type { Tone } from "./status_names.ts";

/** A state or severity in a word, which its colour only supports. */
export const Mark = ({ tone, children }: { tone: Tone; children: ReactNode }) => (
  <span className={styles.mark} data-tone={tone}>
    {children}
  </span>
);
