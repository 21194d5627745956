import { useLingui } from "@lingui/react/macro";

import type { Verdict } from "./verdict.ts";
import styles from "./wheel.module.css";

const signs: Record<Verdict, string> = { good: "✓", note: "ⓘ", attention: "!", condemned: "✕" };

/** A verdict as a sign and a word: colours alone say nothing to many. */
export function VerdictMark({ verdict }: { verdict: Verdict }) {
  const { t } = useLingui();
  const words: Record<Verdict, string> = { good: t`Good`, note: t`Note`, attention: t`Needs attention`, condemned: t`Condemned` };
  return (
    <span className={`${styles.verdict} ${styles[verdict]}`} data-verdict={verdict}>
      <span aria-hidden className={styles.sign}>{signs[verdict]}</span> {words[verdict]}
    </span>
  );
}
