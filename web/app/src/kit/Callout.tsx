import type { ReactNode } from "react";

import styles from "./Callout.module.css";

/** Something to see before going on. `good`: something went well. Mantine's own colours for these are too pale to read in the light. */
export function Callout({ good = false, urgent = false, children }: { good?: boolean; urgent?: boolean; children: ReactNode }) {
  return (
    <div className={good ? styles.good : styles.caution} role={urgent ? "alert" : "status"}>
      {children}
    </div>
  );
}
