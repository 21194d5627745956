import { useLingui } from "@lingui/react/macro";
import { Code, Stack, Text } from "@mantine/core";

import table from "#kit/table.module.css";

import type { Looked } from "./api/get_health.ts";
import { checksOf } from "./checks.ts";
import styles from "./health.module.css";

/** Each check. The server shows them to its own machine only, and to monitoring. */
export function Checks({ looked }: { looked: Looked }) {
  const { t } = useLingui();
  const checks = checksOf(looked);
  const names: Record<string, string> = { postgresql: t`Database`, schema: t`Tables of the database`, redis: t`Redis`, disk: t`Room on the disk` };
  const statuses = { ok: t`In order`, degraded: t`Missing`, failed: t`Failed` };
  const heads = { status: t`State`, detail: t`What was found`, ms: t`Took` };
  if (checks.length === 0) {
    return (
      <Stack gap="xs">
        <Text size="sm">{t`All was looked at: the database, its tables, Redis where it is used, and the room on the disk. The server shows the single checks only to its own machine, and to monitoring with the token for metrics. On the server, ask:`}</Text>
        <Code block>{'curl "http://127.0.0.1:8000/health/?deep=1"'}</Code>
      </Stack>
    );
  }
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">{t`Check`}</th>
          <th scope="col">{heads.status}</th>
          <th scope="col">{heads.detail}</th>
          <th scope="col">{heads.ms}</th>
        </tr>
      </thead>
      <tbody>
        {checks.map(({ name, status, detail, ms }) => (
          <tr key={name}>
            <td><b>{names[name] ?? name}</b></td>
            <td data-label={heads.status}><span className={styles[status]}>{statuses[status]}</span></td>
            <td data-label={heads.detail}>{detail}</td>
            <td data-label={heads.ms}>{ms === undefined ? "" : t`${ms} ms`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
