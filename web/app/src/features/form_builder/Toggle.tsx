import { Text } from "@mantine/core";

import styles from "./builder.module.css";

/** Something that is so or not. */
export function Toggle({ label, checked, onChange, hint, error }: { label: string; checked: boolean; onChange: (checked: boolean) => void; hint?: string | undefined; error?: string | undefined }) {
  return (
    <div>
      <label className={styles.toggle}>
        <input type="checkbox" checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} />
        <span>{label}</span>
      </label>
      {hint && <Text size="sm" c="dimmed">{hint}</Text>}
      {error && <Text size="sm" c="red">{error}</Text>}
    </div>
  );
}
