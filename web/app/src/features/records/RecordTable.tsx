import { useLingui } from "@lingui/react/macro";
import { VisuallyHidden } from "@mantine/core";

import type { Column } from "./columns.tsx";
import styles from "./records.module.css";
import type { Row } from "./rows.ts";

interface TableProps {
  rows: readonly Row[];
  columns: readonly Column[];
  sort: string;
  onSort: (sort: string) => void;
  caption: string;
}

/** A table, and on a phone a card for each record. */
export function RecordTable({ rows, columns, sort, onSort, caption }: TableProps) {
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <caption><VisuallyHidden>{caption}</VisuallyHidden></caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Heading key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} data-severity={row.severity}>
              {columns.map((column) => (
                <td key={column.id} data-label={column.title}>{column.cell(row)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Heading({ column, sort, onSort }: { column: Column; sort: string; onSort: (sort: string) => void }) {
  const { t } = useLingui();
  const { title, sort: by } = column;
  if (!by) return <th scope="col">{title}</th>;
  const direction = sort === by ? "ascending" : sort === `-${by}` ? "descending" : "none";
  const mark = { ascending: "▲", descending: "▼", none: "" }[direction];
  return (
    <th scope="col" aria-sort={direction}>
      <button type="button" className={styles.sort} aria-label={t`Sort by ${title}`} onClick={() => onSort(direction === "descending" ? by : `-${by}`)}>
        {title} <span aria-hidden>{mark}</span>
      </button>
    </th>
  );
}
