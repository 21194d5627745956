import { useLingui } from "@lingui/react/macro";

import type { JsonObject } from "#features/device";
import { type OpenDraft, useWhole } from "#features/drafts";
import { isUnreadable } from "#kit/measurements/measurement.ts";
import { parseMeasurement } from "#kit/measurements/parse.ts";

import type { ShownField } from "./fields.ts";
import { type Texts, evaluate } from "./judge.ts";
import type { WheelRules } from "./rules.ts";
import { verdictOf } from "./verdict.ts";
import styles from "./wheel.module.css";

/** How the wheel stands so far: always in sight. */
export function Summary({ open, rules, fields }: { open: OpenDraft; rules: WheelRules | null | undefined; fields: ShownField[] }) {
  const { t } = useLingui();
  const { content } = useWhole(open);
  const texts = ((content.fields as JsonObject | undefined) ?? {}) as Texts;
  const typed = fields.map(({ name }) => texts[name]).filter((text) => typeof text === "string" && text.trim() !== "");
  const unreadable = typed.filter((text) => isUnreadable(parseMeasurement(text!))).length;
  const findings = rules ? evaluate(rules, content.stockType as string | undefined, texts) : [];
  // A measurement counts once, by the worst that was found of it.
  const verdicts = [...new Set(findings.map(({ path }) => path))].map((path) => verdictOf(findings.filter((finding) => finding.path === path)));
  const condemned = verdicts.filter((verdict) => verdict === "condemned").length;
  const attention = verdicts.filter((verdict) => verdict === "attention").length;
  const done = typed.length;
  const all = fields.length;
  return (
    <div className={styles.summary} data-summary={verdictOf(findings)}>
      <span>{t`${done} of ${all} measured`}</span>
      {condemned > 0 && <span className={styles.condemned}>✕ {t`Condemned: ${condemned}`}</span>}
      {attention > 0 && <span className={styles.attention}>! {t`Needs attention: ${attention}`}</span>}
      {unreadable > 0 && <span className={styles.condemned}>? {t`Cannot be read: ${unreadable}`}</span>}
      {rules && done > 0 && condemned + attention + unreadable === 0 && <span className={styles.good}>✓ {t`All good so far`}</span>}
    </div>
  );
}
