import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";

import type { Column } from "./columns.tsx";
import styles from "./records.module.css";

interface ChooserProps {
  columns: readonly Column[];
  chosen: readonly string[];
  onChoose: (chosen: string[]) => void;
  /** Those that the list begins with. */
  first: string[];
}

/** Which columns the list shows. */
export function ColumnChooser({ columns, chosen, onChoose, first }: ChooserProps) {
  const { t } = useLingui();
  const toggle = (id: string) => onChoose(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  return (
    <details className={styles.panel}>
      <summary>{t`Columns`}</summary>
      <div className={styles.boxes}>
        {columns.map(({ id, title }) => (
          <label key={id} className={styles.box}>
            <input type="checkbox" checked={chosen.includes(id)} disabled={id === "title"} onChange={() => toggle(id)} />
            {title}
          </label>
        ))}
      </div>
      <Button variant="subtle" onClick={() => onChoose(first)}>{t`As at the beginning`}</Button>
    </details>
  );
}
