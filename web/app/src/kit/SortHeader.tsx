import { VisuallyHidden } from "@mantine/core";
import { useLingui } from "@lingui/react/macro";

import styles from "./table.module.css";

/** The head of a column that the API sorts by. `by` is the API's name; `sort` what the list is sorted by now, with - in front when descending. */
export function SortHeader({ label, by, sort, onSort }: { label: string; by: string; sort: string; onSort: (sort: string) => void }) {
  const { t } = useLingui();
  const up = sort === by;
  const down = sort === `-${by}`;
  return (
    <th scope="col" aria-sort={up ? "ascending" : down ? "descending" : "none"}>
      <button type="button" className={styles.sort} onClick={() => onSort(up ? `-${by}` : by)}>
        {label}
        <span aria-hidden>{up ? "↑" : down ? "↓" : "↕"}</span>
        <VisuallyHidden>{t`Sort by this`}</VisuallyHidden>
      </button>
    </th>
  );
}
