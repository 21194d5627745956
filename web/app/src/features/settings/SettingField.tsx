import { useLingui } from "@lingui/react/macro";
import { Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";

import type { Entry } from "#features/audit";
import { useMoments } from "#kit/moments.ts";
import table from "#kit/table.module.css";

import { type Name, defaults } from "./choices.ts";
import styles from "./settings.module.css";
import { useSettingWords } from "./words.ts";

interface Given {
  name: Name;
  value: boolean;
  onChange: (value: boolean) => void;
  error: string | undefined;
  /** Who changed it last; null: nobody ever did; undefined: not known. */
  change: Entry | null | undefined;
}

export function SettingField({ name, value, onChange, error, change }: Given) {
  const { t } = useLingui();
  const moment = useMoments();
  const { name: title, meaning, on, off } = useSettingWords()[name];
  const byDefault = defaults[name] ? on : off;
  const who = change?.actor_name ?? t`The system`;
  const when = change ? moment(change.occurred_at) : "";
  return (
    <fieldset className={`card ${styles.setting}`}>
      <legend className={styles.name}>{title}</legend>
      <Text>{meaning}</Text>
      <div className={styles.values}>
        {[true, false].map((one) => (
          <label key={String(one)} className={styles.value}>
            <input type="radio" name={name} checked={value === one} onChange={() => onChange(one)} /> <span>{one ? on : off}</span>
          </label>
        ))}
      </div>
      {error && <Text role="alert" c="var(--mantine-color-error)">{error}</Text>}
      <Text size="sm" c="dimmed">{t`In a new installation: ${byDefault}`}</Text>
      {change && (
        <Text size="sm" c="dimmed">
          {t`Last changed by ${who}, ${when}.`} <Link className={table.link} to="/admin/audit" search={{ type: "system_settings", open: change.id }}>{t`Show the change`}</Link>
        </Text>
      )}
      {change === null && <Text size="sm" c="dimmed">{t`Nobody has changed it.`}</Text>}
    </fieldset>
  );
}
