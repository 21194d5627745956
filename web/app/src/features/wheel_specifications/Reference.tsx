import { useLingui } from "@lingui/react/macro";

import { useDay } from "#kit/day.ts";
import { formatMillimetres, ofMillimetres } from "#kit/measurements/micrometres.ts";

import { changeSince } from "./change.ts";
import { ruleSetOf } from "./judge.ts";
import type { Previous } from "./newest.ts";
import type { WheelRules } from "./rules.ts";
import styles from "./wheel.module.css";

interface ReferenceProps {
  name: string;
  text: string | undefined;
  stockType: string | undefined;
  rules: WheelRules | null | undefined;
  previous: Previous | undefined;
}

const written = (millimetres: number) => formatMillimetres(ofMillimetres(millimetres));

/** What a measurement is compared with: its limits, and what was measured the last time. */
export function Reference({ name, text, stockType, rules, previous }: ReferenceProps) {
  const { t } = useLingui();
  const day = useDay();
  const limits = rules ? ruleSetOf(rules, stockType)?.limits.find(({ field }) => field === name) : undefined;
  const before = (previous?.record.fields as Record<string, unknown> | null | undefined)?.[name];
  const known = typeof before === "string" && before !== "" ? before : undefined;
  const when = previous ? day(previous.when) : "";
  const change = known !== undefined && text ? changeSince(known, text) : undefined;
  const low = limits && written(limits.low);
  const high = limits && written(limits.high);
  return (
    <div className={styles.reference}>
      {limits?.condemns === "never" && <p>{t`Limits: ${low} – ${high} mm`}</p>}
      {limits?.condemns === "at_low" && <p>{t`Limits: ${low} – ${high} mm, condemned at ${low} mm`}</p>}
      {limits?.condemns === "at_high" && <p>{t`Limits: ${low} – ${high} mm, condemned at ${high} mm`}</p>}
      {known !== undefined && (
        <p data-before={known}>
          {t`On ${when}: ${known}`}
          {change !== undefined && <b className={styles.change}>{t`${change} mm`}</b>}
        </p>
      )}
    </div>
  );
}
