import { useLingui } from "@lingui/react/macro";

import { type OpenDraft, useWhole, valueAt } from "#features/drafts";

import { type Inspected, evaluate, replaceNow } from "./judge.ts";
import type { BogieRules } from "./rules.ts";
import styles from "./bogie.module.css";

/** How the bogie stands so far: always in sight. */
export function Summary({ open, rules }: { open: OpenDraft; rules: BogieRules }) {
  const { t } = useLingui();
  const { content } = useWhole(open);
  const paths = rules.sections.flatMap(({ name, components }) => components.map((component) => `${name}.${component.name}`));
  const done = paths.filter((path) => valueAt(content, path) !== undefined).length;
  const all = paths.length;
  const findings = evaluate(rules, content as Inspected);
  const replace = findings.filter(({ severity }) => severity >= replaceNow).length;
  const attention = findings.length - replace;
  return (
    <div className={styles.summary} data-findings={findings.length}>
      <span>{t`${done} of ${all} inspected`}</span>
      {replace > 0 && <span className={styles.replace}>✕ {t`Replace now: ${replace}`}</span>}
      {attention > 0 && <span className={styles.attention}>! {t`Needs attention: ${attention}`}</span>}
      {done > 0 && findings.length === 0 && <span className={styles.good}>✓ {t`All good so far`}</span>}
    </div>
  );
}
