import { useLingui } from "@lingui/react/macro";

import { print } from "#kit/measurements/print.ts";
import { useMeasurementFault } from "#kit/measurements/useMeasurementFault.ts";

import { VerdictMark } from "./VerdictMark.tsx";
import { useFindingText } from "./finding_text.ts";
import type { Measured } from "./measured.ts";
import type { WheelRules } from "./rules.ts";
import styles from "./wheel.module.css";

/** What was understood of a measurement, and what is to say of it. */
export function Understood({ id, measured, rules, problem }: { id: string; measured: Measured; rules: WheelRules | null | undefined; problem: string | undefined }) {
  const { t } = useLingui();
  const faultOf = useMeasurementFault();
  const findingText = useFindingText(rules);
  const { text, read, fault, findings, verdict } = measured;
  const canonical = read && print(read);
  return (
    <div id={id} className={styles.understood}>
      {problem && <p className={styles.fault}>{problem}</p>}
      {fault && <p className={styles.fault}>{faultOf(fault)}</p>}
      {(verdict || (canonical && canonical !== text?.trim())) && (
        <p>
          {verdict && <VerdictMark verdict={verdict} />}
          {canonical && canonical !== text?.trim() && <span className={styles.aside}>{t`Understood as ${canonical}`}</span>}
        </p>
      )}
      {findings.map((finding) => (
        <p key={finding.code + finding.params.measured}>{findingText(finding)}</p>
      ))}
    </div>
  );
}
