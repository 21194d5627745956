import { useLingui } from "@lingui/react/macro";
import { Text, Title } from "@mantine/core";

import type { components } from "#kit/api.ts";

import { goToShownField } from "./Fields.tsx";
import { Mark } from "./Mark.tsx";
import styles from "./review.module.css";
import { useSeverities } from "./status_names.ts";

export type Finding = components["schemas"]["Finding"];

/** What the rules found, the worst first. Each leads to its field. */
export function Findings({ findings, labelOf }: { findings: readonly Finding[]; labelOf: (path: string) => string }) {
  const { t } = useLingui();
  const severityOf = useSeverities();
  if (findings.length === 0) return <Text c="dimmed">{t`The rules found nothing.`}</Text>;
  const sorted = [...findings].sort((one, other) => other.severity - one.severity);
  return (
    <section className="card" aria-labelledby="findings">
      <Title order={3} size="h4" id="findings">{t`Findings`}</Title>
      <ul className="plain-list">
        {sorted.map(({ path, code, message, severity }) => {
          const { name, tone } = severityOf(severity);
          return (
            <li key={path + code}>
              <button type="button" className={styles.choice} onClick={() => goToShownField(path)}>
                <Mark tone={tone}>{name}</Mark>
                <span>{message || labelOf(path)}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
